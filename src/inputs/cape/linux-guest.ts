// Calls that CAPE recorded in a Linux guest. Its analyzer writes what strace writes, without making texts of it: they stand in their
// quotes, descriptors are explained in parentheses, and names are those of system calls.

import type { Semantics } from '../../semantics.ts';
import type { CallEmitter } from '../shared/calls/call-emitter.ts';
import type { TextSpellings } from '../shared/calls/spellings.ts';
import { qualifySystemCall, systemCallNames } from '../shared/linux-call-names.ts';
import { ArgumentReader } from '../shared/tracer/argument-features.ts';

/** `3 (/etc/crontab)`, which strace writes as `3</etc/crontab>`. */
const DESCRIPTOR = /^(\d{1,10}) \((.*)\)$/s;
/** How system calls are named, which no function of Windows is but a few of its sockets. */
const SYSTEM_CALL = /^[a-z_][a-z0-9_]*$/;

export class LinuxGuest {
  readonly #arguments: TextSpellings;
  readonly #names: TextSpellings;
  /** Arguments of the current call as they were written. */
  #written: string[] = [];

  constructor(emitter: CallEmitter, semantics: Semantics) {
    const reader = new ArgumentReader(false, semantics);
    this.#arguments = emitter.textSpellings((text) => reader.features(text.replace(DESCRIPTOR, '$1<$2>')));
    this.#names = emitter.textSpellings((qualified) =>
      systemCallNames(qualified).map((value) => ({ type: 'api', value })),
    );
  }

  /** Whether a call of this name that has no thread was recorded in such a guest, where the report has not said which it was. */
  static isLikely(name: string): boolean {
    return SYSTEM_CALL.test(name);
  }

  /** Begins the arguments of a call. */
  begin(): void {
    this.#written = [];
  }

  /** Entry of an argument's features. */
  argument(text: string): number {
    this.#written.push(text);
    return this.#arguments.entry(text);
  }

  /** Entry of the names of the call whose arguments were read. */
  name(text: string): number {
    return this.#names.entry(qualifySystemCall(text, this.#written));
  }
}
