import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../src/errors.ts';
import { isSameServer, isWebAddress, parseCapeAddress, taskPage, tokenFor } from '../../../src/sandbox/cape-address.ts';

describe('parseCapeAddress', () => {
  it.each([
    ['https://cape.example/analysis/123/', 'https://cape.example/', 123],
    ['https://cape.example/analysis/123', 'https://cape.example/', 123],
    ['https://cape.example/analysis/123/#behavior', 'https://cape.example/', 123],
    ['  https://cape.example/analysis/123/?tab=1\n', 'https://cape.example/', 123],
    ['https://cape.example/submit/status/7/', 'https://cape.example/', 7],
    ['https://cape.example/filereport/7/json/', 'https://cape.example/', 7],
    ['https://cape.example/apiv2/tasks/get/report/9/', 'https://cape.example/', 9],
    ['https://cape.example/apiv2/tasks/get/report/9/json/zip/', 'https://cape.example/', 9],
    ['https://cape.example/apiv2/tasks/get/iocs/9/detailed/', 'https://cape.example/', 9],
    ['https://cape.example/apiv2/tasks/status/9/', 'https://cape.example/', 9],
    ['https://cape.example/apiv2/tasks/view/9/', 'https://cape.example/', 9],
    ['HTTP://Cape.Example:8000/lab/cape/analysis/5/', 'http://cape.example:8000/lab/cape/', 5],
    ['http://[::1]:8000/cape/apiv2/tasks/view/5/', 'http://[::1]:8000/cape/', 5],
    ['https://cape.example', 'https://cape.example/', undefined],
    ['https://cape.example/cape', 'https://cape.example/cape/', undefined],
    ['https://cape.example/cape/apiv2/', 'https://cape.example/cape/', undefined],
    ['https://cape.example/apiv2', 'https://cape.example/', undefined],
    ['https://cape.example/apiv2/tasks/list/50/0/', 'https://cape.example/', undefined],
    ['https://cape.example/analysis/0/', 'https://cape.example/analysis/0/', undefined],
  ])('reads %s', (text, base, task) => {
    expect(parseCapeAddress(text)).toEqual({ base, task });
  });

  it.each(['', 'cape.example', 'ftp://cape.example/analysis/1/', 'https://', 'javascript:1', 'report.json'])(
    'refuses %j',
    (text) => {
      expect(() => parseCapeAddress(text)).toThrow(expect.objectContaining({ code: 'option-invalid' }));
    },
  );

  it('refuses credentials in the address without repeating them', () => {
    const error = thrown(() => parseCapeAddress('https://user:hunter2@cape.example/analysis/1/'));
    expect(error).toMatchObject({ code: 'option-invalid', where: 'cape.example' });
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(/user:|hunter2/);
  });

  it('finds its own task pages again', () => {
    const folders = fc.array(
      fc.constantFrom('cape', 'analysis', 'submit', 'status', 'apiv2', 'tasks', '7', '%2F', '..'),
    );
    fc.assert(
      fc.property(folders, fc.integer({ min: 1, max: 2 ** 40 }), (names, task) => {
        const { base } = parseCapeAddress(['https://cape.example', ...names].join('/'));
        expect(parseCapeAddress(taskPage(base, task))).toEqual({ base, task });
      }),
    );
  });

  it('throws nothing but option-invalid on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseCapeAddress(`https://${text}`);
        } catch (error) {
          expect(error).toMatchObject({ code: 'option-invalid' });
        }
      }),
    );
  });
});

describe('isWebAddress', () => {
  it('tells addresses from paths', () => {
    expect(isWebAddress('https://cape.example/')).toBe(true);
    expect(isWebAddress('HTTP://x')).toBe(true);
    expect(isWebAddress('C:\\https.json')).toBe(false);
    expect(isWebAddress('./https://x')).toBe(false);
  });
});

describe('isSameServer', () => {
  it.each([
    ['https://a/', 'https://a/x', true],
    ['http://a/', 'https://a/', true],
    ['http://a:8000/', 'https://a/', true],
    ['http://a:8000/', 'https://a:8000/', true],
    ['https://a/', 'http://a/', false],
    ['http://a/', 'https://a:8443/', false],
    ['http://a/', 'http://a:8000/', false],
    ['https://a/', 'https://b/', false],
    ['https://a/', 'https://a.b/', false],
    ['https://a/', 'https://user@a/', false],
  ])('%s -> %s: %s', (from, to, expected) => {
    expect(isSameServer(new URL(from), new URL(to))).toBe(expected);
  });
});

describe('tokenFor', () => {
  const address = parseCapeAddress('https://cape.example/analysis/1/');

  it('gives the token to the configured server only', () => {
    expect(tokenFor(address, 'secret', 'https://cape.example/')).toBe('secret');
    expect(tokenFor(address, 'secret', 'http://cape.example/')).toBe('secret');
    expect(tokenFor(address, 'secret', 'https://other.example/')).toBeUndefined();
    expect(
      tokenFor(parseCapeAddress('http://cape.example/analysis/1/'), 'secret', 'https://cape.example/'),
    ).toBeUndefined();
  });

  it('takes the pasted address as the configured one where none is configured', () => {
    expect(tokenFor(address, 'secret')).toBe('secret');
    expect(tokenFor(address, undefined, 'https://cape.example/')).toBeUndefined();
  });
});

function thrown(run: () => unknown): CapaxError {
  try {
    run();
  } catch (error) {
    if (error instanceof CapaxError) return error;
  }
  throw new Error('no CapaxError was thrown');
}
