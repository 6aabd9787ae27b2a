import { describe, expect, it } from 'vitest';
import { identifyLibraryFunctions, type LibraryContext } from '../../../../src/code/flirt/identify.ts';
import { readSignatures, type SignatureFile } from '../../../../src/code/flirt/signature-file.ts';
import { type BuiltModule, buildSig, leaf } from '../../../support/signature-builder.ts';

/** A file in which each byte of code has these modules. */
async function file(modules: Readonly<Record<string, readonly BuiltModule[]>>): Promise<SignatureFile> {
  const nodes = Object.entries(modules).map(([pattern, list]) => leaf(pattern, { modules: list }));
  return readSignatures(buildSig(nodes), 'test.sig');
}

function module(names: string | BuiltModule['names'], references: BuiltModule['references'] = []): BuiltModule {
  return { names: typeof names === 'string' ? [{ offset: 0, text: names }] : names, references };
}

interface Made {
  /** First bytes by address. */
  readonly code: Readonly<Record<number, string>>;
  readonly calls?: Readonly<Record<number, readonly number[]>>;
  readonly data?: readonly number[];
  readonly unclassified?: readonly number[];
}

/** A program whose functions stand at the addresses of `code`, and what was asked about it. */
function program({ code, calls = {}, data = [], unclassified = [] }: Made) {
  const asked: number[] = [];
  const context: LibraryContext = {
    bytesAt: (address, most) => {
      asked.push(address);
      return Uint8Array.from(Buffer.from(code[address] ?? '', 'hex')).subarray(0, most);
    },
    functionSize: (address) => (code[address] === undefined ? 0 : 16),
    codeTargetsAt: (address) => calls[address] ?? [],
    refersToData: (address) => data.includes(address),
    isUnclassifiedCode: (address) => unclassified.includes(address),
  };
  const identify = (files: readonly SignatureFile[], functions = Object.keys(code).map(Number)) => {
    const { names, added } = identifyLibraryFunctions(functions, files, context);
    return { names: Object.fromEntries(names), added };
  };
  return { asked, identify };
}

describe('library functions', () => {
  it('have the name that all signatures which fit agree about', async () => {
    const signatures = await file({
      '90': [module('_a'), module('_a')],
      '91': [module('_a'), module('_b')],
      '92': [module('?')],
    });
    const { names, added } = program({ code: { 16: '90', 32: '91', 48: '92', 64: '93' } }).identify([signatures]);
    expect(names).toEqual({ 16: '_a', 48: '?' });
    expect(added).toEqual([]);
  });

  it('need a name at their start', async () => {
    const signatures = await file({ '90': [module([{ offset: 4, text: 'inner' }]), module('_a')] });
    expect(program({ code: { 16: '90' } }).identify([signatures]).names).toEqual({ 16: '_a' });
  });

  it('lend names to other places, by the first signature: local ones become functions, public ones win', async () => {
    const names = [
      { offset: 0, text: '_a' },
      { offset: 8, text: 'public' },
      { offset: 8, text: 'local', isLocal: true },
      { offset: 12, text: 'new', isLocal: true },
      { offset: -8, text: 'before', isLocal: true },
      { offset: 20, text: 'notcode' },
    ];
    const signatures = await file({
      '90': [
        module(names),
        module([
          { offset: 0, text: '_a' },
          { offset: 8, text: 'other' },
        ]),
      ],
    });
    const { identify } = program({ code: { 16: '90', 24: '95' }, unclassified: [28, 8, 36] });
    expect(identify([signatures])).toEqual({
      names: { 8: 'before', 16: '_a', 24: 'public', 28: 'new', 36: 'notcode' },
      added: [8, 28],
    });
  });

  it('keep what an earlier file says', async () => {
    const first = await file({ '90': [module('_first')], '91': [module('_a'), module('_b')] });
    const second = await file({ '90': [module('_second')], '91': [module('_b')] });
    const { identify } = program({ code: { 16: '90', 32: '91' } });
    expect(identify([first, second]).names).toEqual({ 16: '_first', 32: '_b' });
    expect(identify([second, first]).names).toEqual({ 16: '_second', 32: '_b' });
  });

  it('are told apart by what they call', async () => {
    const signatures = await file({
      E8: [
        module('_callsA', [[1, '_a']]),
        module('_callsB', [[1, '_b']]),
        module('_callsBoth', [
          [1, '_a'],
          [6, '_b'],
        ]),
      ],
      '90': [module('_a')],
      '91': [module('_b')],
    });
    const code = { 16: 'E8', 32: 'E8', 48: 'E8', 64: '90', 80: '91' };
    const calls = { 17: [80], 33: [99, 64], 38: [80] };
    const { names } = program({ code, calls }).identify([signatures]);
    // 32 calls both, so two signatures fit it.
    expect(names).toEqual({ 16: '_callsB', 64: '_a', 80: '_b' });
  });

  it('are recognised through others in any order, each looked at once', async () => {
    const signatures = await file({
      E8: [module('_outer', [[1, '_middle']])],
      E9: [module('_middle', [[1, '_inner']])],
      '90': [module('_inner')],
    });
    const code = { 16: 'E8', 32: 'E9', 48: '90', 64: 'E8', 80: '95' };
    const calls = { 17: [32], 33: [48], 65: [80] };
    for (const order of [
      [16, 32, 48, 64, 80],
      [80, 64, 48, 32, 16],
    ]) {
      const { asked, identify } = program({ code, calls });
      expect(identify([signatures], order).names).toEqual({ 16: '_outer', 32: '_middle', 48: '_inner' });
      expect([...asked].sort((a, b) => a - b)).toEqual([16, 32, 48, 64, 80]);
    }
  });

  it('may call themselves, but are not recognised by each other', async () => {
    const signatures = await file({
      E8: [module('_self', [[1, '_self']])],
      E9: [module('_left', [[1, '_right']])],
      EA: [module('_right', [[1, '_left']])],
    });
    const { identify } = program({ code: { 16: 'E8', 32: 'E9', 48: 'EA' }, calls: { 17: [16], 33: [48], 49: [32] } });
    expect(identify([signatures]).names).toEqual({ 16: '_self' });
  });

  it('refer to data by a dot, and to no data by name', async () => {
    const signatures = await file({
      '90': [module('_dot', [[1, '.']])],
      '91': [module('_named', [[1, '___security_cookie']])],
    });
    const { identify } = program({ code: { 16: '90', 32: '91', 48: '90' }, data: [17, 33] });
    expect(identify([signatures]).names).toEqual({ 16: '_dot' });
  });

  it('are followed from one to the next only so far', async () => {
    const signatures = await file({ E8: [module('_f', [[1, '_f']])] });
    const count = 5000;
    const code = Object.fromEntries(Array.from({ length: count }, (_, i) => [16 * i, 'E8']));
    const calls = Object.fromEntries(Array.from({ length: count }, (_, i) => [16 * i + 1, [16 * (i + 1)]]));
    expect(program({ code, calls }).identify([signatures]).names).toEqual({});
  });
});
