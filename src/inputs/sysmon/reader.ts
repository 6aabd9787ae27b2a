// Events of Sysmon -> facts. A log holds the events of the whole machine, and often those of other providers too, which are counted.

import { copyText } from '../../bytes/copy-text.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { ObservedProcess, RunFacts } from '../shared/facts/run-facts.ts';
import type { SysmonCode } from './codes.ts';
import { deedsOf, type SysmonEvent } from './event.ts';

const PROCESS_CREATE = 1;
/** Events whose process has other names of data: one that acts on another. */
const WITH_SOURCE: ReadonlySet<number> = new Set([8, 10]);
const SYSMON = /Sysmon/;

/** Where in an event a process stands. */
interface ProcessNames {
  readonly keys: readonly string[];
  readonly pid: string;
  readonly image: string;
  readonly commandLine: string;
}

const OWN: ProcessNames = { keys: ['ProcessGuid'], pid: 'ProcessId', image: 'Image', commandLine: 'CommandLine' };
const PARENT: ProcessNames = {
  keys: ['ParentProcessGuid'],
  pid: 'ParentProcessId',
  image: 'ParentImage',
  commandLine: 'ParentCommandLine',
};
const SOURCE: ProcessNames = {
  keys: ['SourceProcessGUID', 'SourceProcessGuid'],
  pid: 'SourceProcessId',
  image: 'SourceImage',
  commandLine: '',
};

export class SysmonReader {
  readonly facts: RunFacts;
  /** Events of Sysmon. */
  events = 0;
  readonly #diagnostics: Diagnostics<SysmonCode>;

  constructor(facts: RunFacts, diagnostics: Diagnostics<SysmonCode>) {
    this.facts = facts;
    this.#diagnostics = diagnostics;
  }

  /** Takes the next event; `provider` is who recorded it, `where` its place for messages. */
  add(provider: string, event: SysmonEvent, where: string): void {
    if (!SYSMON.test(provider)) {
      this.#diagnostics.add(
        'note',
        'sysmon-foreign-event',
        'an event of another provider than Sysmon is not used',
        where,
      );
      return;
    }
    this.events++;
    if (this.facts.globals.length === 0) {
      this.facts.globals = [{ type: 'os', value: provider.startsWith('Linux') ? 'linux' : 'windows' }];
    }
    if (event.id === PROCESS_CREATE) this.#addStart(event, where);
    else {
      const process = this.#processOf(event, WITH_SOURCE.has(event.id) ? SOURCE : OWN, where);
      for (const { kind, object, isVictim } of deedsOf(event)) {
        const by = isVictim === true ? undefined : process;
        if (kind === undefined) this.facts.addText(copyText(object), by);
        else this.facts.addBehavior(kind, copyText(object), by);
      }
    }
  }

  #addStart(event: SysmonEvent, where: string): void {
    const parent = this.#processOf(event, PARENT, where);
    const commandLine = copyText(event.data('CommandLine') ?? event.data('Image') ?? '');
    this.facts.addBehavior('process/create', commandLine, parent);
    this.facts.addText(commandLine, this.#processOf(event, OWN, where, parent));
  }

  /** A process of the event, put in if it is new; undefined if the event says none. */
  #processOf(
    event: SysmonEvent,
    names: ProcessNames,
    where: string,
    parent?: ObservedProcess,
  ): ObservedProcess | undefined {
    const pid = toPid(event.data(names.pid));
    const image = event.data(names.image);
    if (pid === undefined) {
      if (event.data(names.pid) !== undefined) {
        this.facts.skipRecord('process-malformed', 'an event has no usable process id', where);
      }
      return undefined;
    }
    const guid = names.keys.map((name) => event.data(name)).find((value) => value !== undefined);
    const key = (guid ?? `${pid} ${image ?? ''}`).toLowerCase();
    const known = this.facts.processOf(key);
    if (known !== undefined) return known;
    const path = image === undefined ? undefined : copyText(image);
    const commandLine = event.data(names.commandLine);
    return this.facts.addProcess({
      pid,
      ppid: parent?.facts.pid,
      name: path === undefined ? '' : copyText(path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)),
      image: path,
      commandLine: commandLine === undefined ? undefined : copyText(commandLine),
      key: copyText(key),
      parentKey: parent?.facts.key ?? '',
    });
  }
}

/** Ids are decimal, some exports write them in hexadecimal. */
function toPid(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : undefined;
}
