// What the user named as input: a file, or standard input.

import type { ByteSource } from '../bytes/source.ts';
import { openFile } from '../node/file-source.ts';
import { openStandardInput } from '../node/stream-source.ts';

/** An opened input; `close` removes what was kept of it. */
export type OpenedInput = ByteSource & { close?(): Promise<void> };

/** Opens an input. Throws CapaxError. */
export async function openInput(input: string): Promise<OpenedInput> {
  return input === '-' ? openStandardInput() : openFile(input);
}
