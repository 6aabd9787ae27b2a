// What a row of a ProcMon log says, whichever of its three shapes it comes in, and what that amounts to (spec formats.md section 6.6).
// Operations are requests to drivers, not calls of an API: none is made up for them. Only what succeeded was done; the path of what failed
// is still a text that somebody looked for.

import type { BehaviorKind } from '../../features/behaviors.ts';

/** One row. */
export interface ProcmonAct {
  /** As ProcMon's column `Operation` has it. */
  readonly operation: string;
  readonly path: string;
  readonly succeeded: boolean;
  /** What `detail` knows, as one text: rows that have the same say the same. */
  readonly about: string;
  /** A part of the column `Detail`, as far as the shape has it. */
  detail(name: DetailName): string | undefined;
}

/** Parts of the column `Detail` that are asked for. */
export type DetailName =
  | 'Command line'
  | 'Delete'
  | 'Desired Access'
  | 'Disposition'
  | 'FileName'
  | 'Flags'
  | 'Name'
  | 'OpenResult'
  | 'Options';

/** A kind of behaviour and its object. */
export type Deed = readonly [kind: BehaviorKind, object: string];

/** Operations that always mean the same. */
const KINDS: ReadonlyMap<string, BehaviorKind> = new Map<string, BehaviorKind>([
  ['ReadFile', 'file/read'],
  ['WriteFile', 'file/write'],
  ['CreatePipe', 'pipe/create'],
  ['Load Image', 'module/load'],
  ['RegSetValue', 'registry/set'],
  ['RegRenameKey', 'registry/set'],
  ['RegDeleteKey', 'registry/delete'],
  ['RegDeleteValue', 'registry/delete'],
  ['RegQueryValue', 'registry/read'],
  ['RegQueryMultipleValueKey', 'registry/read'],
]);

/** What the column `Detail` says of a file or key that was not there before. */
const NEW_FILES: ReadonlySet<string> = new Set(['Created', 'Superseded']);
const NEW_KEY = 'REG_CREATED_NEW_KEY';

const ENDPOINTS = ' -> ';

/** What the row says that its process did. */
export function deedsOf(act: ProcmonAct): readonly Deed[] {
  if (!act.succeeded) return [];
  const kind = KINDS.get(act.operation);
  if (kind !== undefined) return [[kind, act.path]];
  switch (act.operation) {
    case 'CreateFile':
      return createdFile(act);
    case 'RegCreateKey':
      return act.detail('Disposition') === NEW_KEY ? [['registry/create', act.path]] : [];
    case 'RegEnumValue':
      return [['registry/read', `${act.path}\\${act.detail('Name') ?? ''}`]];
    case 'Process Create':
      return [['process/create', act.detail('Command line') ?? act.path]];
    case 'SetRenameInformationFile':
    case 'SetRenameInformationEx':
      return [act.path, act.detail('FileName') ?? ''].flatMap((path) => (path === '' ? [] : [['file/move', path]]));
    case 'SetDispositionInformationFile':
      return act.detail('Delete') === 'False' ? [] : [['file/delete', act.path]];
    case 'SetDispositionInformationEx':
      return act.detail('Flags')?.includes('DO_NOT_DELETE') === true ? [] : [['file/delete', act.path]];
    default:
      return traffic(act);
  }
}

/** Words of `Desired Access` by which the content of a file is read and written. */
const READS = /Generic Read|Read Data|All Access/;
const WRITES = /Generic Write|Read\/Write|Write Data|Append Data|All Access/;

function createdFile(act: ProcmonAct): Deed[] {
  const deeds: Deed[] = [];
  const options = act.detail('Options') ?? '';
  const result = act.detail('OpenResult') ?? '';
  const access = act.detail('Desired Access') ?? '';
  const isDirectory = /(?:^|, )Directory\b/.test(options);
  if (NEW_FILES.has(result)) deeds.push(['file/create', act.path]);
  if (!isDirectory && READS.test(access)) deeds.push(['file/read', act.path]);
  if (!isDirectory && (WRITES.test(access) || result === 'Overwritten')) deeds.push(['file/write', act.path]);
  if (options.includes('Delete On Close')) deeds.push(['file/delete', act.path]);
  return deeds;
}

/** `TCP Connect`, `UDP Send` ... The path is `local:port -> remote:port`. */
function traffic({ operation, path }: ProcmonAct): readonly Deed[] {
  const at = path.lastIndexOf(ENDPOINTS);
  if (at < 0) return [];
  if (operation === 'TCP Connect' || operation === 'UDP Send') {
    return [['network/connect', path.slice(at + ENDPOINTS.length)]];
  }
  return operation === 'TCP Accept' ? [['network/listen', path.slice(0, at)]] : [];
}
