// Lists of payloads and dumps in a CAPE report: which process held what. The files are beside the report, named by their hash.

import { IntegerMap } from '../../bytes/integer-map.ts';
import type { JsonCursor, JsonScalar } from '../../bytes/json-cursor.ts';
import type { JsonInterest } from '../../bytes/json-stream.ts';
import type { KeptMemory, KeptSource } from '../../features/kept-memory.ts';
import { LIMITS } from '../../limits.ts';
import { toId, toReportInteger } from '../shared/report/integers.ts';
import { toAddress } from '../shared/report/read-address.ts';

/** Members that are read of an entry, in CAPE's words. */
const MEMBERS = [
  'sha256',
  'pid',
  'process_name',
  'process_path',
  'module_path',
  'type',
  'cape_type',
  'virtual_address',
] as const;

type Entry = { readonly source: KeptSource } & { [M in (typeof MEMBERS)[number]]?: JsonScalar | undefined };

const HASH = /^[0-9a-f]{64}$/i;
/** 32-bit programs of 64-bit Windows are in this folder. */
const FOLDER_OF_32_BITS = /\\syswow64\\/i;
const MOST_32_BITS = 0xffff_ffff;

export class KeptMemoryReader {
  readonly #entries: Entry[] = [];
  /** By their paths in the document. */
  readonly interests: Readonly<Record<string, JsonInterest>>;

  constructor() {
    const payloads = this.#list('payload');
    this.interests = {
      // Old reports have the list itself here.
      CAPE: payloads,
      'CAPE.payloads': payloads,
      procdump: this.#list('process image'),
      procmemory: this.#list('process memory'),
      selfextracted: this.#list('extracted file'),
      dropped: this.#list('dropped file'),
    };
  }

  #list(source: KeptSource): JsonInterest {
    let isFull = false;
    const members = MEMBERS.map((member): [string, JsonInterest] => [
      member,
      {
        value: (cursor: JsonCursor) => {
          const value = scalarOf(cursor);
          const entry = this.#entries.at(-1);
          if (entry !== undefined && !isFull) entry[member] = value;
        },
      },
    ]);
    const open = (): void => {
      isFull = this.#entries.length >= LIMITS.keptMemories;
      if (!isFull) this.#entries.push({ source });
    };
    return { elements: { open, members: new Map(members) } };
  }

  /** What was read. `bitsOf`: what else is known of the process. */
  list(bitsOf: (pid: number) => 32 | 64 | undefined): KeptMemory[] {
    const ofImages = this.#bitsOfImages();
    return this.#entries.flatMap((entry): KeptMemory[] => {
      const { source, sha256 } = entry;
      if (typeof sha256 !== 'string' || !HASH.test(sha256)) return [];
      const words = text(entry.cape_type);
      const process = processOf(entry);
      const bits = bitsOfEntry(entry) ?? (process && (ofImages.get(process.pid) ?? bitsOf(process.pid)));
      return [
        {
          sha256: sha256.toLowerCase(),
          source,
          words,
          ...(process === undefined ? {} : { process }),
          // What has headers after all is known by them.
          isRawCode: /shellcode/i.test(words),
          ...(bits === undefined ? {} : { bits }),
        },
      ];
    });
  }

  /** What images of processes say of their processes. */
  #bitsOfImages(): IntegerMap<32 | 64> {
    const found = new IntegerMap<32 | 64>();
    for (const entry of this.#entries) {
      if (entry.source !== 'process image') continue;
      const { pid } = processOf(entry) ?? {};
      const [, plus] = /^PE32(\+?) /.exec(text(entry.type)) ?? [];
      if (pid !== undefined && plus !== undefined) found.set(pid, plus === '+' ? 64 : 32);
    }
    return found;
  }
}

function bitsOfEntry(entry: Entry): 32 | 64 | undefined {
  const at = toAddress(toReportInteger(entry.virtual_address));
  if (at > MOST_32_BITS) return 64;
  return FOLDER_OF_32_BITS.test(text(entry.process_path)) ? 32 : undefined;
}

function processOf({ pid, process_name: name, process_path: path, module_path: module }: Entry): KeptMemory['process'] {
  const id = toId(pid);
  if (id === undefined || id <= 0) return undefined;
  return { pid: id, name: text(name), path: text(path) || text(module) };
}

/** The value, if it is one that is short enough to be of use. Anything else is passed over. */
function scalarOf(cursor: JsonCursor): JsonScalar | undefined {
  const value = cursor.readScalar();
  return typeof value === 'string' ? value.slice(0, LIMITS.keptMemoryText) : value;
}

function text(value: JsonScalar | undefined): string {
  return typeof value === 'string' ? value : '';
}
