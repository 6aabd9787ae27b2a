// Handles of Windows in recorded calls: which calls give them, and which arguments are some. A handle of a kind that is used was given by
// the last call before that gave one of this kind and value, so calls that close handles need not be known.

import type { CallArgument, CallParts } from './call.ts';

export type HandleKind = 'process' | 'thread' | 'file' | 'key';

/** A handle that a call gives: the arguments that may hold it, and those that say what it stands for, in the spelling of `plainName`. */
interface Gift {
  readonly kind: HandleKind;
  readonly holders: readonly string[];
  readonly names: readonly string[];
}

const RESULT = 'retval';
const PROCESS: Gift = {
  kind: 'process',
  holders: ['processhandle', RESULT],
  names: ['processidentifier', 'processid', 'dwprocessid'],
};
const THREAD: Gift = {
  kind: 'thread',
  holders: ['threadhandle', RESULT],
  names: ['threadidentifier', 'threadid', 'dwthreadid'],
};
/** Of a process that is created with its first thread; the result is no handle. */
const CREATED: readonly Gift[] = [
  { ...PROCESS, holders: ['processhandle'] },
  { ...THREAD, holders: ['threadhandle'] },
];
const FILE: Gift = {
  kind: 'file',
  holders: ['filehandle', 'namedpipehandle', RESULT],
  names: ['filename', 'filepath', 'pipename', 'lpfilename', 'objectattributes'],
};
const KEY: Gift = {
  kind: 'key',
  holders: ['keyhandle', 'handle', 'phkresult', 'hkresult'],
  names: ['fullname', 'regkey', 'objectattributes', 'objectattributesname', 'lpsubkey', 'subkey'],
};

/** By name of the call without the letter of its character set. */
const GIFTS: ReadonlyMap<string, readonly Gift[]> = new Map([
  ...['NtOpenProcess', 'OpenProcess', 'NtCreateProcess', 'NtCreateProcessEx'].map((api) => [api, [PROCESS]] as const),
  ...['NtCreateUserProcess', 'CreateProcessInternal', 'CreateProcess', 'CreateProcessAsUser'].map(
    (api) => [api, CREATED] as const,
  ),
  ...['NtCreateThread', 'NtCreateThreadEx', 'NtOpenThread', 'OpenThread', 'CreateThread', 'CreateRemoteThread'].map(
    (api) => [api, [THREAD]] as const,
  ),
  ...['NtCreateFile', 'NtOpenFile', 'CreateFile', 'NtCreateNamedPipeFile'].map((api) => [api, [FILE]] as const),
  ...['NtCreateKey', 'NtOpenKey', 'NtOpenKeyEx', 'RegCreateKeyEx', 'RegOpenKeyEx', 'RegCreateKey', 'RegOpenKey'].map(
    (api) => [api, [KEY]] as const,
  ),
]);

/** Arguments that are handles, by `plainName`. */
const KINDS: ReadonlyMap<string, HandleKind> = new Map([
  ...['processhandle', 'hprocess', 'sourceprocesshandle', 'targetprocesshandle', 'parenthandle'].map(
    (name) => [name, 'process'] as const,
  ),
  ...['threadhandle', 'hthread'].map((name) => [name, 'thread'] as const),
  ...['filehandle', 'hfile'].map((name) => [name, 'file'] as const),
  ...['keyhandle', 'hkey', 'registry'].map((name) => [name, 'key'] as const),
]);
const IDS: ReadonlyMap<string, 'process' | 'thread'> = new Map([
  ...PROCESS.names.map((name) => [name, 'process'] as const),
  ...THREAD.names.map((name) => [name, 'thread'] as const),
]);

const REGISTRY_ROOTS = [
  'HKEY_CLASSES_ROOT',
  'HKEY_CURRENT_USER',
  'HKEY_LOCAL_MACHINE',
  'HKEY_USERS',
  'HKEY_PERFORMANCE_DATA',
  'HKEY_CURRENT_CONFIG',
];
const FIRST_ROOT = 0x80000000n;
const LOW = 0xffffffffn;

/** `ProcessHandle`, `process_handle` -> `processhandle`. */
function plainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function withoutCharset(api: string): string {
  return /[a-z][AW]$/.test(api) ? api.slice(0, -1) : api;
}

/** Whether a call of this name gives handles. */
export function givesHandles(api: string): boolean {
  return GIFTS.has(withoutCharset(api));
}

/** The number that a value is; undefined for other values. */
function numberOf(value: string): bigint | undefined {
  return /^(?:0x[\da-f]{1,16}|\d{1,19})$/i.test(value) ? BigInt(value) : undefined;
}

/** Handles have 32 bits that matter, whatever the sandbox extends them to. */
function handleOf(value: string): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : Number(number & LOW);
}

/** What a handle was given for, or the id of the process or thread. */
export interface GivenHandle {
  readonly kind: HandleKind;
  readonly handle: number;
  readonly target: string;
}

/** Outputs that are written behind the arrow: `phkResult: 0xa0, ret_val: 0x0`; of others the result alone. */
function outputsOf({ result = '', assign }: CallParts): Map<string, string> {
  if (assign !== ': ') return new Map([[RESULT, result]]);
  return new Map(
    Array.from(result.matchAll(/(\w+): (0x[\da-f]+|\d+)(?=, |$)/g), (m) => [plainName(m[1] ?? ''), m[2] ?? '']),
  );
}

/** False where the result says that the call failed. */
function hasSucceeded(api: string, result: string | undefined): boolean {
  if (result === undefined || result === '') return true;
  const number = numberOf(result);
  if (number === undefined) return false;
  if (api.startsWith('Nt')) return (number & LOW) < FIRST_ROOT;
  return api.startsWith('Reg') ? number === 0n : number !== 0n;
}

/** The handles that a call has given. */
export function handlesGivenBy(call: CallParts): GivenHandle[] {
  const gifts = GIFTS.get(withoutCharset(call.api)) ?? [];
  const outputs = outputsOf(call);
  if (!hasSucceeded(call.api, outputs.get(RESULT))) return [];
  const values = new Map(call.args?.map(({ name = '', value }) => [plainName(name), value]));
  for (const [name, value] of outputs) values.set(name, value);
  return gifts.flatMap(({ kind, holders, names }): GivenHandle[] => {
    const holder = holders.find((name) => values.has(name));
    const handle = holder === undefined ? undefined : handleOf(values.get(holder) as string);
    const target = names.map((name) => values.get(name) ?? '').find((text) => text !== '' && text !== '""');
    if (handle === undefined || handle === 0 || target === undefined) return [];
    const isId = kind === 'process' || kind === 'thread';
    // A number in the place of a name is a pointer to it.
    if (isId !== (numberOf(target) !== undefined)) return [];
    return [{ kind, handle, target: target.replace(/^"(.*)"$/s, '$1') }];
  });
}

/** What an argument refers to. */
export type Reference =
  | { readonly kind: HandleKind; readonly handle: number }
  /** A process or thread by its id; `low` is that of which a sandbox has recorded too many bits. */
  | { readonly kind: 'process id' | 'thread id'; readonly id: bigint; readonly low: number };

interface NamedReference {
  readonly id: 'process' | 'thread' | undefined;
  readonly kind: HandleKind | undefined;
  /** Whether the calls of the registry have a key there. */
  readonly isKey: boolean;
}

const known = new Map<string, NamedReference | undefined>();
/** Names come from reports, so there is no end to them. */
const MAX_KNOWN = 4096;

/** What arguments of this name refer to. */
function namedReference(name: string): NamedReference | undefined {
  if (known.has(name)) return known.get(name);
  const plain = plainName(name);
  const [id, kind, isKey] = [IDS.get(plain), KINDS.get(plain), plain === 'handle'];
  const reference = id === undefined && kind === undefined && !isKey ? undefined : { id, kind, isKey };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, reference);
  return reference;
}

/** What an argument of a call refers to; undefined for most. */
export function referenceOf(api: string, { name, value }: CallArgument): Reference | undefined {
  const named = name === undefined ? undefined : namedReference(name);
  if (named === undefined) return undefined;
  const kind = named.kind ?? (named.isKey && api.startsWith('Reg') ? 'key' : undefined);
  const number = kind === undefined && named.id === undefined ? undefined : numberOf(value);
  if (number === undefined) return undefined;
  const low = Number(number & LOW);
  if (kind !== undefined) return { kind, handle: low };
  return { kind: named.id === 'process' ? 'process id' : 'thread id', id: number, low };
}

/** What handles stand for that nobody gives. */
export function predefinedHandle(kind: HandleKind, handle: number): string | undefined {
  if (kind === 'process') return handle === 0xffffffff ? 'this process' : undefined;
  if (kind === 'thread') return handle === 0xfffffffe ? 'this thread' : undefined;
  return kind === 'key' ? REGISTRY_ROOTS[handle - Number(FIRST_ROOT)] : undefined;
}
