// Where a terminal's hyperlinks lead. Every part of a path is encoded: ids and names are not trusted.

function encode(text: string): string {
  // Lone surrogates have no encoding.
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** VirusTotal's page of a sample. */
export function sampleLink(hash: string): string {
  return `https://www.virustotal.com/gui/file/${encode(hash)}`;
}

/** The page of an ATT&CK technique: `T1055.001` is a page below `T1055`. */
export function attackLink(id: string): string {
  return `https://attack.mitre.org/techniques/${id.split('.').map(encode).join('/')}/`;
}

/** The page of an MBC behaviour, or undefined where its id says nothing about the page. */
export function mbcLink(objective: string, behavior: string, id: string): string | undefined {
  const folder = /^[BTEF]/.test(id) ? '' : id.startsWith('C') ? 'micro-behaviors/' : undefined;
  if (folder === undefined) return undefined;
  const slug = (text: string): string => encode(text.toLowerCase().replaceAll(' ', '-'));
  const page = `${folder}${slug(objective)}/${slug(behavior)}.md`;
  return `https://github.com/MBCProject/mbc-markdown/blob/main/${page}`;
}

/** The page of a rule in the public rule collection. */
export function ruleLink(name: string): string {
  return `https://mandiant.github.io/capa/rules/${encode(name)}/`;
}
