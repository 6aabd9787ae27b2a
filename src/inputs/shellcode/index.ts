// Raw code without any container, known by the ending of its name or because somebody says so. Read: open.ts.

import type { Input } from '../input.ts';

function shellcodeInput(bits: 32 | 64): Input {
  const endings = [`.sc${bits}`, `.raw${bits}`];
  return {
    format: `sc${bits}`,
    flavour: 'static',
    summary: `raw x86 code of ${bits} bits (${endings.join(', ')})`,
    recognise: ({ name }) =>
      endings.some((ending) =>
        name
          .toLowerCase()
          .replace(/\.(?:gz|zst)$/, '')
          .endsWith(ending),
      )
        ? 1
        : 0,
    open: async (source, options) => (await import('./open.ts')).openShellcode(source, bits, options),
  };
}

/** Raw code of 32 and of 64 bits as inputs. */
export const sc32Input: Input = shellcodeInput(32);
export const sc64Input: Input = shellcodeInput(64);
