// Hands over what was rendered.

import type { JobHost } from './job-host.ts';

/** Hands over a rendering piece by piece. */
export async function writeAll(
  texts: AsyncIterable<string>,
  host: Pick<JobHost, 'write'>,
  check: (() => void) | undefined,
): Promise<void> {
  for await (const text of texts) {
    await host.write(text);
    check?.();
  }
}
