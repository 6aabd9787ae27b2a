import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import { ElfFile } from '../../../../src/formats/elf/elf-file.ts';
import { detectElfOs } from '../../../../src/formats/elf/os/detect-elf-os.ts';
import { buildElf, type ElfRecipe, type ElfSegmentRecipe, Layout } from '../../../support/program-builder.ts';
import { SYSTEM_HINTS } from '../../../support/system-hints.ts';

/** What each hint says that says anything. */
function hints(recipe: ElfRecipe): Record<string, string> {
  const elf = new ElfFile(buildElf(recipe), new Diagnostics());
  const said = Object.entries(SYSTEM_HINTS).map(([name, hint]) => [name, hint(elf)] as const);
  return Object.fromEntries(said.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function note(owner: string, type: number, ...description: number[]): Uint8Array {
  const size = Math.ceil((owner.length + 1) / 4) * 4;
  return new Layout(12 + size + description.length * 4)
    .u32(0, owner.length + 1, description.length * 4, type)
    .text(12, owner)
    .u32(12 + size, ...description).bytes;
}

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
const loaded = (data: Uint8Array): ElfSegmentRecipe => ({ type: 1, address: 0x400000, data });

describe('the system of an ELF file', () => {
  it('is unknown where nothing tells', () => {
    expect(hints({ segments: [loaded(text('hello'))] })).toEqual({});
  });

  it('is in its header', () => {
    expect(hints({ osAbi: 12 })).toEqual({ header: 'openbsd' });
    expect(hints({ osAbi: 0 })).toEqual({});
  });

  it('is in notes of segments, of which the first one counts', () => {
    const segment = (data: Uint8Array): ElfRecipe => ({ segments: [{ type: 4, data }] });
    expect(hints(segment(note('GNU', 1, 3, 2, 6, 32)))).toEqual({ segmentNotes: 'freebsd' });
    expect(hints(segment(note('Android', 1, 24)))).toEqual({ segmentNotes: 'android' });
    expect(hints(segment(note('GNU', 5, 0, 0, 0, 0)))).toEqual({});
    expect(hints(segment(note('GNU', 1, 0, 2)))).toEqual({});
    expect(hints(segment(Buffer.concat([note('GNU', 3, 0), note('NetBSD', 1, 0)])))).toEqual({});
  });

  it('is in notes of sections, of any type', () => {
    const section = (data: Uint8Array): ElfRecipe => ({ sections: [{ name: '.note', type: 7, data }] });
    expect(hints(section(note('NetBSD', 7, 1)))).toEqual({ sectionNotes: 'netbsd' });
    expect(hints(section(note('Android', 1, 1)))).toEqual({});
  });

  it('is in the name of the interpreter', () => {
    expect(hints({ segments: [{ type: 3, data: text('/lib/ld-linux.so.2\0') }] })).toEqual({ interpreter: 'linux' });
  });

  it.each([
    [62, '/lib/ld.so.1', 'linux'],
    [3, '/lib/ld.so.1', 'hurd'],
    [3, '/libexec/other', 'linux'],
  ])('is in versions of the C library (machine %i, interpreter %s)', (machine, interpreter, system) => {
    const needs = new Layout(32)
      .u16(0, 1, 1)
      .u32(4, 1, 16, 0, 0)
      .u32(16 + 8, 6, 0);
    const recipe: ElfRecipe = {
      machine,
      segments: [{ type: 3, data: text(`${interpreter}\0`) }],
      sections: [
        { name: '.gnu.version_r', type: 0x6ffffffe, data: needs.bytes, link: 2 },
        { name: '.dynstr', type: 3, data: text('\0libc\0GLIBC_2.4\0') },
      ],
    };
    expect(hints(recipe)).toEqual({ neededVersions: system });
  });

  it('is in the libraries that it needs', () => {
    const data = new Layout(0x80).u64(0, 1, 1, 5, 0x400040).text(0x41, 'liblog.so');
    const recipe = { segments: [loaded(data.bytes), { type: 2, address: 0x400000, data: new Uint8Array() }] };
    expect(hints(recipe)).toEqual({ libraries: 'android' });
  });

  it('is in names of symbols', () => {
    const symbols = new Layout(48).u32(24, 1);
    const recipe = {
      sections: [
        { name: '.symtab', type: 2, data: symbols.bytes, link: 2 },
        { name: '.strtab', type: 3, data: text('\0../sysdeps/unix/sysv/linux/x86_64/a.c\0') },
      ],
    };
    expect(hints(recipe)).toEqual({ symbols: 'linux' });
  });

  it('is in the settings of a Go program, with it or behind pointers', () => {
    const inline = Buffer.concat([text('\xff Go buildinf:\x08\x02'), text('build\tGOOS=zos\n')]);
    expect(hints({ sections: [{ name: '.go.buildinfo', type: 1, data: inline }] })).toEqual({ goBuild: 'z/os' });
    const framed = `${'x'.repeat(16)}GOOS=plan9 GOOS=netbsd\n${'y'.repeat(16)}`;
    const pointed = new Layout(0x100)
      .text(0, '\xff Go buildinf:\x08')
      .u64(16, 0, 0x400040)
      .u64(0x40, 0x400060, framed.length);
    pointed.text(0x60, framed);
    expect(hints({ segments: [{ ...loaded(pointed.bytes), flags: 6 }] })).toEqual({ goBuild: 'netbsd' });
  });

  it('is in paths of the sources of a Go program', () => {
    const section = { name: '.note.go.buildid', type: 7, data: new Uint8Array() };
    const go = (path: string): ElfRecipe => ({ segments: [loaded(text(path))], sections: [section] });
    expect(hints(go('/go/src/runtime/os_only_solaris.go'))).toEqual({ goSource: 'solaris' });
    expect(hints(go('/go/src/runtime/rt0_dragonfly_amd64.s'))).toEqual({ goSource: 'dragonfly BSD' });
    expect(hints({ segments: [loaded(text('/go/src/runtime/os_linux.go'))] })).toEqual({});
  });

  it('is in what the compiler says of itself', () => {
    const comment = (data: string): ElfRecipe => ({ sections: [{ name: '.comment', type: 1, data: text(data) }] });
    expect(hints(comment('GCC: (Debian 12.2.0) 12.2.0\0'))).toEqual({ compiler: 'linux' });
    expect(hints(comment('Android clang version 14\0GCC: (GNU) 4.9\0'))).toEqual({ compiler: 'android' });
    expect(hints(comment('Debian clang\0'))).toEqual({});
  });

  it('is in names of functions of the kernel, with their version', () => {
    expect(hints({ segments: [loaded(text('__vdso_time\0LINUX_2.6\0'))] })).toEqual({ kernelLibrary: 'linux' });
    expect(hints({ segments: [loaded(text('__vdso_time\0LINUX_5.11\0'))] })).toEqual({});
  });

  it('is what the surest hint says', () => {
    const comment = { name: '.comment', type: 1, data: text('GCC: (Debian)') };
    const recipe = { osAbi: 9, segments: [{ type: 4, data: note('Linux', 1) }], sections: [comment] };
    expect(hints(recipe)).toEqual({ header: 'freebsd', segmentNotes: 'linux', compiler: 'linux' });
    expect(detectElfOs(new ElfFile(buildElf(recipe), new Diagnostics()))).toBe('freebsd');
  });
});
