// Logs of lackey (valgrind --tool=lackey --trace-mem=yes): addresses and sizes of the instructions that ran. Their bytes are those of the program. The
// format is read in formats/lackey/; open.ts is where to start.

import { LACKEY_CODES } from '../../formats/lackey/codes.ts';
import type { Input, Probe } from '../input.ts';

const TOOL = /^==\d+== Lackey/m;
const INSTRUCTION = /^I {2}[0-9a-f]{6,16},\d{1,2}$/;
const ACCESS = /^ [LSM] [0-9a-f]{6,16},\d{1,5}$/;
const LINES = 100;

/** Named by its first lines, or nothing but instructions and accesses. */
function recognise({ head }: Probe): 0 | 1 | 2 {
  const text = new TextDecoder('latin1').decode(head);
  if (TOOL.test(text)) return 2;
  const lines = text.split('\n', LINES).slice(0, -1);
  const isOwn = lines.length > 1 && lines.every((line) => INSTRUCTION.test(line) || ACCESS.test(line));
  return isOwn && lines.some((line) => INSTRUCTION.test(line)) ? 2 : 0;
}

/** Logs of lackey as an input. */
export const lackeyInput: Input = {
  format: 'lackey',
  flavour: 'dynamic',
  codes: LACKEY_CODES,
  summary: 'instructions that ran under valgrind --tool=lackey --trace-mem=yes (with --sample)',
  recognise,
  followsCode: () => true,
  open: async (source, options) => (await import('./open.ts')).openLackey(source, options),
};
