// What a Go program says about the system that it was built for: its build settings, and the paths of its run-time's sources.

import { ByteView, byteText } from '../../../bytes/byte-view.ts';
import { findText } from '../../../bytes/find-bytes.ts';
import type { ElfFile } from '../elf-file.ts';
import { SEGMENT } from '../headers.ts';

const MAGIC = '\xff Go buildinf:';
const FLAG = { bigEndian: 1, inline: 2 } as const;
/** What frames the settings on both sides. */
const FRAME_BYTES = 16;
const MAX_SETTINGS = 1_048_576;

/** In this order; the last ones are known and stand for nothing that rules name. */
const SETTINGS: readonly (readonly [setting: string, system: string | undefined])[] = [
  ['aix', 'aix'],
  ['android', 'android'],
  ['dragonfly', 'dragonfly BSD'],
  ['freebsd', 'freebsd'],
  ['hurd', 'hurd'],
  ['illumos', 'illumos'],
  ['linux', 'linux'],
  ['netbsd', 'netbsd'],
  ['openbsd', 'openbsd'],
  ['solaris', 'solaris'],
  ['zos', 'z/os'],
  ...['windows', 'plan9', 'ios', 'darwin', 'nacl', 'js'].map((name) => [name, undefined] as const),
];

/** By the setting GOOS. */
export function systemOfGoBuild(elf: ElfFile): string | undefined {
  const data = buildData(elf);
  const at = data === undefined ? -1 : findText(data, MAGIC);
  if (data === undefined || at < 0) return undefined;
  const flags = data[at + 15] ?? 0;
  const settings = (flags & FLAG.inline) !== 0 ? data : pointedSettings(elf, data.subarray(at), flags);
  if (settings === undefined) return undefined;
  return SETTINGS.find(([name]) => findText(settings, `GOOS=${name}`) >= 0)?.[1];
}

function buildData(elf: ElfFile): Uint8Array | undefined {
  const { sections, segments } = elf.headers;
  const section = sections.find(({ name }) => name === '.go.buildinfo');
  if (section !== undefined) return elf.wholeBytes(section.offset, section.size);
  const segment = segments.find(({ type, flags }) => type === SEGMENT.load && (flags & 3) === 2);
  return segment && elf.wholeBytes(segment.offset, segment.fileSize);
}

/** Old programs have pointers to strings of Go there: a pointer and a length each. The second string has the settings. */
function pointedSettings(elf: ElfFile, info: Uint8Array, flags: number): Uint8Array | undefined {
  const bits = info[14] === 4 ? 32 : 64;
  const word = bits / 8;
  const isLittleEndian = (flags & FLAG.bigEndian) === 0;
  const { view, layout } = elf;
  const string = new ByteView(info, isLittleEndian).address(16 + word, bits);
  if (string < 0) return undefined;
  const header = new ByteView(view.fileBytesAt(string + layout.bias, word * 2), isLittleEndian);
  const [place, length] = [header.address(0, bits), header.address(word, bits)];
  if (place < 0 || length <= 0) return undefined;
  const settings = view.fileBytesAt(place + layout.bias, Math.min(length, MAX_SETTINGS));
  return settings.at(-FRAME_BYTES - 1) === 0x0a ? settings.subarray(FRAME_BYTES, -FRAME_BYTES) : settings;
}

const SOURCES: readonly (readonly [system: string, ...prefixes: string[]])[] = [
  ['aix', 'aix'],
  ['android', 'android'],
  ['dragonfly BSD', 'dragonfly'],
  ['freebsd', 'freebsd'],
  ['illumos', 'illumos'],
  ['linux', 'linux'],
  ['netbsd', 'netbsd'],
  ['solaris', 'only_solaris', 'solaris'],
  ['openbsd', 'openbsd'],
  ['unix', 'unix_nonlinux'],
];
const MAX_PATH = 32;

/** By names such as `/src/runtime/os_linux.go`, then `/src/runtime/rt0_linux_amd64.s`. */
export function systemOfGoSource(elf: ElfFile): string | undefined {
  const isGo = elf.headers.sections.some(({ name }) => name === '.note.go.buildid' || name === '.go.buildinfo');
  if (!isGo) return undefined;
  return systemOfPath(elf, '/src/runtime/os_', '.go') ?? systemOfPath(elf, '/src/runtime/rt0_', '.s');
}

function systemOfPath(elf: ElfFile, before: string, after: string): string | undefined {
  for (const { offset, fileSize } of elf.headers.segments) {
    const bytes = elf.wholeBytes(offset, fileSize);
    const at = bytes === undefined ? -1 : findText(bytes, before);
    if (bytes === undefined || at < 0) continue;
    const start = at + before.length;
    const [name = ''] = byteText(bytes.subarray(start, start + MAX_PATH)).split(after);
    const found = SOURCES.find(([, ...prefixes]) => prefixes.some((prefix) => name.startsWith(prefix)));
    if (found !== undefined) return found[0];
  }
  return undefined;
}
