// os, arch and format of the sample of a report of facts, and what of it is not known.

import { knownGlobals } from '../report/file-type.ts';
import type { RunFacts } from './run-facts.ts';

/** `type`: in the words of the `file` tool, or empty. `guest`: the name of its system, in any spelling that begins with it. */
export function setGlobals(facts: RunFacts, type: string, guest: string): void {
  const platform = /^(windows|linux)|^win(?=\d)/i.exec(guest);
  const { globals, unknown } = knownGlobals({
    type,
    platform: platform === null ? undefined : (platform[1] ?? 'windows'),
    looksLikeWindows: false,
    askGuest: true,
  });
  facts.globals = globals;
  const missing = globals.some((feature) => feature.type === 'format') ? unknown : (['format', 'arch'] as const);
  if (missing.length === 0) return;
  const consequence = `rules that ask for the ${missing.join(' or ')} of the sample cannot match`;
  facts.missing.push({ part: 'file type', consequence });
}
