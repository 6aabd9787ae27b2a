import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imageOfElf } from '../../../../src/code/elf-image.ts';
import { imageOfPe } from '../../../../src/code/pe-image.ts';
import { Diagnostics } from '../../../../src/diagnostics.ts';
import type { LocatedFeature } from '../../../../src/features/located.ts';
import { ElfFile } from '../../../../src/formats/elf/elf-file.ts';
import { openOrdinalNames } from '../../../../src/formats/pe/ordinal-names.ts';
import { PeFile } from '../../../../src/formats/pe/pe-file.ts';
import { elfFileFeatures, elfImportNames } from '../../../../src/inputs/shared/native/elf-file-features.ts';
import { embeddedPeFeatures, stringFeatures } from '../../../../src/inputs/shared/native/file-features.ts';
import { apiNamesBySlot, peImportNames } from '../../../../src/inputs/shared/native/imported-symbols.ts';
import { peFileFeatures } from '../../../../src/inputs/shared/native/pe-file-features.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../../../../src/semantics.ts';
import { buildElf, buildPe, Layout } from '../../../support/program-builder.ts';

const ordinalNames = openOrdinalNames(readFileSync(new URL('../../../../assets/ordinal-names.bin', import.meta.url)));

function list(features: readonly LocatedFeature[], type: string): [value: unknown, at: unknown][] {
  return features
    .filter(({ feature }) => feature.type === type)
    .map(({ feature, address }) => ['value' in feature && feature.value, 'value' in address && address.value]);
}

describe('names of numbered exports', () => {
  it('are found by module and number', () => {
    expect([
      ordinalNames.find('ws2_32', 115),
      ordinalNames.find('wsock32', 1),
      ordinalNames.find('oleaut32', 2),
    ]).toEqual(['WSAStartup', 'accept', 'SysAllocString']);
    expect([ordinalNames.find('ws2_32', 60_000), ordinalNames.find('shell32', 680)]).toEqual([undefined, undefined]);
  });

  it('are refused where the database is damaged', () => {
    expect(() => openOrdinalNames(new Uint8Array(20))).toThrow('damaged');
  });
});

describe('imports of a PE file', () => {
  const tables = new Layout(0x200)
    .u32(0, 0x1080, 0, 0, 0x1100, 0x10c0, 0x1090, 0, 0, 0x1110, 0x10d0)
    .u32(0x80, 0x80000073)
    .u32(0x90, 0x1130, 0x80000009)
    .text(0x100, 'WS2_32.dll')
    .text(0x110, 'api-ms-win-crt-x.dll')
    .text(0x132, 'fputW');
  const sections = [{ name: '.idata', rva: 0x1000, data: tables.bytes }];
  const pe = new PeFile(buildPe({ entryRva: 0x1000, directories: { 1: [0x1000, 60] }, sections }), new Diagnostics());
  const features = (semantics: typeof COMPAT_SEMANTICS) =>
    list(peFileFeatures(pe, imageOfPe(pe), peImportNames(pe, { ordinalNames, semantics })), 'import').map(
      ([value]) => value,
    );

  it('have the names that the reference gives them', () => {
    expect(features(COMPAT_SEMANTICS)).toEqual([
      'ws2_32.WSAStartup',
      'WSAStartup',
      'api_ms_win_crt_x.fputW',
      'fputW',
      'api_ms_win_crt_x.fput',
      'fput',
      'api_ms_win_crt_x.#9',
    ]);
  });

  it('have their number and the name that the file writes as well', () => {
    expect(features(DEFAULT_SEMANTICS)).toEqual(
      expect.arrayContaining(['ws2_32.#115', 'WSAStartup', 'api-ms-win-crt-x.fput', 'api-ms-win-crt-x.#9']),
    );
  });

  it('are called by name without module, and by number with it', () => {
    const symbols = peImportNames(pe, { ordinalNames, semantics: COMPAT_SEMANTICS });
    const names = apiNamesBySlot(symbols, 0x400000);
    expect([0x4010c0, 0x4010d0, 0x4010d4, 0x4010d8].map(names)).toEqual([
      ['WSAStartup'],
      ['fputW', 'fput'],
      ['api_ms_win_crt_x.#9'],
      [],
    ]);
  });
});

describe('exports and sections of a PE file', () => {
  it('are its functions, those of others, its entry point, and its parts', () => {
    const tables = new Layout(0x200)
      .u32(12, 0x1000, 10, 3, 1, 0x1100, 0x1120, 0x1140)
      .u32(0x100, 0x2000, 0x10f0, 0x2010)
      .text(0xf0, 'C.DLL.Fn')
      .u32(0x120, 0x1130)
      .text(0x130, 'own')
      .u16(0x140, 2);
    const sections = [{ name: '.edata', rva: 0x1000, data: tables.bytes }];
    const pe = new PeFile(
      buildPe({ entryRva: 0x1180, directories: { 0: [0x1000, 0x100] }, sections }),
      new Diagnostics(),
    );
    const features = peFileFeatures(pe, imageOfPe(pe), []);
    expect(list(features, 'export')).toEqual([
      ['Ordinal_10', 0x402000],
      ['c.dll.Fn', 0x4010f0],
      ['own', 0x402010],
      ['__entry', 0x401180],
    ]);
    expect(list(features, 'characteristic')).toEqual([['forwarded export', 0x4010f0]]);
    expect(list(features, 'section')).toEqual([
      ['PE_Header', 0x400000],
      ['.edata', 0x401000],
    ]);
  });
});

describe('features of an ELF file', () => {
  const data = new Layout(0x300)
    .u64(0, 5, 0x400100, 6, 0x400080, 4, 0x400160, 23, 0x400180, 2, 24, 20, 7)
    .u32(0x98, 1, 0x12)
    .u64(0xa0, 0x400210)
    .u32(0xb0, 6, 0x00010012)
    .u64(0xb8, 0x400200)
    .text(0x101, 'puts')
    .text(0x106, 'own')
    .u32(0x160, 1, 3)
    .u64(0x180, 0x400240, (1n << 32n) | 7n, 0);
  const elf = new ElfFile(
    buildElf({
      entry: 0x400200,
      segments: [
        { type: 1, address: 0x400000, data: data.bytes },
        { type: 2, address: 0x400000, data: new Uint8Array() },
      ],
      sections: [
        { name: '.text', type: 1, address: 0x400200, flags: 6, data: new Uint8Array() },
        { name: '.comment', type: 1, data: new Uint8Array() },
      ],
    }),
    new Diagnostics(),
  );

  it('are imports by slot, exports by symbol, sections and segments', () => {
    const features = elfFileFeatures(elf, imageOfElf(elf), elfImportNames(elf), DEFAULT_SEMANTICS);
    expect(list(features, 'import')).toEqual([
      ['*.puts', 0x400240],
      ['puts', 0x400240],
    ]);
    expect(list(features, 'export')).toEqual([
      ['own', 0x400200],
      ['__entry', 0x400200],
    ]);
    expect(list(features, 'section')).toEqual([
      ['.text', 0x400200],
      ['PHDR0', 0x400000],
    ]);
  });

  it('take functions of others for exports as the reference does', () => {
    const features = elfFileFeatures(elf, imageOfElf(elf), elfImportNames(elf), COMPAT_SEMANTICS);
    expect(list(features, 'export')).toContainEqual(['puts', 0x400210]);
    expect(list(features, 'import')).toContainEqual(['puts', 0x400240]);
  });
});

describe('programs in a file', () => {
  const places = (bytes: Uint8Array): unknown[] =>
    list(embeddedPeFeatures(bytes), 'characteristic').map(([, at]) => at);

  const inner = Buffer.alloc(0x90);
  inner.write('MZ');
  inner.writeUInt32LE(0x80, 0x3c);
  inner.write('PE', 0x80);

  it('are found behind its own beginning, XORed with one key too', () => {
    const hidden = inner.map((byte) => byte ^ 0xa5);
    expect(places(Buffer.concat([inner, Buffer.from('x'), inner, hidden]))).toEqual([0x91, 0x121]);
  });

  it('are none where the header is far away', () => {
    const far = Buffer.alloc(0x400);
    far.write('MZ', 1);
    far.writeUInt32LE(0x300, 0x3d);
    far.write('PE', 0x301);
    expect(places(far)).toEqual([]);
  });

  it('are none where the file ends before', () => {
    expect(places(Buffer.concat([Buffer.from('x'), inner.subarray(0, 0x81)]))).toEqual([]);
    expect(places(Buffer.from('xMZ'))).toEqual([]);
  });
});

describe('texts in a file', () => {
  it('have their places, ASCII first', () => {
    const bytes = Buffer.concat([Buffer.from('w\0i\0d\0e\0\0plain\tone\n', 'latin1')]);
    expect(list(stringFeatures(bytes), 'string')).toEqual([
      ['plain\tone', 9],
      ['wide', 0],
    ]);
  });
});
