// What the user named as input: a file, standard input, an address of a CAPE task, or a sample whose report a CAPE server has or
// makes. Each ends as a byte source that is closed after use.

import type { ByteSource } from '../bytes/source.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { splitMember } from './archive-members.ts';
import type { CapeOptions } from './cape-options.ts';
import { openFile } from './file-source.ts';
import type { InputHost } from './input-host.ts';
import { openStandardInput } from './stream-source.ts';

/** Opens the input, hands it to `use` and closes it. `member`: which one of an archive is meant, where the input says so. */
export async function useInput<T>(
  input: string,
  cape: CapeOptions,
  host: InputHost,
  use: (source: ByteSource, name: string, member?: string) => Promise<T>,
): Promise<T> {
  if (cape.mode !== undefined || isWebAddress(input)) {
    const { useCape } = await import('./use-cape.ts');
    return useCape(input, cape, host, use);
  }
  const { path, member } = await splitMember(input);
  const source = await (path === '-' ? openStandardInput() : openFile(path, true));
  try {
    return await use(source, input, member);
  } finally {
    await source.close?.();
  }
}
