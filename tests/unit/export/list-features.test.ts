import { describe, expect, it } from 'vitest';
import { CapaxError } from '../../../src/errors.ts';
import { compileFeatureFilter, featureRowJson, listFeatures } from '../../../src/export/list-features.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { formatFeature } from '../../../src/features/feature-text.ts';
import type { Program } from '../../../src/features/program.ts';
import type { Subject } from '../../../src/features/subject.ts';
import type { Trace } from '../../../src/features/trace.ts';
import {
  absolute,
  at,
  frozenBlock,
  frozenFunction,
  frozenInstruction,
  openProgram,
  staticText,
} from '../../support/freeze-builder.ts';
import { openMemoryTrace } from '../../support/memory-trace.ts';

const api = (value: string): Feature => ({ type: 'api', value });

async function program(): Promise<Program> {
  const named = (name: string) => ({ type: 'api', api: name });
  const block = frozenBlock(
    6,
    [at(absolute(6), named('block'))],
    [frozenInstruction(7, [at(absolute(7), named('instruction'))])],
  );
  const { input } = await openProgram(
    staticText({
      global_: [{ feature: { type: 'os', os: 'windows' } }],
      file: [at({ type: 'file', value: 1 }, { type: 'section', section: '.text' })],
      functions: [frozenFunction(5, [at(absolute(9), named('function'))], [block])],
    }),
  );
  return input;
}

const trace: Trace = openMemoryTrace({
  globals: [{ type: 'os', value: 'windows' }],
  file: [{ feature: { type: 'string', value: 'file' }, address: { type: 'no address' } }],
  processes: [
    {
      pid: 5,
      features: [{ type: 'string', value: 'environment' }],
      threads: [
        { tid: 1, calls: [{ features: [api('a'), { type: 'number', value: 31 }] }, { features: [api('b')] }] },
        { tid: 2, calls: [{ features: [api('c')] }] },
      ],
    },
  ],
});

async function rows(input: Subject, filter?: (feature: Feature) => boolean): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const { scope, place, address, feature } of listFeatures(input, filter)) {
    list.push([
      scope,
      'value' in place ? place.value : null,
      'value' in address ? address.value : null,
      formatFeature(feature),
    ]);
  }
  return list;
}

describe('listFeatures', () => {
  it('walks a program by function, basic block and instruction', async () => {
    expect(await rows(await program())).toEqual([
      ['global', null, null, 'os(windows)'],
      ['file', null, 1, 'section(.text)'],
      ['function', 5, 9, 'api(function)'],
      ['basic block', 6, 6, 'api(block)'],
      ['instruction', 7, 7, 'api(instruction)'],
    ]);
  });

  it('walks a trace by process, thread and call, however it was recorded', async () => {
    expect(await rows(trace)).toEqual([
      ['global', null, null, 'os(windows)'],
      ['file', null, null, 'string(file)'],
      ['process', [1, 5], [1, 5], 'string(environment)'],
      ['call', [1, 5, 1, 0], [1, 5, 1, 0], 'api(a)'],
      ['call', [1, 5, 1, 0], [1, 5, 1, 0], 'number(0x1F)'],
      ['call', [1, 5, 1, 1], [1, 5, 1, 1], 'api(b)'],
      ['call', [1, 5, 2, 0], [1, 5, 2, 0], 'api(c)'],
    ]);
  });

  it('yields only what the filter lets through', async () => {
    expect(await rows(trace, compileFeatureFilter(['api'], '/^[ab]$/'))).toEqual([
      ['call', [1, 5, 1, 0], [1, 5, 1, 0], 'api(a)'],
      ['call', [1, 5, 1, 1], [1, 5, 1, 1], 'api(b)'],
    ]);
  });
});

describe('compileFeatureFilter', () => {
  const operand: Feature = { type: 'operand number', index: 1, value: 31 };
  const property: Feature = { type: 'property', access: 'read', value: 'x' };

  it.each<[string[], string | undefined, Feature, boolean]>([
    [[], undefined, operand, true],
    [['api'], undefined, operand, false],
    [['api', 'operand number'], undefined, operand, true],
    [['operand[1].number'], undefined, operand, true],
    [['operand[0].number'], undefined, operand, false],
    [['property'], undefined, property, true],
    [['property/read'], undefined, property, true],
    [['property/write'], undefined, property, false],
    [['function-name'], undefined, { type: 'function name', value: 'x' }, true],
    [[], '0x1F', operand, true],
    [[], '31', operand, true],
    [[], '30', operand, false],
    [[], 'File', api('CreateFileA'), true],
    [[], 'file', api('CreateFileA'), false],
    [[], '/file.$/i', api('CreateFileA'), true],
    [[], '41 B2', { type: 'bytes', value: '41b2' }, true],
    [[], '41b2', { type: 'bytes', value: '41b2' }, true],
    [[], 'basic', { type: 'basic block' }, false],
  ])('types %j, text %j: case %#', (types, text, feature, passes) => {
    expect(compileFeatureFilter(types, text)(feature)).toBe(passes);
  });

  it.each([
    [['apis'], undefined],
    [[], '/(/'],
  ])('refuses %j %j', (types, text) => {
    expect(() => compileFeatureFilter(types, text)).toThrowError(
      expect.objectContaining({ name: CapaxError.name, code: 'option-invalid', hint: expect.any(String) }),
    );
  });
});

describe('featureRowJson', () => {
  it('has the shapes of freeze files', () => {
    const place = { type: 'call', value: [1, 5, 1, 0] } as const;
    expect(featureRowJson({ scope: 'call', place, address: place, feature: api('a') })).toBe(
      '{"scope":"call","place":{"type":"call","value":[1,5,1,0]},"address":{"type":"call","value":[1,5,1,0]},"feature":{"type":"api","api":"a"}}',
    );
    const nowhere = { type: 'no address' } as const;
    expect(
      featureRowJson({
        scope: 'file',
        place: nowhere,
        address: nowhere,
        feature: { type: 'number', value: 2n ** 64n },
      }),
    ).toBe(
      '{"scope":"file","address":{"type":"no address"},"feature":{"type":"number","number":18446744073709551616}}',
    );
  });
});
