// Which operating system and processor the guest had, as far as its log shows.

import type { Feature } from '../../features/feature.ts';

/** Module of the kernel's functions in the log of a Linux guest. */
export const LINUX_MODULE = 'linux';
/** What the kind of a Linux system call may be (`Type`); the second only exists on 64-bit guests. */
export const CALL_TYPES: readonly string[] = ['x32', 'x64'];

/** More than 32 bits: only 64-bit guests have such addresses, registers and handles. */
const WIDE = /^0x[1-9a-f][0-9a-f]{8,15}(?:$|:")/i;

/** Whether a value, perhaps with the text that it points to, needs more than 32 bits. */
export function isWide(value: string): boolean {
  return WIDE.test(value);
}

export class Guest {
  /** Calls that were made on Linux, and on any other system. */
  linuxCalls = 0;
  otherCalls = 0;
  /** Something was met that only a 64-bit guest has. */
  wide = false;

  /** Counts a call. */
  add(linux: boolean, wide: boolean): void {
    if (linux) this.linuxCalls++;
    else this.otherCalls++;
    if (wide) this.wide = true;
  }

  /** Format, operating system and, if the log shows it, architecture. */
  features(): Feature[] {
    const [format, os] = this.linuxCalls > this.otherCalls ? ['elf', 'linux'] : ['pe', 'windows'];
    const features: Feature[] = [
      { type: 'format', value: format as string },
      { type: 'os', value: os as string },
    ];
    return this.wide ? [...features, { type: 'arch', value: 'amd64' }] : features;
  }
}

/** What the reference says of every log. */
export const ASSUMED_GUEST: readonly Feature[] = [
  { type: 'format', value: 'pe' },
  { type: 'os', value: 'windows' },
  { type: 'arch', value: 'amd64' },
];
