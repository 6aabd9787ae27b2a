import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeIdentity, readCode, writeCode } from '../../../src/node/code-cache.ts';

const IDENTITY = codeIdentity('1.0.0', 1000, 5);
const PARTS = ['src/a.ts', 'src/b.ts'];
const SOURCE = '(function (n) { function twice(m) { return 2 * m; } return twice(n); })';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capax-test-'));
});

function store(identity = IDENTITY): void {
  const script = new Script(SOURCE);
  script.runInThisContext()(1);
  writeCode(folder, identity, PARTS, () => script.createCachedData());
}

function onlyFile(): string {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

describe('stored code', () => {
  it('is what V8 takes again, with the parts that are in it', () => {
    store();
    const stored = readCode(folder, IDENTITY);
    expect(stored?.parts).toEqual(PARTS);
    const script = new Script(SOURCE, { cachedData: stored?.data as Buffer });
    expect(script.cachedDataRejected).toBe(false);
    expect(script.runInThisContext()(21)).toBe(42);
  });

  it('lies where V8 can use it without a copy', () => {
    for (let length = 0; length < 130; length++) {
      writeCode(folder, IDENTITY, ['x'.repeat(length)], () => new Uint8Array(8));
      expect(readFileSync(onlyFile()).indexOf(0x0a) % 64).toBe(63);
    }
  });

  it('is of one version, size and time of change', () => {
    store();
    const others = [codeIdentity('1.0.1', 1000, 5), codeIdentity('1.0.0', 1001, 5), codeIdentity('1.0.0', 1000, 6)];
    for (const other of others) expect(readCode(folder, other)).toBeUndefined();
    for (const other of others) store(other);
    for (const each of [IDENTITY, ...others]) expect(readCode(folder, each)).toBeDefined();
  });

  it('is not taken for that of another identity under the same name', () => {
    store();
    const file = onlyFile();
    writeFileSync(file, readFileSync(file, 'latin1').replace('1.0.0', '9.9.9'), 'latin1');
    expect(readCode(folder, IDENTITY)).toBeUndefined();
  });

  it('is refused for every damaged byte and every cut', () => {
    store();
    const file = onlyFile();
    const whole = readFileSync(file);
    const end = whole.indexOf(0x0a);
    const step = Math.ceil((whole.length - end) / 200);
    for (let at = end + 1; at < whole.length; at += step) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      writeFileSync(file, damaged);
      expect(readCode(folder, IDENTITY)).toBeUndefined();
      writeFileSync(file, whole.subarray(0, at));
      expect(readCode(folder, IDENTITY)).toBeUndefined();
    }
    for (const content of ['', '\n', 'null\n', '{}\n', '[]', '{"identity":1']) {
      writeFileSync(file, content);
      expect(readCode(folder, IDENTITY)).toBeUndefined();
    }
    writeFileSync(file, whole);
    expect(readCode(folder, IDENTITY)).toBeDefined();
  });

  it.skipIf(process.platform === 'win32')('is not run where others may write to it (needs permissions)', () => {
    store();
    for (const mode of [0o620, 0o602, 0o666]) {
      chmodSync(onlyFile(), mode);
      expect(readCode(folder, IDENTITY)).toBeUndefined();
    }
    chmodSync(onlyFile(), 0o644);
    expect(readCode(folder, IDENTITY)).toBeDefined();
  });

  it('does not pile up', () => {
    for (let size = 0; size < 10; size++) store(codeIdentity('1.0.0', size, 5));
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
