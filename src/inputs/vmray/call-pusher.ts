// Calls of the function log -> the sink, with dense numbers for who makes them.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { TraceSink } from '../../features/trace.ts';
import { LIMITS } from '../../limits.ts';
import type { Semantics } from '../../semantics.ts';
import { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { TextSpellings } from '../shared/calls/spellings.ts';
import { integerFeatures, nameFeatures, roleOf, stringFeatures } from './call-features.ts';
import { parseVmrayId } from './integer.ts';
import type { FlogCall, FlogParameter } from './records.ts';
import type { Complain } from './summary.ts';

/** The output that is what the call returned. */
const RETURNED = 'ret_val';

/** A process that makes calls. */
export interface Caller {
  /** Its dense number. */
  readonly number: number;
  /** Dense numbers of its threads by their monitor ids, in the order of their first calls. */
  readonly threads: IntegerMap<number>;
}

export class CallPusher {
  /** By the monitor id of the process, in the order of their first calls. */
  readonly callers: IntegerMap<Caller> = new IntegerMap();
  readonly #emitter: CallEmitter;
  readonly #values: Readonly<Record<'number' | 'text', TextSpellings>>;
  readonly #names: TextSpellings;
  readonly #semantics: Semantics;
  readonly #complain: Complain;
  /** Calls of each thread, by its number. */
  readonly #counts: number[] = [];
  readonly #chain = [0];

  constructor(sink: TraceSink, semantics: Semantics, complain: Complain) {
    this.#emitter = new CallEmitter(sink, 'first to last');
    this.#values = {
      number: this.#emitter.textSpellings((text) => integerFeatures(text, semantics)),
      text: this.#emitter.textSpellings((text) => stringFeatures(text, semantics)),
    };
    this.#names = this.#emitter.textSpellings(nameFeatures);
    this.#semantics = semantics;
    this.#complain = complain;
  }

  push(call: FlogCall): void {
    const id = parseVmrayId(call.id);
    const process = parseVmrayId(call.process);
    const thread = parseVmrayId(call.thread);
    if (id === undefined || process === undefined || thread === undefined) {
      this.#complain('vmray-call-malformed', 'a call has no usable fncall_id, process_id or thread_id');
      return;
    }
    const known = this.callers.get(process)?.threads.get(thread);
    if (known === undefined && this.#counts.length >= LIMITS.traceThreads) {
      this.#complain('vmray-too-many-threads', `calls of more than ${LIMITS.traceThreads} threads are left out`);
      return;
    }
    const caller = this.#enterProcess(process);
    const number = known ?? this.#enterThread(caller, thread);
    this.#counts[number] = (this.#counts[number] as number) + 1;
    this.#emitter.begin();
    for (const parameter of call.inputs) this.#addParameter(parameter);
    for (const parameter of call.outputs) this.#addOutput(parameter);
    const name = this.#names.entry(call.name);
    const time = /^\d{1,12}$/.test(call.time ?? '') ? Number(call.time) : undefined;
    this.#emitter.end(caller.number, number, id, call.ordinal, name, 1, this.#callers(call.from), time);
  }

  /** The place of the call as a chain; undefined where it is unknown. */
  #callers(from: string | undefined): readonly number[] | undefined {
    const address = from === undefined ? undefined : parseVmrayId(from);
    if (!address) return undefined;
    this.#chain[0] = address;
    return this.#chain;
  }

  #addParameter(parameter: FlogParameter): void {
    const found = roleOf(parameter);
    if (found !== undefined) {
      const [role, text] = found;
      const entry = this.#values[role === 'text' ? 'text' : 'number'].entry(text);
      if (role === 'number' && this.#emitter.isEmpty(entry)) {
        this.#complain('vmray-number-malformed', `a parameter of type ${parameter.type} is not an integer`);
      }
      this.#emitter.argument(entry);
      this.#emitter.details?.add(parameter.name, entry);
    } else if (this.#emitter.details !== undefined) {
      const entry = this.#detailEntry(parameter);
      if (entry !== undefined) this.#emitter.details.add(parameter.name, entry);
    }
    if (parameter.texts === undefined || !this.#semantics['vmray-inner-text']) return;
    for (const text of parameter.texts) {
      const entry = this.#values.text.entry(text);
      this.#emitter.argument(entry);
      this.#emitter.details?.add(parameter.name, entry);
    }
  }

  /** What comes out of a call is what it returned, or an argument that it has filled in. */
  #addOutput(parameter: FlogParameter): void {
    const { details } = this.#emitter;
    const entry = this.#detailEntry(parameter);
    if (entry === undefined) return;
    if (parameter.name === RETURNED) details?.returns(entry);
    else details?.add(parameter.name, entry);
  }

  /** The entry of a value that rules may ask for by name: pointers are numbers too. */
  #detailEntry(parameter: FlogParameter): number | undefined {
    const [role, text] = roleOf(parameter) ?? ['number', parameter.target?.value ?? parameter.value];
    return text === undefined ? undefined : this.#values[role === 'text' ? 'text' : 'number'].entry(text);
  }

  #enterProcess(process: number): Caller {
    let caller = this.callers.get(process);
    if (caller === undefined) {
      caller = { number: this.callers.size, threads: new IntegerMap() };
      this.callers.set(process, caller);
    }
    return caller;
  }

  #enterThread({ threads }: Caller, thread: number): number {
    const number = this.#counts.push(0) - 1;
    threads.set(thread, number);
    return number;
  }

  countOf(number: number): number {
    return this.#counts[number] ?? 0;
  }

  /** Whether it is looked at where calls come from. */
  get wantsCallers(): boolean {
    return this.#emitter.wantsCallers;
  }

  get calls(): number {
    return this.#emitter.calls;
  }
}
