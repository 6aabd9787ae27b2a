import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { loadSignatures } from '../../../src/node/load-signatures.ts';
import { temporaryFolder } from '../../support/run-capax.ts';
import { buildSig, leaf, named, patLine } from '../../support/signature-builder.ts';

const SIG = buildSig([leaf('90', { modules: [named('_a')] })], { packing: 'zlib' });
const PAT = patLine('90', {}, named('_a'));

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function names(...paths: string[]): Promise<string[]> {
  return (await loadSignatures(paths)).files.map(({ name }) => basename(name));
}

it('reads files and folders in the order of file names, each once', async () => {
  const folder = folderWith({
    'a/3.sig': SIG,
    'z/1.pat': PAT,
    '2.pat.gz': gzipSync(PAT),
    'notes.txt': 'nothing',
    'a/readme.md': 'nothing',
  });
  const other = folderWith({ '0.any': SIG });
  symlinkSync(join(folder, 'a/3.sig'), join(folder, '4.sig'));
  symlinkSync(join(folder, 'gone'), join(folder, '5.sig'));
  expect(await names(folder, join(folder, 'a/3.sig'), join(other, '0.any'))).toEqual([
    ...['0.any', '1.pat', '2.pat.gz', '3.sig', '4.sig'],
  ]);
  expect(await names()).toEqual([]);
});

it('sets aside what cannot be used in a folder, and refuses it where it is named', async () => {
  const folder = folderWith({ 'good.sig': SIG, 'bad.sig': 'IDASGN', 'empty.pat': '' });
  const { files, diagnostics } = await loadSignatures([folder]);
  expect(files).toHaveLength(1);
  expect(diagnostics.map(({ code, where }) => [code, basename(where ?? '')])).toEqual([
    ['signatures-file-ignored', 'bad.sig'],
    ['signatures-file-ignored', 'empty.pat'],
  ]);
  await expect(loadSignatures([join(folder, 'bad.sig')])).rejects.toMatchObject({ code: 'signatures-invalid' });
});

it('refuses a path with nothing', async () => {
  await expect(loadSignatures(['/nowhere/at/all.sig'])).rejects.toMatchObject({ code: 'signatures-not-found' });
  await expect(loadSignatures(['/dev/null'])).rejects.toMatchObject({ code: 'signatures-not-found' });
});
