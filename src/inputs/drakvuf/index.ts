// DRAKVUF logs (drakvuf-sandbox: drakmon.log): one JSON object a line, written by several plugins. All processes of the guest
// are in it. Read: record.ts (a line), read.ts (phase 1), describe.ts (display text).

import type { Input, Probe } from '../input.ts';
import { DRAKVUF_CODES } from './codes.ts';

/** Lines at the head that may be damaged before one that is DRAKVUF's. */
const PROBED_LINES = 20;

function recognise({ name, head }: Probe): 0 | 1 | 2 {
  const lines = new TextDecoder().decode(head).split('\n', PROBED_LINES);
  if (lines.some((line) => /^\s*\{.*?"Plugin"\s*:\s*"/.test(line))) return 2;
  if (/drakmon\.log(?:\.(?:gz|zst))?$/i.test(name)) return 1;
  // Logs of many tools are called so; these are JSON lines.
  const first = lines.find((line) => line.trim() !== '') ?? '{';
  return /\.log(\.gz)?$/i.test(name) && first.trimStart().startsWith('{') ? 1 : 0;
}

/** DRAKVUF logs as an input. */
export const drakvufInput: Input = {
  format: 'drakvuf',
  flavour: 'dynamic',
  codes: DRAKVUF_CODES,
  summary: 'DRAKVUF log (drakmon.log), JSON lines',
  recognise,
  open: async (source, options) => (await import('./open.ts')).openDrakvuf(source, options),
};
