// Which log of QEMU a text is, and of which machine, by its first lines.

import type { RecordedMachine } from '../execution.ts';

/** How much of a file is looked at. */
export const HEAD_BYTES = 65_536;

/** `blocks`: what `-d in_asm,exec` writes, with registers if `cpu` is asked for; `execlog`: what the plugin of that name writes. */
export type QemuLog = 'blocks' | 'execlog';

const LISTED = /^0x[0-9a-f]{8,16}: {2}((?:[0-9a-f]{2} )+|[0-9a-f]{8}) +(\S.*)$/gm;
const TRACED = /^Trace (?:\d+: )?0x[0-9a-f]+ \[[0-9a-f]+(?:\/[0-9a-fx]+)*\]/m;
const DUMPED = /^(?:(RAX|EAX)=[0-9a-f]{8}| PC=[0-9a-f]{16} X00=[0-9a-f]{16})/m;
const LOGGED = /^\d+, 0x([0-9a-f]{1,16}), 0x([0-9a-f]{1,8}), "([^"\n]*)"(?=[,\r\n]|$)/gm;
const WIDE_X86 = /%r[a-z0-9]/;
const A64_REGISTER = /(?:^|[ ,[])[xw](?:[0-9]|[12][0-9]|30|zr)(?:$|[ ,\]])/;

/** Which log a text that begins like this is; undefined where it is none. */
export function recogniseQemu(head: Uint8Array): QemuLog | undefined {
  return logOf(textOf(head));
}

/** The machine of a log; undefined where it is none that is read. */
export function qemuMachine(head: Uint8Array): RecordedMachine | undefined {
  const text = textOf(head);
  const dumped = DUMPED.exec(text);
  if (dumped !== null) return dumped[1] === undefined ? ARM64 : { machine: 'x86', bits: dumped[1] === 'RAX' ? 64 : 32 };
  const logged = [...text.matchAll(LOGGED)].map(([, address = '', code = '', shown = '']) => ({
    address,
    code,
    shown,
  }));
  const listed = [...text.matchAll(LISTED)].map(([line, code = '', shown = '']) => {
    return { address: line.slice(2, line.indexOf(':')), code: code.trim(), shown };
  });
  const all = [...logged, ...listed];
  const texts = all.map(({ shown }) => shown);
  const areWords = all.every(({ address, code }) => Number.parseInt(address, 16) % 4 === 0 && !code.includes(' '));
  if (areWords && texts.some((shown) => A64_REGISTER.test(shown))) return ARM64;
  if (!texts.some((shown) => shown.includes('%'))) return undefined;
  const isWide =
    texts.some((shown) => WIDE_X86.test(shown)) || all.some(({ address }) => Number.parseInt(address, 16) >= 2 ** 32);
  return { machine: 'x86', bits: isWide ? 64 : 32 };
}

const ARM64: RecordedMachine = { machine: 'arm64', bits: 64 };

function textOf(head: Uint8Array): string {
  return new TextDecoder('latin1').decode(head.subarray(0, HEAD_BYTES));
}

function logOf(text: string): QemuLog | undefined {
  if (TRACED.test(text) && /^IN:/m.test(text)) return 'blocks';
  // Nothing comes before its first line.
  return text.search(LOGGED) === 0 ? 'execlog' : undefined;
}
