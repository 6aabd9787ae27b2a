import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../src/bytes/source.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import type { Trace } from '../../../../src/features/trace.ts';
import { drakvufInput } from '../../../../src/inputs/drakvuf/index.ts';
import { linuxCallNames, qualifyLinuxCall } from '../../../../src/inputs/drakvuf/linux-names.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS, type Semantics } from '../../../../src/semantics.ts';
import { apiLine, effectLine, syscallLine } from '../../../support/drakvuf-log.ts';
import { featureLine, readTrace } from '../../../support/recording-sink.ts';

async function read(lines: readonly string[], semantics: Semantics = DEFAULT_SEMANTICS) {
  const source = memorySource('drakmon.log', Buffer.from(`${lines.join('\n')}\n`));
  const trace = (await drakvufInput.open(source, { semantics, diagnostics: new Diagnostics() })) as Trace;
  const { summary, sink } = await readTrace(trace);
  return {
    globals: summary.globals.map(featureLine).join(' ').replaceAll('\t', ' ').replaceAll('"', ''),
    apis: sink.calls.map(({ features }) =>
      features.filter((line) => line.startsWith('api')).map((line) => line.slice(4).replaceAll('"', '')),
    ),
  };
}

const linuxLine = (method: string, fields: Record<string, unknown> = {}): string =>
  syscallLine(method, { Module: 'linux', ProcessName: '/usr/bin/bash', ...fields });

describe('the guest', () => {
  const windows = 'format pe os windows';
  const linux = 'format elf os linux';

  it.each([
    ['Windows', [syscallLine('NtClose')], windows],
    ['Linux by the module', [syscallLine('read', { Module: 'linux', ProcessName: 'kthreadd' })], linux],
    ['Linux by the paths of processes', [syscallLine('read', { ProcessName: '/bin/sh' })], linux],
    ['what most calls say', [linuxLine('read'), syscallLine('NtClose'), linuxLine('ü')], linux],
    ['Windows where a text says otherwise', [syscallLine('NtClose', { x: 'linux', Path: '/bin/sh' })], windows],
  ])('is %s', async (_, lines, expected) => {
    expect((await read(lines)).globals).toBe(expected);
    expect((await read(lines, COMPAT_SEMANTICS)).globals).toBe('format pe os windows arch amd64');
  });

  it.each([
    ['an argument', syscallLine('f', { Address: '0x7ffbc10456b2' })],
    ['a handle', syscallLine('f', { Handle: '0xffffffffffffffff' })],
    ['a pointer to a text', apiLine('f', ['a=0x667e2beb40:"x"'])],
    ['the caller', apiLine('f', [], { CalledFrom: '0x7ffbc10456b2' })],
    ['the caller, in a record with other letters', apiLine('f', ['a=ü'], { CalledFrom: '0x7ffbc10456b2' })],
    ['the page directory', syscallLine('f', { CR3: '0x119b10020' })],
    ['the kind of a Linux call', linuxLine('f', { Type: 'x64' })],
  ])('has 64 bits if %s needs them', async (_, line) => {
    expect((await read([line])).globals).toMatch(/ arch amd64$/);
  });

  it.each([
    ['32 bits', syscallLine('f', { Handle: '0xffffffff' })],
    ['zeros', syscallLine('f', { Handle: '0x00000000ffffffff' })],
    ['text', syscallLine('f', { Name: '0x123456789 and more' })],
    ['more than 64 bits', syscallLine('f', { Name: '0x123456789abcdef01' })],
  ])('has an unknown number of bits otherwise: %s', async (_, line) => {
    expect((await read([line])).globals).toBe(windows);
  });
});

describe('a call on Linux', () => {
  it.each([
    ['openat', {}, ['openat', 'open']],
    ['clone', { clone_flags: '0x10f00' }, ['clone', 'pthread_create']],
    ['clone', { clone_flags: '0x11' }, ['clone', 'fork']],
    ['unlinkat', { dfd: '0x3', pathname: '/a', flag: '0x200' }, ['unlinkat', 'rmdir']],
    ['unlinkat', { dfd: '0x3', pathname: '/a', flag: '0x0' }, ['unlinkat', 'unlink']],
    ['__x64_sys_openat', {}, ['openat', '__x64_sys_openat', 'open']],
    ['sys_ptrace', {}, ['ptrace', 'sys_ptrace']],
    ['kill', {}, ['kill']],
  ])('has the names of the C library: %s', async (method, fields, expected) => {
    expect((await read([linuxLine(method, fields)])).apis).toEqual([expected]);
    expect((await read([linuxLine(method, { ...fields, x: 'ü' })])).apis).toEqual([expected]);
    expect((await read([linuxLine(method, fields)], COMPAT_SEMANTICS)).apis).toEqual([[method]]);
  });

  it.each([
    ['do_filp_open', 'open'],
    ['vfs_unlink', 'unlink'],
    ['utimes_common.isra.0', 'utimes'],
    ['do_execveat_common', 'execve'],
    ['send_signal', 'kill'],
  ])('has the name of the system call whose work a function of the kernel does: %s', async (method, expected) => {
    expect(linuxCallNames(qualifyLinuxCall(method, [], []))).toEqual([method, expected]);
    const { apis } = await read([effectLine('filetracer', method, { ProcessName: '/bin/sh', FileName: '/a' })]);
    expect(apis).toEqual([[method, expected]]);
  });

  it('is none on Windows', async () => {
    expect((await read([syscallLine('openat')])).apis).toEqual([['openat']]);
  });
});
