// How a member of an archive is called: `archive.zip!/reports/report.json`.

/** Between the name of an archive and that of its member. */
export const MEMBER_MARK = '!/';
