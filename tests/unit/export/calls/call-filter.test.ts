import { describe, expect, it } from 'vitest';
import { type CallQuestion, compileCallFilter } from '../../../../src/export/calls/call-filter.ts';
import { callNames } from '../../../../src/features/api-names.ts';
import type { CallParts } from '../../../../src/features/call.ts';
import { parseTime } from '../../../../src/render/view/moments.ts';

const compile = (question: CallQuestion) => compileCallFilter(question, parseTime);

describe('a function', () => {
  const finds = (asked: string, api: string): boolean =>
    callNames(api).some(compile({ apis: [asked] }).api ?? (() => false));

  it.each([
    ['CreateFile', 'CreateFileW', true],
    ['createfile', 'CreateFileA', true],
    ['CreateFile', 'CreateFile', true],
    ['CreateFileW', 'CreateFileW', true],
    ['CreateFileW', 'CreateFileA', false],
    ['CreateFile', 'NtCreateFile', false],
    ['CreateFile', 'CreateFileMappingW', false],
    ['*file*', 'NtCreateFile', true],
    ['Nt*File', 'NtCreateFile', true],
    ['Nt*Fi*le', 'NtFile', true],
    ['ab*bc', 'abc', false],
    ['a*b*b', 'ab', false],
    ['*', 'x', true],
    ['a.b', 'axb', false],
  ])('asked for as %s: %s is %s', (asked, api, found) => {
    expect(finds(asked, api)).toBe(found);
  });

  it('is any if none is asked for, and one of several', () => {
    expect(compile({})).toEqual({});
    expect(compile({ apis: ['x', 'y'] }).api?.('Y')).toBe(true);
  });
});

describe('a text in an argument', () => {
  const call: CallParts = { api: 'f', args: [{ name: 'FileName', value: '"C:\\Docs\\a.DOCX"' }, { value: '0x10' }] };
  it.each([
    ['a.docx', true],
    ['/\\.DOCX$/', true],
    ['/\\.docx$/', false],
    ['/^c:/i', true],
    ['0x1', true],
    ['filename', false],
    ['"C:', true],
    ['nothing', false],
  ])('%s: %s', (argument, found) => {
    expect(compile({ argument }).call?.(call, 0)).toBe(found);
  });

  it('is looked for in all there is, where arguments are not told apart', () => {
    expect(compile({ argument: 'secret' }).call?.({ api: 'f secret' }, 0)).toBe(true);
  });

  it('refuses a pattern that is none', () => {
    expect(() => compile({ argument: '/(/' })).toThrow(expect.objectContaining({ code: 'option-invalid' }));
  });
});

describe('moments', () => {
  const fits = (question: CallQuestion, time: string | undefined, id = 0): boolean | undefined =>
    compile(question).call?.({ api: 'f', ...(time === undefined ? {} : { time }) }, id);
  const AT = '2026-03-04 09:12:31,209';

  it.each([
    [{ from: '09:12:31.209', to: '09:12:31.209' }, true],
    [{ from: '09:12:31.21' }, false],
    [{ to: '09:12:31' }, true],
    [{ to: '09:12' }, true],
    [{ to: '09:12:30' }, false],
    [{ from: '2026-03-04 09:12:31.209' }, true],
    [{ from: '2026-03-04T09:12:31.210Z' }, false],
    [{ from: '2026-03-04', to: '2026-03-04' }, true],
    [{ from: '2026-03-05' }, false],
    [{ from: '1772615551' }, true],
    [{ from: '1772615552' }, false],
    [{ from: '23:59', to: '09:13' }, true],
    [{ from: '23:59', to: '09:12:31.1' }, false],
    [{ from: '09:12', to: '2026-03-04 09:12' }, true],
  ])('%j: %s', (question, found) => {
    expect(fits(question, AT)).toBe(found);
  });

  it('are understood in every form that inputs write', () => {
    expect(fits({ from: '22:13:20.5' }, '1700000000.500000')).toBe(true);
    expect(fits({ from: '22:13:20.6' }, '1700000000.500000')).toBe(false);
    expect(fits({ from: '10:00:00', to: '10:00:01' }, '10:00:01.999999')).toBe(true);
    expect(fits({ from: '10.5', to: '11.0' }, '0010.999')).toBe(true);
  });

  it('leave out calls that do not say when they were made', () => {
    expect(fits({ from: '00:00' }, undefined)).toBe(false);
    expect(fits({ to: '23:59' }, 'some day')).toBe(false);
  });

  it('may be numbers of calls, which need no time', () => {
    expect([4, 5, 9, 10].map((id) => fits({ from: '5', to: '9' }, undefined, id))).toEqual([false, true, true, false]);
  });

  it.each(['25:00', '09:61', 'noon', '2026-13-45', '', '0x10', '-1'])('cannot be %j', (text) => {
    expect(() => compile({ from: text })).toThrow(expect.objectContaining({ code: 'option-invalid' }));
  });
});
