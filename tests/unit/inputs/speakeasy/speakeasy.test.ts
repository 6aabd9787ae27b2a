import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { speakeasyInput } from '../../../../src/inputs/speakeasy/index.ts';
import { DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { speakeasyEarlyEntry, speakeasyLateEntry } from '../../../contract/entries/speakeasy.ts';
import { behaviorLines, readFacts } from '../../../support/read-facts.ts';
import { RecordingSink } from '../../../support/recording-sink.ts';

async function recordCalls(bytes: Uint8Array): Promise<string[][]> {
  const trace = await speakeasyInput.open(memorySource('x', bytes), {
    semantics: DEFAULT_SEMANTICS,
    diagnostics: new Diagnostics(),
  });
  const sink = new RecordingSink();
  if (trace.flavour === 'dynamic') await trace.read(sink);
  return sink.calls.map(({ features }) => [...features]);
}

describe('a report of Speakeasy', () => {
  it('has calls, under the names that rules use, with what they were given', async () => {
    expect(await recordCalls(await speakeasyEarlyEntry.sound())).toEqual([
      ['string\t"ws2_32.dll"', 'api\t"LoadLibraryA"', 'api\t"LoadLibrary"'],
      [
        'number\t5',
        'string\t"5"',
        'string\t"GENERIC_WRITE"',
        'number\t18446744071562067969',
        'number\t2147483649',
        'number\t1073741824',
        'string\t"C:\\\\c.txt"',
        'api\t"CreateFileW"',
        'api\t"CreateFile"',
      ],
      ['number\t100', 'api\t"Sleep"'],
    ]);
  });

  it('gives numbers for words where it knows both', async () => {
    const [allocation] = await recordCalls(await speakeasyLateEntry.sound());
    expect(allocation).toEqual(['number\t64', 'number\t4096', 'number\t4096', 'number\t0', 'api\t"VirtualAlloc"']);
  });

  it('has facts beside its calls, of early versions', async () => {
    const summary = await readFacts(speakeasyInput, await speakeasyEarlyEntry.sound());
    expect(behaviorLines(summary)).toEqual([
      '1 network/dns evil.example',
      '1 network/connect 192.0.2.1:443',
      '1 network/http http://evil.example:80/x',
      '1 file/create C:\\c.txt',
      '1 file/write C:\\c.txt',
      '1 registry/read HKEY_CURRENT_USER\\k\\x',
      '1 process/inject C:\\t.exe',
    ]);
    const texts = summary.file.flatMap(({ feature }) => (feature.type === 'string' ? [feature.value] : []));
    expect(texts).toEqual(expect.arrayContaining(['static text', 'decoded text']));
    expect(summary.health).toMatchObject({ calls: 3, missing: [], producerVersion: 'report 1.1.0' });
  });

  it('has facts beside its calls, of late versions', async () => {
    const summary = await readFacts(speakeasyInput, await speakeasyLateEntry.sound());
    expect(behaviorLines(summary)).toEqual([
      '1337 memory/allocate-executable ',
      '1337 process/create d.exe -x',
      '1337 process/inject C:\\t.exe',
      '1337 module/load C:\\Windows\\wininet.dll',
      '1337 network/http https://evil.example:443/x',
      '1337 registry/set HKEY_CURRENT_USER\\Run\\x',
    ]);
    expect(summary.processes.map(({ name, fromSample }) => [name, fromSample])).toEqual([
      ['a.exe', true],
      ['d.exe', true],
    ]);
  });
});
