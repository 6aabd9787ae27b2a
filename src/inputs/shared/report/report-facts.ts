// Single facts of a JSON report, which stand anywhere in it: kept as they come, asked for when all was read.

import type { JsonValue } from '../../../bytes/exact-json.ts';
import type { JsonInterest } from '../../../bytes/json-stream.ts';
import type { SampleHashes } from '../../../features/sample.ts';

/** Paths of what is kept. */
export interface FactPaths {
  /** Single values. */
  readonly scalars: readonly string[];
  /** Values that are kept whole. */
  readonly values: readonly string[];
  /** Objects of which only the presence is noted. A document without any of them is no report. */
  readonly objects: readonly string[];
}

/** Facts that the reports of all sandboxes of Cuckoo's family hold. */
export const SAMPLE_FACTS: readonly string[] = [
  'info.version',
  'info.category',
  'target.category',
  'target.file.type',
  'target.file.md5',
  'target.file.sha1',
  'target.file.sha256',
];

const ELF = /\bELF\b/;

export class ReportFacts {
  /** What reads them, by path. */
  readonly interests: Readonly<Record<string, JsonInterest>>;
  readonly #values = new Map<string, JsonValue>();
  readonly #objects = new Set<string>();

  constructor({ scalars, values, objects }: FactPaths) {
    const interests: Record<string, JsonInterest> = {};
    for (const path of scalars) {
      interests[path] = {
        value: (cursor) => {
          const value = cursor.readScalar();
          if (value !== undefined) this.#values.set(path, value);
        },
      };
    }
    for (const path of values) {
      interests[path] = {
        value: (cursor) => {
          this.#values.set(path, cursor.readValue());
        },
      };
    }
    for (const path of objects) {
      interests[path] = {
        open: () => {
          this.#objects.add(path);
        },
      };
    }
    this.interests = interests;
  }

  /** A value of the report; undefined where there is none. */
  value(path: string): JsonValue | undefined {
    return this.#values.get(path);
  }

  /** A value if it is text. */
  text(path: string): string | undefined {
    const value = this.#values.get(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** Whether the report has the object. */
  has(path: string): boolean {
    return this.#objects.has(path);
  }

  /** Whether the report has none of the objects. */
  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** Hashes of the sample, empty where the report has none. */
  get hashes(): SampleHashes {
    const read = (name: string): string => this.text(`target.file.${name}`)?.toLowerCase() ?? '';
    return { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
  }

  /** The guest's system in lower case, from the fact that names it or, in want of that, from the type of the sample. */
  guestSystem(path: string): string | undefined {
    return this.text(path)?.toLowerCase() ?? (ELF.test(this.text('target.file.type') ?? '') ? 'linux' : undefined);
  }

  /** What was analysed, e.g. `file`. */
  get target(): string | undefined {
    return this.text('target.category') ?? this.text('info.category');
  }
}
