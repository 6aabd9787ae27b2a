// Behaviours of calls in the inputs that record some: what every family of functions calls its arguments comes to the same.

import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import { BEHAVIOR_KINDS } from '../../../src/features/behaviors.ts';
import { deriveBehaviors } from '../../../src/inputs/derive-behaviors.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../support/cuckoo2-report.ts';
import { apiLine, processLine, syscallLine } from '../../support/drakvuf-log.ts';
import {
  ANYRUN_REPORT,
  JOE_REPORT,
  KERNEL_LOG,
  TRIAGE_REPORT,
  VIRUSTOTAL_BEHAVIOR,
} from '../../support/fact-reports.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';
import { ruleText } from '../../support/rule-text.ts';
import { wantedDetails } from '../../support/wanted-details.ts';

/** One rule for each kind at a scope. */
function rulesAt(dynamic: string): Parameters<typeof analyze>[1]['rules'] {
  return loadRules(
    BEHAVIOR_KINDS.map((kind) => ({
      path: `${kind}.yml`,
      text: ruleText(`- behavior: ${kind}`, { name: kind, static: 'unsupported', dynamic }),
    })),
  ).ruleSet;
}

/** The kinds that match. */
async function kindsIn(text: string, dynamic: string, options: { compat?: boolean } = {}): Promise<string[]> {
  const { document } = await analyze(memorySource('report', Buffer.from(text)), {
    rules: rulesAt(dynamic),
    ...options,
  });
  return document.rules.map(({ meta }) => meta.name).sort();
}

const STRACE = [
  '10 openat(AT_FDCWD, "/tmp/a", O_WRONLY|O_CREAT, 0600) = 3',
  '10 unlink("/tmp/b") = 0',
  '10 unlink("/tmp/c") = -1 ENOENT (No such file or directory)',
  '10 +++ exited with 0 +++',
].join('\n');
const DRAKVUF = [
  processLine(10, 2),
  apiLine('DeleteFileW', ['lpFileName=0x7ff0:"C:\\b"'], { TimeStamp: '1716999134.1' }),
  syscallLine('NtClose', { TimeStamp: '1716999134.2', Handle: '4' }),
].join('\n');
const CUCKOO = JSON.stringify(
  cuckooReport([
    cuckooProcess(100, [
      cuckooCall(7, 'NtCreateFile', {
        file_handle: '0x40',
        filepath: 'C:\\a',
        desired_access: '0x40100080',
        create_disposition: 2,
      }),
      cuckooCall(7, 'NtWriteFile', { file_handle: '0x40' }),
      cuckooCall(7, 'RegSetValueExA', { key_handle: '0x50', regkey: 'HKEY_CURRENT_USER\\Run\\x', value: 'y' }),
    ]),
  ]),
);

describe('behaviours of an input with calls', () => {
  it.each([
    ['strace', STRACE, ['file/create', 'file/delete', 'file/write']],
    ['DRAKVUF', DRAKVUF, ['file/delete']],
    ['Cuckoo', CUCKOO, ['file/create', 'file/write', 'registry/set']],
  ])('are seen at each scope: %s', async (_, text, expected) => {
    for (const scope of ['call', 'span of calls', 'thread', 'process'])
      expect(await kindsIn(text, scope)).toEqual(expected);
    expect(await kindsIn(text, 'file')).toEqual(expect.arrayContaining(expected));
  });

  it('say to what it was done, through the handle', async () => {
    const rules = loadRules([
      {
        path: 'a.yml',
        text: ruleText('- count(behavior(file/write, C:\\a)): 2', { static: 'unsupported', dynamic: 'thread' }),
      },
      {
        path: 'b.yml',
        text: ruleText('- and:\n  - behavior: file/write\n    path: /^c:.a$/i\n  - api: NtWriteFile', {
          name: 'b',
          static: 'unsupported',
          dynamic: 'call',
        }),
      },
    ]).ruleSet;
    const { document } = await analyze(memorySource('report', Buffer.from(CUCKOO)), { rules });
    expect(document.rules.map(({ meta }) => meta.name)).toContain('b');
  });

  it('are those of the file at the processes that had them', async () => {
    const deletes = {
      features: [
        { type: 'argument', name: 'FileName', value: 'C:\\a' },
        { type: 'api', value: 'DeleteFile' },
      ],
    } as const;
    const trace = openMemoryTrace({
      globals: [],
      file: [],
      processes: [1, 2, 3].map((pid) => ({ pid, threads: [{ tid: 1, calls: pid === 2 ? [] : [deletes, deletes] }] })),
    });
    const details = wantedDetails({ behaviors: true });
    const sink = { details, feature: () => 0, forgetFeatures: () => {}, call: () => {} };
    const { file } = await deriveBehaviors(trace).read(sink);
    expect(file).toEqual(
      [1, 3].map((pid) => ({
        feature: { type: 'behavior', name: 'file/delete', value: 'C:\\a' },
        address: { type: 'process', value: [1, pid] },
      })),
    );
  });

  it('are none with --compat', async () => {
    expect(await kindsIn(CUCKOO, 'call', { compat: true })).toEqual([]);
  });
});

describe('behaviours of an input of facts', () => {
  it.each([
    ['ANY.RUN', ANYRUN_REPORT, ['file/write', 'registry/set', 'network/dns', 'process/create', 'module/load']],
    ['Triage', TRIAGE_REPORT, ['file/write', 'module/load', 'network/dns', 'network/http', 'process/create']],
    ['VirusTotal', VIRUSTOTAL_BEHAVIOR, ['file/move', 'mutex/create', 'network/connect', 'registry/set']],
    ['Joe Sandbox', JOE_REPORT, ['file/create', 'file/move', 'mutex/create', 'network/connect', 'registry/set']],
  ])('are those of the file: %s', async (_, report, expected) => {
    expect(await kindsIn(JSON.stringify(report), 'file')).toEqual(expect.arrayContaining(expected));
    expect(await kindsIn(JSON.stringify(report), 'call')).toEqual([]);
  });

  it('are those of the kernel log, by process', async () => {
    const log = KERNEL_LOG.map((record) => JSON.stringify(record)).join('\n');
    expect(await kindsIn(log, 'process')).toEqual([
      'file/create',
      'file/move',
      'file/write',
      'mutex/create',
      'network/connect',
      'process/create',
      'registry/set',
    ]);
  });

  it('name the process that they are of', async () => {
    const { document } = await analyze(memorySource('report', Buffer.from(JSON.stringify(TRIAGE_REPORT))), {
      rules: rulesAt('process'),
    });
    const { analysis } = document.meta;
    const names = analysis.flavour === 'dynamic' ? analysis.processes.map(({ name }) => name) : [];
    expect(names).toEqual(['a.exe', 'b.exe']);
  });
});
