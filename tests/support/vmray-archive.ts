// Builds VMRay analysis archives for tests.

import { buildZip, type ZipBuildOptions } from './zip-builder.ts';

type Attributes = Record<string, string | number | undefined>;

const SHA256 = 'ab'.repeat(32);

function escapeValue(value: string): string {
  return value.replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An XML element; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes = {}, inner?: string): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeValue(String(value))}"`)
    .join('');
  return inner === undefined ? `<${name}${list}/>` : `<${name}${list}>${inner}</${name}>`;
}

/** A `monitor_process` element: monitor id 1, pid 100. */
export function monitorProcess(attributes: Attributes = {}): string {
  return element('monitor_process', {
    ts: 1,
    process_id: 1,
    image_name: 's.exe',
    filename: 'c:\\\\s.exe',
    os_pid: '0x64',
    monitor_reason: 'analysis_target',
    parent_id: 0,
    os_parent_pid: '0x0',
    cmd_line: '"C:\\\\s.exe" -x ',
    ...attributes,
  });
}

/** A `monitor_thread` element: monitor id 1, tid 5. */
export function monitorThread(attributes: Attributes = {}): string {
  return element('monitor_thread', { ts: 1, thread_id: 1, process_id: 1, os_tid: '0x5', ...attributes });
}

export interface Target {
  readonly type: string;
  readonly value?: string;
}

/** A `param` element, perhaps with what it points to. */
export function param(name: string, type: string, value?: string, target?: Target): string {
  const inner = target === undefined ? undefined : element('deref', { type: target.type, value: target.value });
  return element('param', { name, type, value }, inner);
}

/** A `fncall` element of thread 1. */
export function call(name: string, inputs: string[] = [], outputs: string[] = [], attributes: Attributes = {}): string {
  const inner = [
    inputs.length === 0 ? '' : element('in', {}, inputs.join('')),
    outputs.length === 0 ? '' : element('out', {}, outputs.join('')),
  ].join('');
  return element('fncall', { ts: 20, fncall_id: 10, process_id: 1, thread_id: 1, name, ...attributes }, inner);
}

/** A whole flog.xml. */
export function flog(items: readonly string[], logVersion = '2'): string {
  const root = { log_version: logVersion, analyzer_version: '2024.4.1' };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('analysis', root, `\n${items.join('\n')}\n`)}\n`;
}

function reference(...path: string[]): object {
  return { _type: 'reference', path, source: 'logs/summary_v2.json' };
}

/** A summary with a PE sample and one process; `parts` replace whole parts. */
export function summary(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    _type: 'summary',
    version: '2.5',
    analysis_metadata: { sample_type: 'Windows Exe (x86-32)', submission_filename: 's.exe' },
    files: {
      file_0: {
        is_sample: true,
        hash_values: { md5: 'AA', sha1: 'bb', sha256: SHA256 },
        ref_static_data: reference('static_data', 'static_data_0'),
      },
    },
    static_data: {
      static_data_0: {
        pe: {
          basic_info: { image_base: 0x400000 },
          imports: [{ dll: 'KERNEL32.dll', apis: [{ address: 100, api: { name: 'Sleep' } }] }],
          exports: [{ address: 50, api: { name: 'Run' } }],
          sections: [{ name: '.text', virtual_address: 4096 }],
        },
      },
    },
    processes: {
      process_1: {
        monitor_id: 1,
        origin_monitor_id: 0,
        monitor_reason: 'analysis_target',
        os_pid: 100,
        image_name: 's.exe',
        filename: 'c:\\s.exe',
        cmd_line: '"C:\\s.exe" -x ',
      },
    },
    filenames: { filename_0: { filename: 'c:\\a.txt' } },
    mutexes: { mutex_0: { name: 'mutant' } },
    domains: { domain_0: { domain: 'example.com' } },
    ip_addresses: { ip_0: { ip_address: '192.0.2.1' } },
    registry_records: { record_0: { reg_key_name: 'HKEY_CURRENT_USER\\Run' } },
    ...parts,
  };
}

export interface ArchiveParts {
  /** Text or JSON value; left out if null. */
  readonly summary?: unknown;
  /** Text, or elements; left out if null. */
  readonly flog?: string | readonly string[] | null;
  /** Bytes of the sample; left out if null. */
  readonly sample?: Uint8Array | string | null;
  readonly zip?: ZipBuildOptions;
  /** What stands before every name; nothing by default. */
  readonly folder?: string;
}

/** A whole archive; parts that are not given are small and sound. */
export async function vmrayArchive(parts: ArchiveParts = {}): Promise<Uint8Array> {
  const {
    summary: json = summary(),
    flog: log = [monitorThread(), call('Sleep')],
    sample = 'MZ text',
    folder = '',
  } = parts;
  const content: Record<string, string | Uint8Array> = {};
  if (json !== null) content[`${folder}logs/summary_v2.json`] = typeof json === 'string' ? json : JSON.stringify(json);
  if (log !== null) content[`${folder}logs/flog.xml`] = typeof log === 'string' ? log : flog(log);
  if (sample !== null) content[`${folder}internal/static_analyses/${SHA256}/objects/files/${SHA256}`] = sample;
  return buildZip(content, parts.zip);
}
