// Names of the systems that ELF files say they are for, by their numbers. Names are those that rules use.

/** Byte 7 of the header. 0 says nothing. */
export const SYSTEM_BY_ABI: ReadonlyMap<number, string> = new Map([
  [1, 'hpux'],
  [2, 'netbsd'],
  [3, 'linux'],
  [4, 'hurd'],
  [5, '86open'],
  [6, 'solaris'],
  [7, 'aix'],
  [8, 'irix'],
  [9, 'freebsd'],
  [10, 'tru64'],
  [11, 'modesto'],
  [12, 'openbsd'],
  [13, 'openvms'],
  [14, 'nsk'],
  [15, 'aros'],
  [16, 'fenixos'],
  [17, 'cloud'],
]);

/** First number of a note `GNU`, type 1. */
export const SYSTEM_BY_TAG = ['linux', 'hurd', 'solaris', 'freebsd', 'netbsd', 'syllable', 'nacl'] as const;
