import { describe, expect, it } from 'vitest';
import { ArgumentReader } from '../../../../../src/inputs/shared/tracer/argument-features.ts';
import { DEFAULT_SEMANTICS } from '../../../../../src/semantics.ts';
import { featureLine } from '../../../../support/recording-sink.ts';

const read = (argument: string, characters = false): string[] =>
  new ArgumentReader(characters, DEFAULT_SEMANTICS)
    .features(argument)
    .map((feature) => featureLine(feature).replace('\t', ' '));

describe('an argument', () => {
  it.each<[string, string[]]>([
    ['0', ['number 0']],
    ['-1', ['number -1']],
    ['0x7f00', ['number 32512']],
    ['0644', ['number 420']],
    ['089', []],
    ['0xffffffff80000002', ['number 18446744071562067970', 'number 2147483650']],
    ['0x7fff9ed462a8 /* 3 vars */', ['number 140735858107048']],
    ['99999999999999999999999999999999999999999', []],
    ['NULL', ['number 0']],
    ['1<<CAP_KILL', []],
    ['8192*1024', []],
    ['1.5', []],
    ['6hello', []],
    ['"12"', ['string "12"']],
    ['""', ['string ""']],
    ['"a"...', ['string "a..."']],
    ['["sh", "-c", ...]', ['string "sh"', 'string "-c"']],
    ['{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("1.2.3.4")}', ['number 2', 'string "1.2.3.4"']],
    ['SOCK_STREAM|SOCK_CLOEXEC', ['number 1']],
    ['O_RDONLY|O_CLOEXEC', []],
    ['XAF_INET', []],
    ['child_stack=NULL', ['number 0']],
    ['flags=CLONE_VM|SIGCHLD', ['number 17']],
    ['s == 3', []],
    ['3</etc/passwd>', ['number 3', 'string "/etc/passwd"']],
    ['3<\\x2f\\x61>', ['number 3', 'string "/a"']],
    ['3</a\\74b\\76 (deleted)>', ['number 3', 'string "/a<b> (deleted)"']],
    ['1</dev/null<char 1:3>>', ['number 1', 'string "/dev/null"']],
    ['AT_FDCWD</srv>', []],
    ['4<TCP:[10.0.0.1:5->10.0.0.2:80]>', ['number 4', 'string "10.0.0.1"', 'string "10.0.0.2"']],
    ['4<UDPv6:[[::1]:5->[fe80::1]:80]>', ['number 4', 'string "::1"', 'string "fe80::1"']],
    ['4<TCP:[0.0.0.0:80]>', ['number 4', 'string "0.0.0.0"']],
    ['4<TCP:[58743]>', ['number 4']],
    ['4<pipe:[123]>', ['number 4']],
    ['123<sh>', ['number 123']],
    ['[3</a>, 4</b>]', ['string "/a"', 'string "/b"']],
    ['/* "no" AF_INET */', []],
    ['"never closed', []],
    ['4<never closed', ['number 4']],
  ])('%s', (argument, expected) => {
    expect(read(argument)).toEqual(expected);
  });

  it('of ltrace may be a character', () => {
    expect(read("'a'", true)).toEqual(['number 97']);
    expect(read("'\\n'", true)).toEqual(['number 10']);
    expect(read("''", true)).toEqual([]);
    expect(read("'a'")).toEqual([]);
    expect(read('nil', true)).toEqual(['number 0']);
  });

  it('says whether texts were cut', () => {
    const reader = new ArgumentReader(false, DEFAULT_SEMANTICS);
    reader.features('["a", ...]');
    expect(reader.metCutText).toBe(false);
    reader.features('["a"...]');
    expect(reader.metCutText).toBe(true);
  });
});
