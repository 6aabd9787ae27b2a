// A call and the arguments that stand behind its line. Reading and showing calls go the same way here, so that both see the same.

import { copyText } from '../../bytes/copy-text.ts';
import type { TagCall } from './tag-calls.ts';
import type { TagLine } from './tag-line.ts';

/** Arguments of one call, which the tracer writes at most 11 of, and their text, in UTF-16 units. */
const MOST_ARGUMENTS = 64;
const MOST_TEXT = 1 << 22;

/** What a line is to the call before it. */
type Part = 'its own' | 'another' | 'nothing of it' | 'too much';

export class PendingCall {
  /** The call whose arguments may follow. */
  call: TagCall | undefined;
  /** Whether arguments with the name of another function began it. */
  isApart = false;
  #text = 0;
  /** Whether its name has stood before arguments, so that the next such name begins another call. */
  #isNamed = false;

  /** Takes the line. `another`: the call before, if any, is complete, and `call` is another or undefined. */
  take(line: TagLine, at: number): Part {
    switch (line.kind) {
      case 'call':
      case 'syscall': {
        const name = line.kind === 'syscall' && line.name === '' ? line.number : line.name;
        this.#begin(at, name, line.kind === 'syscall', line.place);
        return 'another';
      }
      case 'argumentsOf':
        if (!this.#isNamed && this.call !== undefined && isSameFunction(this.call, line.name)) {
          this.#isNamed = true;
          return 'its own';
        }
        this.#begin(at, line.name, line.name.startsWith('SYSCALL'), undefined);
        this.#isNamed = true;
        this.isApart = true;
        return 'another';
      case 'argument':
        return this.#addArgument(line.value);
      case 'note':
      case 'empty':
        return 'its own';
      default:
        this.call = undefined;
        return 'nothing of it';
    }
  }

  #begin(at: number, name: string, isSystemCall: boolean, place: TagCall['place']): void {
    this.call = name === '' ? undefined : { at, name: copyText(name), isSystemCall, place, args: [] };
    this.isApart = false;
    this.#isNamed = false;
    this.#text = 0;
  }

  #addArgument(value: string): Part {
    if (this.call === undefined) return 'nothing of it';
    this.#text += value.length;
    if (this.call.args.length === MOST_ARGUMENTS || this.#text > MOST_TEXT) return 'too much';
    this.call.args.push(copyText(value));
    return 'its own';
  }
}

/** The tracer names a system call by its number or its name, with either beginning. */
function isSameFunction({ name, isSystemCall }: TagCall, other: string): boolean {
  if (name === other) return true;
  return isSystemCall && (other.startsWith('SYSCALL:') || name.replace(/^Zw/, 'Nt') === other.replace(/^Zw/, 'Nt'));
}
