import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { stateArguments } from '../../../src/cli/stated-arguments.ts';

const { options } = createProgram(() => undefined);

/** As a document about `INPUT` states it. */
function stated(...argv: string[]): string[] {
  const { before, after } = stateArguments(argv, options);
  return [...before, 'INPUT', ...after];
}

describe('the command line in documents', () => {
  it.each([
    [['a.json'], ['INPUT']],
    [
      ['-q', 'a.json', '-r', 'rules', '-j'],
      ['-q', 'INPUT', '-r', 'rules', '-j'],
    ],
    [
      ['a.json', 'b.json', '-v', 'c.json', '-'],
      ['INPUT', '-v'],
    ],
    [
      ['-r', 'a.json', 'a.json'],
      ['-r', 'a.json', 'INPUT'],
    ],
    [
      ['-vqr', 'rules', 'a.json'],
      ['-vqr', 'rules', 'INPUT'],
    ],
    [
      ['-rrules', 'a.json'],
      ['-rrules', 'INPUT'],
    ],
    [
      ['--rules=x', 'a.json', '--', '-b.json'],
      ['--rules=x', 'INPUT', '--'],
    ],
    [
      ['--jobs', '2', 'a', 'b'],
      ['--jobs', '2', 'INPUT'],
    ],
  ])('names the own input in place of all: %j', (argv, expected) => {
    expect(stated(...argv)).toEqual(expected);
  });

  it.each([
    [
      ['a', '--password', 'hunter2'],
      ['INPUT', '--password', '***'],
    ],
    [
      ['a', '--password', '-x-'],
      ['INPUT', '--password', '***'],
    ],
    [
      ['--password=hunter2', 'a'],
      ['--password=***', 'INPUT'],
    ],
    [
      ['--token=t', 'a'],
      ['--token=***', 'INPUT'],
    ],
    [
      ['a', '--cape-url', 'https://me:pw@host:1/x?a=1'],
      ['INPUT', '--cape-url', 'https://***@host:1/x?a=1'],
    ],
    [
      ['a', '--cape-url=https://h/?Token=t&b=2&api_key=k#z'],
      ['INPUT', '--cape-url=https://h/?Token=***&b=2&api_key=***#z'],
    ],
    [
      ['a', '-r', 'me@host/pass=word'],
      ['INPUT', '-r', 'me@host/pass=word'],
    ],
  ])('holds no secrets: %j', (argv, expected) => {
    expect(stated(...argv)).toEqual(expected);
  });
});
