// A call and its arguments -> what was done, and to what. Which calls do what is data: features/behavior-calls.ts.

import { IntegerMap } from '../../../bytes/integer-map.ts';
import type { CallDeeds, Condition, Deed, Gift, ObjectSource } from '../../../features/behavior-calls.ts';
import { canonicalKey, canonicalObject } from '../../../features/behavior-objects.ts';
import type { BehaviorKind } from '../../../features/behaviors.ts';
import { type CallArguments, lowOf } from './call-arguments.ts';
import { KnownHandles } from './known-handles.ts';

/** What was done. */
export interface SeenDeed {
  readonly kind: BehaviorKind;
  readonly object: string;
}

const ALL = 0xffff_ffff;
const NONE: readonly SeenDeed[] = [];
/** Handles of a process and a thread that stand for the caller's own. */
const SELF = [0xffff_ffff, 0];
const ABSOLUTE_KEY = /^(?:HKEY_|\\REGISTRY\\|HK(?:LM|CU|CR|U|CC)(?:\\|$))/i;
const WHOLE_PATH = /^(?:\\|\/|[a-z]:\\)/i;
/** Another object of the caller's machine; not a host. Of one that has a path, strace's texts are the path alone. */
const LOCAL_SOCKET = /^\{?\s*sa_family=AF_(?:UNIX|LOCAL|NETLINK|UNSPEC)\b/;
const SOCKET_HOST = /(?:inet_addr\(|inet_pton\(AF_INET6?, )"([^"]{1,64})"/;
const SOCKET_PORT = /htons\((\d{1,5})\)/;
/** Behaviours that are about a name: without one, or where it was not recorded, there is nothing to say. */
const NAMED: ReadonlySet<BehaviorKind> = new Set(['mutex/create', 'pipe/create']);
/** Processes whose names are kept. */
const MAX_PROCESSES = 200_000;

export class DeedReader {
  readonly handles: KnownHandles = new KnownHandles();
  /** What the processes that were seen to start are called, by their ids. */
  readonly #started = new IntegerMap<string>();

  /** What a call of `process` did. Handles that it gave are known from then on. */
  read({ deeds, gifts }: CallDeeds, args: CallArguments, process: number): readonly SeenDeed[] {
    if (args.hasFailed) return NONE;
    let seen: SeenDeed[] | undefined;
    for (const deed of deeds) {
      if (!(deed.when ?? []).every((condition) => holds(condition, args))) continue;
      const object = this.#objectOf(deed, args, process);
      if (object === undefined) continue;
      seen ??= [];
      seen.push({ kind: deed.kind, object: canonicalObject(deed.kind, object) });
    }
    for (const gift of gifts) this.#take(gift, args, process);
    return seen ?? NONE;
  }

  #take({ kind, holders, object }: Gift, args: CallArguments, process: number): void {
    const holder = holders.find((name) => args.low(name) !== undefined);
    const handle = holder === undefined ? lowOf(args.result) : args.low(holder);
    if (handle === undefined || handle === 0 || handle === 0xffff_ffff) return;
    const pid = kind === 'process' ? args.low('ProcessId') : undefined;
    // The handle of a process that is opened is new; whatever it stood for before is over.
    const name = object.from === 'process' ? this.#nameOf(pid) : this.#resolve(object, args, process);
    if (name === undefined || name === '') return;
    this.handles.give(process, kind, handle, name);
    if (kind === 'process') this.handles.forget(process, 'newborn', handle);
    if (pid !== undefined && object.from !== 'process' && this.#started.size < MAX_PROCESSES)
      this.#started.set(pid, name);
  }

  /** The object of a behaviour; undefined where it turns out that there was none. */
  #objectOf({ kind, object }: Deed, args: CallArguments, process: number): string | undefined {
    if (kind === 'process/inject' && this.#known(args, process, 'newborn', 'ProcessHandle')) return undefined;
    const found = this.#resolve(object, args, process);
    if (found !== undefined || NAMED.has(kind)) return found;
    // A socket of the machine itself is no network; what a program does to itself is neither an injection nor the end of another.
    return object.from === 'text' || object.from === 'command' || kind === 'memory/allocate-executable'
      ? ''
      : undefined;
  }

  #resolve(source: ObjectSource, args: CallArguments, process: number): string | undefined {
    switch (source.from) {
      case 'text':
        return args.text(...source.names);
      case 'path':
        return args.text(...source.names) ?? this.#known(args, process, 'file', 'FileHandle') ?? namedHandle(args);
      case 'key':
        return this.#keyOf(source.isValue, args, process);
      case 'command':
        return commandOf(args);
      case 'host':
        return hostOf(args);
      case 'url':
        return this.#urlOf(args, process);
      case 'process':
        return this.#otherProcess(args, process);
      case 'service':
        return args.text('ServiceName', 'Name') ?? this.#known(args, process, 'service', 'ServiceHandle') ?? '';
    }
  }

  #known(args: CallArguments, process: number, kind: Gift['kind'], name: string): string | undefined {
    const handle = args.low(name);
    return handle === undefined ? undefined : this.handles.find(process, kind, handle);
  }

  #keyOf(isValue: boolean, args: CallArguments, process: number): string {
    const value = isValue ? (args.text('ValueName') ?? '') : '';
    const name = args.text('KeyName') ?? '';
    const sub = args.text('SubKey') ?? '';
    if (ABSOLUTE_KEY.test(name)) {
      const isWhole = value === '' || name.toLowerCase().endsWith(`\\${value.toLowerCase()}`);
      return isWhole ? name : `${name}\\${value}`;
    }
    const above = args.low('KeyHandle') === undefined ? 'Handle' : 'KeyHandle';
    const written = args.text('KeyHandle', 'Handle') ?? '';
    const root = ABSOLUTE_KEY.test(written) ? written : (this.#known(args, process, 'key', above) ?? '');
    return [canonicalKey(root), name, sub, value].filter((part) => part !== '').join('\\');
  }

  #urlOf(args: CallArguments, process: number): string {
    const url = args.text('Url');
    if (url !== undefined) return url;
    const host = this.#known(args, process, 'connection', 'InternetHandle') ?? '';
    const path = args.text('ObjectName', 'FileName') ?? '';
    return `${host}${path.startsWith('/') || path === '' || host === '' ? '' : '/'}${path}`;
  }

  #otherProcess(args: CallArguments, process: number): string | undefined {
    const handle = args.low('ProcessHandle');
    if (handle !== undefined && SELF.includes(handle)) return undefined;
    const known = handle === undefined ? undefined : this.handles.find(process, 'process', handle);
    if (known !== undefined) return known;
    return this.#nameOf(args.low('ProcessId')) ?? (handle === undefined ? undefined : '');
  }

  #nameOf(pid: number | undefined): string | undefined {
    return pid === undefined ? undefined : (this.#started.get(pid) ?? `pid ${pid}`);
  }
}

/** Some recorders write the path that a handle was opened for in its place. */
function namedHandle(args: CallArguments): string {
  const text = args.text('FileHandle') ?? '';
  return WHOLE_PATH.test(text) ? text : '';
}

/** The shell is given a program and its parameters, Linux a path and a list that begins with the program's name. */
function commandOf(args: CallArguments): string | undefined {
  const line = args.text('CommandLine');
  if (line !== undefined) return line;
  const program = args.text('ApplicationName', 'FileName') ?? args.list[0];
  const parts = [program, ...args.list.slice(1), args.text('Parameters')?.trim()];
  const command = parts.filter((part) => part !== undefined).join(' ');
  return command === '' ? undefined : command;
}

function hostOf(args: CallArguments): string | undefined {
  const written = args.text('HostName') ?? '';
  if (LOCAL_SOCKET.test(written) || written.startsWith('/')) return undefined;
  const host = SOCKET_HOST.exec(written)?.[1] ?? (written.startsWith('{') ? '' : written);
  const port = SOCKET_PORT.exec(written)?.[1] ?? args.low('Port');
  if (host === '' || port === undefined || port === 0) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function holds(condition: Condition, args: CallArguments): boolean {
  const { argument } = condition;
  if (!args.has(argument)) return condition.isNeeded !== true;
  const low = args.low(argument);
  const text = args.text(argument) ?? '';
  if ('equals' in condition) {
    const { equals, mask = ALL, unless } = condition;
    return low === undefined ? unless !== undefined && !unless.test(text) : equals.includes((low & mask) >>> 0);
  }
  if (low === undefined) return condition.words?.test(text) === true;
  return (low & condition.bits) !== 0;
}
