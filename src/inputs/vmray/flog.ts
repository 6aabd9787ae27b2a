// logs/flog.xml of a VMRay archive, streamed: processes, threads and calls in the order of time. Only direct children of the
// root count. Spec: log_version 2; a call's parameters are `in`/`out` > `param` > `deref`.

import type { XmlHandler, XmlTag } from '../../bytes/xml-stream.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';

/** A value that a pointer points to; structures and binary data have none. */
interface FlogTarget {
  readonly type: string;
  readonly value: string | undefined;
}

export interface FlogParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string | undefined;
  /** What it points to, where VMRay looked. */
  target: FlogTarget | undefined;
}

/** A call. Texts may be slices of a larger text. */
export interface FlogCall {
  /** Number of the call in the log, from 0. */
  readonly ordinal: number;
  readonly id: string | undefined;
  readonly process: string | undefined;
  readonly thread: string | undefined;
  readonly name: string;
  /** Milliseconds since the start. */
  readonly time: string | undefined;
  readonly inputs: FlogParameter[];
  /** Empty unless asked for. */
  readonly outputs: FlogParameter[];
}

export interface FlogListener {
  /** Which calls are wanted with their parameters, and whether with outputs. */
  wants(ordinal: number): 'nothing' | 'inputs' | 'all';
  /** A wanted call, complete. */
  call(call: FlogCall): void;
  /** Attributes of the root, once. */
  root?(tag: XmlTag): void;
  /** A `monitor_process` or `monitor_thread`. */
  monitor?(kind: 'process' | 'thread', tag: XmlTag): void;
  /** A call has more parameters than LIMITS allow; the rest is left out. Told for each of them. */
  overflow?(): void;
}

/** The version of flog.xml that is understood. */
const LOG_VERSION = '2';

/** Translates elements to records. Throws `input-corrupt` for another document, `report-unsupported-version` for another version. */
export class FlogReader implements XmlHandler {
  /** Calls in the log so far. */
  calls = 0;
  readonly #listener: FlogListener;
  #wanted: 'nothing' | 'inputs' | 'all' = 'nothing';
  #call: FlogCall | undefined;
  #list: FlogParameter[] | undefined;
  #parameter: FlogParameter | undefined;

  constructor(listener: FlogListener) {
    this.#listener = listener;
  }

  open(tag: XmlTag): void {
    switch (tag.depth) {
      case 1:
        this.#openRoot(tag);
        break;
      case 2:
        if (tag.name === 'fncall') this.#openCall(tag);
        else if (tag.name === 'monitor_process') this.#listener.monitor?.('process', tag);
        else if (tag.name === 'monitor_thread') this.#listener.monitor?.('thread', tag);
        break;
      case 3:
        if (tag.name === 'in') this.#list = this.#call?.inputs;
        else if (tag.name === 'out' && this.#wanted === 'all') this.#list = this.#call?.outputs;
        break;
      case 4:
        if (this.#list !== undefined && tag.name === 'param') this.#openParameter(this.#list, tag);
        break;
      case 5:
        if (this.#parameter !== undefined && tag.name === 'deref') {
          this.#parameter.target ??= { type: tag.attribute('type') ?? '', value: tag.attribute('value') };
        }
        break;
    }
  }

  close(_name: string, depth: number): void {
    if (depth === 4) this.#parameter = undefined;
    else if (depth === 3) this.#list = undefined;
    else if (depth === 2 && this.#call !== undefined) {
      this.#listener.call(this.#call);
      this.#call = undefined;
    }
  }

  #openRoot(tag: XmlTag): void {
    if (tag.name !== 'analysis') {
      throw new CapaxError(
        'input-corrupt',
        `The function log is not one of VMRay: its root is <${tag.name.slice(0, 100)}>.`,
        {
          hint: 'Export the analysis archive again; logs/flog.xml must be the function log.',
        },
      );
    }
    const version = tag.attribute('log_version') ?? '';
    if (version !== LOG_VERSION) {
      throw new CapaxError(
        'report-unsupported-version',
        `The function log has version "${version.slice(0, 100)}", not 2.`,
        {
          hint: 'Export the analysis archive from a current VMRay; version 2 of flog.xml is understood.',
        },
      );
    }
    this.#listener.root?.(tag);
  }

  #openParameter(list: FlogParameter[], tag: XmlTag): void {
    if (list.length >= LIMITS.callParameters) {
      this.#listener.overflow?.();
      return;
    }
    this.#parameter = {
      name: tag.attribute('name') ?? '',
      type: tag.attribute('type') ?? '',
      value: tag.attribute('value'),
      target: undefined,
    };
    list.push(this.#parameter);
  }

  #openCall(tag: XmlTag): void {
    const ordinal = this.calls++;
    this.#wanted = this.#listener.wants(ordinal);
    if (this.#wanted === 'nothing') return;
    this.#call = {
      ordinal,
      id: tag.attribute('fncall_id'),
      process: tag.attribute('process_id'),
      thread: tag.attribute('thread_id'),
      name: (tag.attribute('name') ?? '').replace(/^sys_/, ''),
      time: tag.attribute('ts'),
      inputs: [],
      outputs: [],
    };
  }
}
