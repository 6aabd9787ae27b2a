// Names, results and outcomes of calls, from each input that records calls: handed over where a rule asks for them, and not otherwise.

import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../../src/bytes/source.ts';
import type { WantedDetails } from '../../../../src/features/details.ts';
import type { Feature } from '../../../../src/features/feature.ts';
import { formatFeature } from '../../../../src/features/feature-text.ts';
import { FEATURE_TYPES } from '../../../../src/features/feature-types.ts';
import type { TraceSink } from '../../../../src/features/trace.ts';
import { capeInput } from '../../../../src/inputs/cape/index.ts';
import { cuckoo2Input } from '../../../../src/inputs/cuckoo2/index.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import type { Input } from '../../../../src/inputs/input.ts';
import { ltraceInput } from '../../../../src/inputs/ltrace/index.ts';
import { straceInput } from '../../../../src/inputs/strace/index.ts';
import { vmrayInput } from '../../../../src/inputs/vmray/index.ts';
import { capeCall, capeProcess, capeReport } from '../../../support/cape-report.ts';
import { cuckooCall, cuckooProcess, cuckooReport } from '../../../support/cuckoo2-report.ts';
import { apiLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { openTrace } from '../../../support/open-trace.ts';
import { call, flog, monitorProcess, monitorThread, param } from '../../../support/vmray-archive.ts';

const wanted = (...names: string[]): WantedDetails => {
  const ofAll = {
    hasArgument: (name: string): boolean => names.includes(name),
    arguments: names.length > 0,
    returns: true,
    status: true,
    observed: false,
  };
  return { ...ofAll, ofFunction: () => ofAll, hasBehavior: () => false, behaviors: false, times: false };
};

/** Features of each call, the name last. */
class Listing implements TraceSink {
  readonly details?: WantedDetails;
  readonly calls: string[][] = [];
  readonly #features: Feature[] = [];

  constructor(details?: WantedDetails) {
    if (details !== undefined) this.details = details;
  }

  feature(feature: Feature): number {
    return this.#features.push(feature) - 1;
  }

  forgetFeatures(): void {
    // Numbers are never reused.
  }

  call(_process: number, _thread: number, _id: number, _at: number, features: Int32Array, count: number): void {
    const list = Array.from(features.subarray(0, count), (number) => this.#features[number] as Feature);
    expect(list.at(-1)?.type).toBe('api');
    this.calls.push(list.filter(({ type }) => FEATURE_TYPES[type].isDetail === true).map(formatFeature));
  }
}

const bytes = (text: string): ByteSource => memorySource('input', new TextEncoder().encode(text));

async function detailsOf(input: Input, source: ByteSource, details?: WantedDetails): Promise<string[][]> {
  const sink = new Listing(details);
  await (await openTrace(input, source)).read(sink);
  return sink.calls;
}

const json = (value: unknown): ByteSource => bytes(JSON.stringify(value));

describe('named values of calls', () => {
  const cape = json(
    capeReport([
      capeProcess(10, [
        capeCall(1, 'NtCreateFile', { FileName: 'C:\\x', DesiredAccess: '0x80000000' }),
        capeCall(1, 'NtOpenKey', { ObjectAttributes: 'HKLM\\Run' }, { status: false, return: '0xffffffffc0000034' }),
      ]),
    ]),
  );

  it('are there in CAPE reports', async () => {
    expect(await detailsOf(capeInput, cape, wanted('FileName', 'KeyName', 'DesiredAccess'))).toEqual([
      ['arg/FileName(C:\\\\x)', 'arg/DesiredAccess(0x80000000)', 'return(0x0)', 'status(success)'],
      ['arg/KeyName(HKLM\\\\Run)', 'return(0xFFFFFFFFC0000034)', 'return(0xC0000034)', 'status(failure)'],
    ]);
  });

  it('are not made unless somebody asks', async () => {
    expect(await detailsOf(capeInput, cape)).toEqual([[], []]);
    expect(await detailsOf(capeInput, cape, { ...wanted('FileName'), returns: false, status: false })).toEqual([
      ['arg/FileName(C:\\\\x)'],
      [],
    ]);
  });

  it('are there in Cuckoo 2 reports', async () => {
    const calls = [
      cuckooCall(1, 'NtCreateFile', { filepath: 'C:\\x', desired_access: 5 }, { status: 0, return_value: 3 }),
    ];
    const report = json(cuckooReport([cuckooProcess(10, calls)]));
    expect(await detailsOf(cuckoo2Input, report, wanted('FileName', 'DesiredAccess'))).toEqual([
      ['arg/FileName(C:\\\\x)', 'arg/DesiredAccess(0x5)', 'return(0x3)', 'status(failure)'],
    ]);
  });

  it('are there in DRAKVUF logs, by position where it has no names', async () => {
    const log = [
      syscallLine('NtCreateMutant', { ObjectAttributes: '0x7ff:"Local\\\\m"' }),
      apiLine('LdrLoadDll', ['Arg0=0x801', 'Arg2=0x66:"a.dll"'], { ReturnValue: '0x0' }),
    ];
    const found = await detailsOf(drakvufInput, bytes(`${log.join('\n')}\n`), wanted('Name', 'FileName'));
    expect(found[0]).toContain('arg/Name(Local\\\\m)');
    expect(found[1]).toEqual(expect.arrayContaining(['arg/FileName(a.dll)', 'return(0x0)', 'status(success)']));
  });

  it('are there in logs of VMRay, with pointers and what comes out', async () => {
    const log = flog([
      monitorProcess(),
      monitorThread(),
      call(
        'NtProtectVirtualMemory',
        [param('ProcessHandle', 'void_ptr', '0xffffffff'), param('NewProtect', 'unsigned_32bit', '0x40')],
        [param('ret_val', 'unsigned_32bit', '0xc0000005')],
      ),
    ]);
    expect(await detailsOf(vmrayInput, bytes(log), wanted('ProcessHandle', 'Protection'))).toEqual([
      ['arg/ProcessHandle(0xFFFFFFFF)', 'arg/Protection(0x40)', 'return(0xC0000005)', 'status(failure)'],
    ]);
  });

  it('are there in logs of strace and ltrace, by position', async () => {
    const strace =
      'openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3\nconnect(3, NULL, 0) = -1 ECONNREFUSED (Connection refused)\n';
    expect(await detailsOf(straceInput, bytes(strace), wanted('FileName'))).toEqual([
      ['arg/FileName(/etc/passwd)', 'return(0x3)', 'status(success)'],
      ['return(-0x1)', 'status(failure)'],
    ]);
    const ltrace = 'fopen("/etc/passwd", "r") = 0x5612\n';
    expect(await detailsOf(ltraceInput, bytes(ltrace), wanted('FileName'))).toEqual([
      ['arg/FileName(/etc/passwd)', 'return(0x5612)'],
    ]);
  });
});
