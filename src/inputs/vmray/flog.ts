// logs/flog.xml of a VMRay archive, streamed: processes, threads and calls in the order of time. Only direct children of the
// root count. Spec: log_version 2; a call's parameters are `in`/`out` > `param` > `deref`. What a pointer points to may hold more in
// turn: `deref` > `deref` of a second pointer, `item` of an array, `member` of a structure, in any order and as deep as XML is read.

import type { XmlHandler, XmlTag } from '../../bytes/xml-stream.ts';
import { CapaxError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import { type FlogCall, type FlogListener, type FlogParameter, type FlogProgress, plainName } from './records.ts';

/** The version of flog.xml that is understood. */
const LOG_VERSION = '2';
/** Elements that a parameter consists of. */
const VALUE_ELEMENTS: ReadonlySet<string> = new Set(['deref', 'item', 'member']);

/** Translates elements to records. Throws `input-corrupt` for another document, `report-unsupported-version` for another version. */
export class FlogReader implements XmlHandler, FlogProgress {
  /** Calls in the log so far. */
  calls = 0;
  readonly #listener: FlogListener;
  #wanted: 'nothing' | 'inputs' | 'all' = 'nothing';
  #call: FlogCall | undefined;
  #list: FlogParameter[] | undefined;
  #parameter: FlogParameter | undefined;
  /** Parameters of the call so far, and texts inside of them. */
  #values = 0;

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
        else if (tag.name === 'new_region') this.#listener.region?.('new', tag);
        else if (tag.name === 'remove_region') this.#listener.region?.('removed', tag);
        break;
      case 3:
        if (tag.name === 'in') this.#list = this.#call?.inputs;
        else if (tag.name === 'out' && this.#wanted === 'all') this.#list = this.#call?.outputs;
        break;
      case 4:
        if (this.#list !== undefined && tag.name === 'param') this.#openParameter(this.#list, tag);
        break;
      default:
        if (this.#parameter !== undefined && VALUE_ELEMENTS.has(tag.name)) this.#openValue(this.#parameter, tag);
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
    this.#listener.version?.(tag.attribute('analyzer_version') ?? '');
  }

  #openParameter(list: FlogParameter[], tag: XmlTag): void {
    if (!this.#hasRoom()) return;
    this.#parameter = {
      name: tag.attribute('name') ?? '',
      type: tag.attribute('type') ?? '',
      value: tag.attribute('value'),
      target: undefined,
      texts: undefined,
    };
    list.push(this.#parameter);
  }

  /** What a parameter points to, or something farther in. */
  #openValue(parameter: FlogParameter, tag: XmlTag): void {
    const type = tag.attribute('type') ?? '';
    if (tag.depth === 5 && tag.name === 'deref' && parameter.target === undefined) {
      parameter.target = { type, value: tag.attribute('value') };
    } else if (type === 'str') {
      const text = tag.attribute('value');
      if (text === undefined || text === '' || !this.#hasRoom()) return;
      if (parameter.texts === undefined) parameter.texts = [text];
      else parameter.texts.push(text);
    }
  }

  #hasRoom(): boolean {
    if (this.#values < LIMITS.callParameters) {
      this.#values++;
      return true;
    }
    this.#listener.complain?.('vmray-call-too-long', `a call has more than ${LIMITS.callParameters} parameters`);
    return false;
  }

  #openCall(tag: XmlTag): void {
    const ordinal = this.calls++;
    this.#wanted = this.#listener.wants(ordinal);
    if (this.#wanted === 'nothing') return;
    this.#values = 0;
    this.#call = {
      ordinal,
      id: tag.attribute('fncall_id'),
      process: tag.attribute('process_id'),
      thread: tag.attribute('thread_id'),
      name: plainName(tag.attribute('name') ?? ''),
      time: tag.attribute('ts'),
      ...(this.#listener.region === undefined ? {} : { from: tag.attribute('from') }),
      inputs: [],
      outputs: [],
    };
  }
}
