import { describe, expect, it } from 'vitest';
import { capeInput } from '../../../../src/inputs/cape/index.ts';
import { capeCall, capeProcess, capeReport } from '../../../support/cape-report.ts';

function recognise(text: string, name = 'file'): number {
  const head = new TextEncoder().encode(text).subarray(0, 65_536);
  return capeInput.recognise({ name, raw: head, head });
}

const REPORT = JSON.stringify(capeReport([capeProcess(10, [capeCall(1, 'A')])]), null, 2);

describe('recognising CAPE reports', () => {
  it('goes by content, whole or cut', () => {
    expect(recognise(REPORT)).toBe(2);
    expect(recognise(`\ufeff${REPORT}`)).toBe(2);
    // The first key is enough.
    for (let end = REPORT.indexOf('"name"'); end < REPORT.length; end += 97) {
      expect(recognise(REPORT.slice(0, end))).toBe(2);
    }
    expect(recognise('{"target":{},"info":{},"behavior":{"proc')).toBe(2);
    expect(recognise('{"info":{"id":1,"version":"2.2-CAPE"')).toBe(2);
    expect(recognise('{"behavior":{"processes":[{"calls":[{"arguments": [{')).toBe(2);
    expect(recognise('{"CAPE":{')).toBe(2);
  });

  it('leaves other sandboxes and documents alone', () => {
    const cuckoo = '{"info":{"version":"2.0.7"},"target":{},"behavior":{"processes":[{"calls":[{"arguments":{';
    expect(recognise(cuckoo, 'report.json')).toBe(0);
    expect(recognise('{"info":{"version":"2.0.7"},"target":{},"behavior":{}}', 'report.json')).toBe(1);
    expect(recognise('{"data":[1,2]}', 'other.json')).toBe(0);
    expect(recognise('[{"CAPE":1}]', 'other.json')).toBe(0);
    expect(recognise('"CAPE"', 'other.json')).toBe(0);
    expect(recognise('MZ', 'report.json')).toBe(0);
    expect(recognise('{"Plugin":"apimon"}\n{"Plugin":"syscall"}\n', 'report.json')).toBe(0);
  });

  it.each(['report.json', 'REPORT.JSON', 'x.json_', 'x.json.gz', 'x.Json.GZ'])(
    'takes %s by its name when its beginning does not say',
    (name) => {
      const unclear = `{"network":{"x":"${'y'.repeat(70_000)}`;
      expect(recognise(unclear, name)).toBe(1);
      expect(recognise(unclear, 'x.txt')).toBe(0);
    },
  );
});
