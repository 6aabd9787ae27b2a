// The column `Detail`: `Name: value, Name: value ...`, where values may hold commas and colons themselves.

import type { ProcmonAct } from './act.ts';

/** Operations of whose details something is asked; of the others rows with different details say the same. */
const ASKED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'CreateFile',
    [
      'Desired Access',
      'Disposition',
      'Options',
      'Attributes',
      'ShareMode',
      'AllocationSize',
      'Impersonating',
      'OpenResult',
    ],
  ],
  ['RegCreateKey', ['Desired Access', 'Granted Access', 'Disposition']],
  ['RegEnumValue', ['Index', 'Name', 'Type', 'Length', 'Data']],
  ['Process Create', ['PID', 'Command line']],
  ['SetRenameInformationFile', ['ReplaceIfExists', 'FileName']],
  ['SetRenameInformationEx', ['Flags', 'FileName']],
  ['SetDispositionInformationFile', ['Delete']],
  ['SetDispositionInformationEx', ['Flags']],
]);

/** Values that go up to the end, whatever they hold. */
const LAST: ReadonlySet<string> = new Set(['Command line', 'FileName', 'Data']);

/** A row whose details are text. */
export function actOfRow(operation: string, path: string, result: string | undefined, details: string): ProcmonAct {
  const names = ASKED.get(operation);
  return {
    operation,
    path,
    succeeded: result === undefined || result === 'SUCCESS' || result === 'BUFFER OVERFLOW',
    about: names === undefined ? '' : details,
    detail: (name) => (names === undefined ? undefined : partOf(name, names, details)),
  };
}

/** A value goes up to the next name that can follow. */
function partOf(name: string, names: readonly string[], details: string): string | undefined {
  const label = `${name}: `;
  const at = details.startsWith(label) ? 0 : details.indexOf(`, ${label}`) + 2;
  if (at < 2 && !details.startsWith(label)) return undefined;
  const start = at + label.length;
  if (LAST.has(name)) return details.slice(start);
  let end = details.length;
  for (const next of names.slice(names.indexOf(name) + 1)) {
    const found = details.indexOf(`, ${next}: `, start);
    if (found >= 0 && found < end) end = found;
  }
  return details.slice(start, end);
}
