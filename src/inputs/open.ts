// Opens an input that was detected.

import type { Unpack } from '../bytes/unpack.ts';
import { CapaxError } from '../errors.ts';
import type { Subject } from '../features/subject.ts';
import { deriveBehaviors } from './derive-behaviors.ts';
import { type Detected, unpackDetected } from './detect.ts';
import type { OpenOptions } from './input.ts';
import { judgeLosses } from './judge-losses.ts';

/** Throws CapaxError; a saved result document is `input-unsupported`, for it holds no features. */
export async function openInput(
  detected: Detected,
  { unpack, ...options }: OpenOptions & { readonly unpack: Unpack },
): Promise<Subject> {
  const { input, source } = detected;
  if (input === 'result') {
    throw new CapaxError('input-unsupported', `${source.name} is a result document, not an input`, {
      hint: 'Render it with `capax result.json` or readDocument().',
    });
  }
  const opened = await input.open(unpackDetected(detected, unpack, options.diagnostics), options);
  switch (opened.flavour) {
    case 'static':
      return opened;
    case 'dynamic':
      return judgeLosses(deriveBehaviors(opened), source.name, options.acceptsNothing);
  }
}
