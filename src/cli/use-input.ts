// What the user named as input: a file, standard input, an address of a CAPE task, or a sample whose report a CAPE server has or
// makes. Each ends as a byte source that is closed after use.

import type { ByteSource } from '../bytes/source.ts';
import { openFile } from '../node/file-source.ts';
import { openStandardInput } from '../node/stream-source.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import type { CapeOptions } from './use-cape.ts';

export interface InputHost {
  /** Takes lines for standard error. */
  warn(text: string): void;
  /** Takes a line that says what is under way. */
  say(text: string): void;
}

/** Opens the input, hands it to `use` and closes it. */
export async function useInput<T>(
  input: string,
  cape: CapeOptions,
  host: InputHost,
  use: (source: ByteSource, name: string) => Promise<T>,
): Promise<T> {
  if (cape.mode !== undefined || isWebAddress(input)) {
    const { useCape } = await import('./use-cape.ts');
    return useCape(input, cape, host, use);
  }
  const source = input === '-' ? openStandardInput() : await openFile(input);
  try {
    return await use(source, input);
  } finally {
    await source.close?.();
  }
}
