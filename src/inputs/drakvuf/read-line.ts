// A line that is out of the ordinary -> its records, and what was wrong with it. The reference skips every line that is not one JSON
// object in UTF-8 without lone surrogates, without a word; capax does so with --compat only.

import { TEXT_PROBLEMS } from '../../bytes/json-text.ts';
import type { Line } from '../../bytes/lines.ts';
import type { Semantics } from '../../semantics.ts';
import type { DrakvufCode } from './codes.ts';
import { decodeLine, type FoundRecord, parseObject, RecordFinder } from './find-records.ts';
import { foreignPlugin } from './record.ts';

export interface LineReading {
  readonly records: readonly FoundRecord[];
  /** Plugin of a line that holds one record that need not be read. */
  readonly foreign?: string;
  /** What was repaired in the records. */
  readonly repairs: readonly string[];
  /** What else is wrong: something could not be used. */
  readonly fault?: { readonly code: DrakvufCode; readonly message: string };
  /** The line may go on in the next one. */
  readonly open: boolean;
}

const REPAIRS: readonly (readonly [number, string])[] = [
  [TEXT_PROBLEMS.badUtf8, 'a text is not valid UTF-8; the bad bytes were replaced'],
  [TEXT_PROBLEMS.loneSurrogate, 'a text holds half of a surrogate pair; it was replaced'],
  [TEXT_PROBLEMS.badEscape, 'a text holds an escape that JSON does not have; it was kept as it is'],
  [TEXT_PROBLEMS.control, 'a text holds raw control characters; they were kept'],
];
const NOTHING = { records: [], repairs: [], open: false } as const;

export class LineReader {
  readonly #finder = new RecordFinder();
  readonly #semantics: Semantics;

  constructor(semantics: Semantics) {
    this.#semantics = semantics;
  }

  /** Whether what is whole in damaged lines is found, too. */
  get #tolerant(): boolean {
    return this.#semantics['drakvuf-damaged-lines'];
  }

  /** Reads a line. */
  read(line: Line): LineReading {
    const { bytes, at, complete, tooLong } = line;
    if (tooLong) return { ...NOTHING, fault: { code: 'drakvuf-line-malformed', message: 'a line is too long' } };
    if (bytes.length === 0) return NOTHING;
    const text = decodeLine(bytes, at);
    const foreign = text === undefined ? undefined : foreignPlugin(text, this.#semantics);
    if (foreign !== undefined) return { ...NOTHING, foreign };
    const entry = text === undefined ? undefined : parseObject(text);
    if (entry !== undefined) return { ...NOTHING, records: [{ entry, at: 0 }] };
    const { records, problems, broken, open } = this.#tolerant
      ? this.#finder.find(bytes)
      : { records: [], problems: 0, broken: true, open: false };
    const repairs = REPAIRS.filter(([bit]) => (problems & bit) !== 0).map(([, message]) => message);
    const fault = !broken
      ? undefined
      : !complete && (open || records.length === 0)
        ? ({ code: 'drakvuf-truncated', message: 'the log ends in the middle of a line' } as const)
        : records.length === 0
          ? ({ code: 'drakvuf-line-malformed', message: 'a line holds no whole record' } as const)
          : ({ code: 'drakvuf-line-damaged', message: 'a part of a line is no record; the others were read' } as const);
    return { records, repairs, open, ...(fault === undefined ? {} : { fault }) };
  }

  /** The record that begins a line, which may be followed by others; or why there is none. */
  readFirst(line: Line): LineReading {
    const entry = this.#parseWhole(line);
    if (entry !== undefined) return { ...NOTHING, records: [{ entry, at: 0 }] };
    if (!this.#tolerant) return NOTHING;
    const { records, open } = this.#finder.find(line.bytes, 1);
    return { ...NOTHING, records: records.filter(({ at }) => at === 0), open };
  }

  #parseWhole({ bytes, at }: Line): FoundRecord['entry'] | undefined {
    const text = decodeLine(bytes, at);
    return text === undefined ? undefined : parseObject(text);
  }
}
