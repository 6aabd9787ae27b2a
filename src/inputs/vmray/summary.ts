// logs/summary_v2.json of a VMRay archive -> what capax needs of it. The file is a web of maps (`file_0`, `process_1` ...) with
// references between them. Where the reference gives up on a missing or odd member, the member is left out with a diagnostic.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import { type JsonInterest, readJson } from '../../bytes/json-stream.ts';
import type { ByteSource } from '../../bytes/source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import type { Integer } from '../../features/feature.ts';
import type { SampleHashes } from '../../features/sample.ts';
import { LIMITS } from '../../limits.ts';
import type { VmrayCode } from './codes.ts';
import { parseVmrayInteger } from './integer.ts';
import { type SummaryDeed, summaryDeeds } from './summary-deeds.ts';

export interface SummaryProcess {
  readonly monitorId: number;
  /** Monitor id of the process because of which this one is monitored. */
  readonly originId: number | undefined;
  readonly pid: number;
  readonly ppid: number;
  readonly imageName: string;
  readonly filename: string;
  readonly commandLine: string;
  readonly reason: string;
}

/** Names at addresses. At most one for each address: the last one wins, as in the reference. */
type NamesByAddress = IntegerMap<string, Integer>;

interface SummaryStatic {
  readonly format: 'pe' | 'elf' | undefined;
  readonly imageBase: Integer | undefined;
  readonly imports: IntegerMap<readonly [dll: string, name: string], Integer>;
  readonly exports: NamesByAddress;
  readonly sections: NamesByAddress;
}

export interface VmraySummary {
  readonly sampleType: string;
  readonly hashes: SampleHashes;
  /** As the archive writes it, for the names of its files. */
  readonly sampleId: string;
  readonly static: SummaryStatic | undefined;
  readonly processes: readonly SummaryProcess[];
  /** Referenced file names, mutexes, domains, addresses and registry keys, in this order. */
  readonly strings: readonly string[];
  /** What was done, by whom is not said. */
  readonly deeds: readonly SummaryDeed[];
}

export type Complain = (code: VmrayCode, message: string) => void;

/** Part of the summary and its member that is a file-scope string. */
const STRING_PARTS: readonly (readonly [part: string, member: string])[] = [
  ['filenames', 'filename'],
  ['mutexes', 'name'],
  ['domains', 'domain'],
  ['ip_addresses', 'ip_address'],
  ['registry_records', 'reg_key_name'],
];

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function asList(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asInteger(value: JsonValue | undefined): Integer | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' ? parseVmrayInteger(value) : undefined;
}

function asId(value: JsonValue | undefined): number | undefined {
  const id = asInteger(value);
  return typeof id === 'number' && id >= 0 ? id : undefined;
}

/** Entries of a map of the summary that are objects. */
function entriesOf(value: JsonValue | undefined): [string, JsonObject][] {
  return Object.entries(asObject(value) ?? {}).flatMap(([key, entry]) => {
    const object = asObject(entry);
    return object === undefined ? [] : [[key, object] satisfies [string, JsonObject]];
  });
}

/** The key that a reference (`{"path": ["processes", "process_1"]}`) ends in. */
function referenceKey(value: JsonValue | undefined): string | undefined {
  return asText(asList(asObject(value)?.['path'])[1]);
}

/** Halves doubled backslashes, then strips blanks and quotes at both ends, as the reference does for names and command lines. */
export function cleanPath(text: string): string {
  return text
    .replaceAll('\\\\', '\\')
    .replace(/^[ "]+/, '')
    .replace(/(?<![ "])[ "]+$/, '');
}

class SummaryReader {
  readonly #root: JsonObject;
  readonly #complain: Complain;

  constructor(root: JsonObject, complain: Complain) {
    this.#root = root;
    this.#complain = complain;
  }

  read(): VmraySummary {
    const samples = entriesOf(this.#root['files']).filter(([, file]) => file['is_sample'] === true);
    const sample = samples.at(-1)?.[1];
    if (sample === undefined)
      this.#complain('vmray-sample-unknown', 'the summary does not say which file is the sample');
    const hash = (name: string): string => asText(asObject(sample?.['hash_values'])?.[name]) ?? '';
    return {
      sampleType: asText(asObject(this.#root['analysis_metadata'])?.['sample_type']) ?? '',
      hashes: {
        md5: hash('md5').toLowerCase(),
        sha1: hash('sha1').toLowerCase(),
        sha256: hash('sha256').toLowerCase(),
      },
      sampleId: hash('sha256'),
      static: this.#readStatic(sample?.['ref_static_data']),
      processes: this.#readProcesses(),
      strings: STRING_PARTS.flatMap(([part, member]) =>
        entriesOf(this.#root[part]).flatMap(([, entry]) => asText(entry[member]) ?? []),
      ),
      deeds: summaryDeeds(this.#root),
    };
  }

  #readStatic(reference: JsonValue | undefined): SummaryStatic | undefined {
    const key = referenceKey(reference);
    if (key === undefined) return undefined;
    const data = asObject(asObject(this.#root['static_data'])?.[key]);
    if (data === undefined) {
      this.#complain('vmray-static-malformed', 'the static data of the sample is missing');
      return undefined;
    }
    const pe = asObject(data['pe']);
    const elf = asObject(data['elf']);
    return {
      format: pe !== undefined ? 'pe' : elf !== undefined ? 'elf' : undefined,
      imageBase: asInteger(asObject(pe?.['basic_info'])?.['image_base']),
      imports: this.#readImports(pe?.['imports']),
      exports: this.#readNames(pe?.['exports'], (entry) => [entry['address'], asObject(entry['api'])?.['name']]),
      sections:
        pe !== undefined
          ? this.#readNames(pe['sections'], (entry) => [entry['virtual_address'], entry['name']])
          : this.#readNames(elf?.['sections'], (entry) => {
              const header = asObject(entry['header']);
              return [header?.['sh_addr'], header?.['sh_name']];
            }),
    };
  }

  #readImports(list: JsonValue | undefined): SummaryStatic['imports'] {
    const imports = new IntegerMap<readonly [string, string], Integer>();
    for (const item of asList(list)) {
      const library = asObject(item);
      const dll = asText(library?.['dll']) ?? '';
      const pick = (entry: JsonObject) => [entry['address'], asObject(entry['api'])?.['name']] as const;
      for (const [address, name] of this.#readNames(library?.['apis'], pick)) imports.set(address, [dll, name]);
    }
    return imports;
  }

  #readNames(
    list: JsonValue | undefined,
    pick: (entry: JsonObject) => readonly [address: JsonValue | undefined, name: JsonValue | undefined],
  ): IntegerMap<string, Integer> {
    const names = new IntegerMap<string, Integer>();
    for (const item of asList(list)) {
      const [address, name] = pick(asObject(item) ?? {});
      const value = asInteger(address);
      const text = asText(name);
      if (value === undefined || value < 0 || text === undefined) {
        this.#complain('vmray-static-malformed', 'an import, export or section has no address or no name');
      } else {
        names.set(value, text);
      }
    }
    return names;
  }

  #readProcesses(): SummaryProcess[] {
    const entries = entriesOf(this.#root['processes']);
    const pids = new Map(entries.map(([key, entry]) => [key, asId(entry['os_pid'])]));
    return entries.flatMap(([, entry]) => {
      const monitorId = asId(entry['monitor_id']);
      const pid = asId(entry['os_pid']);
      if (monitorId === undefined || pid === undefined) {
        this.#complain('vmray-process-malformed', 'a process has no usable monitor_id or os_pid');
        return [];
      }
      const parent = referenceKey(entry['ref_parent_process']);
      const ppid = parent === undefined ? 0 : pids.get(parent);
      if (ppid === undefined) this.#complain('vmray-process-malformed', 'a process has a parent that is not there');
      return {
        monitorId,
        originId: asId(entry['origin_monitor_id']),
        pid,
        ppid: ppid ?? 0,
        imageName: asText(entry['image_name']) ?? '',
        filename: cleanPath(asText(entry['filename']) ?? ''),
        commandLine: cleanPath(asText(entry['cmd_line']) ?? ''),
        reason: asText(entry['monitor_reason']) ?? '',
      };
    });
  }
}

/** A summary that says nothing: for archives without one. */
export const EMPTY_SUMMARY: VmraySummary = new SummaryReader(Object.create(null), () => {}).read();

/**
 * Reads the summary, part by part, as far as it is sound: one damaged part does not take the others with it. What holds no part at
 * all, or cannot be read, is an empty summary and a complaint; a summary of the old format (version 1) is refused.
 */
export async function readSummary(
  source: ByteSource | undefined,
  complain: Complain,
  diagnostics: Diagnostics,
): Promise<VmraySummary> {
  if (source === undefined) return EMPTY_SUMMARY;
  if ((source.size ?? 0) > LIMITS.vmraySummaryBytes) {
    complain('vmray-summary-malformed', `the summary is longer than ${LIMITS.vmraySummaryBytes} bytes`);
    return EMPTY_SUMMARY;
  }
  const root: JsonObject = Object.create(null);
  let parts = 0;
  try {
    const keep: JsonInterest = {
      value: (cursor, _at, _index, key) => {
        root[key] = cursor.readValue();
        parts++;
      },
    };
    await readJson(source, { others: keep }, { diagnostics });
  } catch (error) {
    if (!(error instanceof CapaxError) || error.code === 'input-encrypted') throw error;
    complain('vmray-summary-malformed', `the summary cannot be read: ${error.message}`);
  }
  if (parts === 0) {
    complain('vmray-summary-malformed', 'the summary is not a JSON object');
    return EMPTY_SUMMARY;
  }
  if (root['vm_and_analyzer_details'] !== undefined || root['analysis_details'] !== undefined) throw oldSummaryError();
  return new SummaryReader(root, complain).read();
}

/** The error for summaries of VMRay 3 and older. */
export function oldSummaryError(where?: string): CapaxError {
  return new CapaxError('report-unsupported-version', 'This is a VMRay summary of the old format (summary.json).', {
    hint: 'Export the analysis archive from VMRay 4 or later: it holds logs/summary_v2.json and logs/flog.xml.',
    ...(where === undefined ? {} : { where }),
  });
}
