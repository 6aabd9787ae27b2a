// Builds small PML files, ProcMon's own format, with events of the kinds that its reader knows.

interface PmlRow {
  readonly pid: number;
  readonly ppid: number;
  readonly name: string;
  readonly image?: string;
  readonly commandLine?: string;
}

/** An event: `process` is the position of its process among those given. */
export interface PmlEvent {
  readonly process: number;
  readonly class: number;
  readonly operation: number;
  readonly result?: number;
  readonly details: Uint8Array;
  readonly extra?: Uint8Array;
}

const HEADER = 0x3a8;
/** Indexes of processes in the file are not their positions. */
const FIRST_INDEX = 1000;

export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, 4 * i);
  return bytes;
}

function halves(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, 2 * i);
  return bytes;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const sized = (text: string): Buffer => Buffer.concat([words(2 * text.length + 2), utf16(`${text}\0`)]);

/** Details of an event of the registry: `before` stands between the length of the path and the path. */
export function registryDetails(path: string, before = 0, isAscii = true): Buffer {
  const info = isAscii ? 0x8000 | path.length : path.length;
  return Buffer.concat([halves(info), Buffer.alloc(before), isAscii ? Buffer.from(path, 'latin1') : utf16(path)]);
}

/** Details of an event of a file on a system with 64 bits. */
export function fileDetails(path: string, { part = 0, options = 0, access = 0 } = {}): Buffer {
  const parameters = Buffer.alloc(8 * 5 + 0x14);
  parameters.writeUInt32LE(options, 0x14);
  return Buffer.concat([
    Buffer.from([part, 0, 0, 0]),
    parameters,
    halves(path.length, 0),
    utf16(path),
    words(access, 0),
  ]);
}

export function loadDetails(path: string): Buffer {
  return Buffer.concat([Buffer.alloc(12), halves(path.length, 0), utf16(path)]);
}

export function createDetails(pid: number, path: string, command: string): Buffer {
  return Buffer.concat([
    words(0, pid),
    Buffer.alloc(0x24),
    Buffer.from([1, 2]),
    halves(path.length, command.length, 0),
    Buffer.alloc(3),
    utf16(path + command),
  ]);
}

export function networkDetails(flags: number, local: Buffer, remote: Buffer, ports: readonly [number, number]): Buffer {
  return Buffer.concat([halves(flags, 0), words(1), local, remote, halves(...ports)]);
}

/** An IPv4 address in the 16 bytes that any has. */
export function address(...parts: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(parts), Buffer.alloc(16 - parts.length)]);
}

function eventBytes(event: PmlEvent): Buffer {
  const stack = Buffer.alloc(8);
  const head = Buffer.alloc(0x34);
  head.writeUInt32LE(FIRST_INDEX + event.process, 0);
  head.writeUInt32LE(event.class, 0x08);
  head.writeUInt16LE(event.operation, 0x0c);
  head.writeUInt32LE((event.result ?? 0) >>> 0, 0x24);
  head.writeUInt16LE(stack.length / 8, 0x28);
  head.writeUInt32LE(event.details.length, 0x2c);
  const extra = event.extra === undefined ? Buffer.alloc(0) : Buffer.concat([halves(event.extra.length), event.extra]);
  if (extra.length > 0) head.writeUInt32LE(head.length + stack.length + event.details.length, 0x30);
  return Buffer.concat([head, stack, event.details, extra]);
}

/** The file. `hosts` have names beside their addresses. */
export function pmlFile(
  processes: readonly PmlRow[],
  events: readonly PmlEvent[],
  hosts: readonly (readonly [Buffer, string])[] = [],
): Uint8Array {
  const texts: string[] = [''];
  const number = (text = ''): number => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1);
  const rows = processes.map(({ pid, ppid, name, image, commandLine }, i) =>
    Buffer.concat([
      words(FIRST_INDEX + i, pid, ppid),
      Buffer.alloc(0x34),
      words(number(name), number(image), number(commandLine)),
      Buffer.alloc(0x28),
    ]),
  );
  const body = events.map(eventBytes);
  const table = (parts: readonly Buffer[], before: readonly number[] = []): Buffer => {
    let at = 4 + 4 * before.length + 4 * parts.length;
    const offsets = parts.map((part) => {
      at += part.length;
      return at - part.length;
    });
    return Buffer.concat([words(parts.length, ...before, ...offsets), ...parts]);
  };
  let at = HEADER;
  const offsets = body.map((event) => {
    const entry = Buffer.concat([words(at), Buffer.alloc(1)]);
    at += event.length;
    return entry;
  });
  const sections = [
    Buffer.concat(body),
    Buffer.concat(offsets),
    table(
      rows,
      rows.map((_, i) => FIRST_INDEX + i),
    ),
    table(texts.map(sized)),
    words(0),
    Buffer.concat([
      words(hosts.length),
      ...hosts.map(([bytes, name]) => Buffer.concat([bytes, sized(name)])),
      words(0),
    ]),
  ];
  const header = Buffer.alloc(HEADER);
  header.write('PML_', 'latin1');
  header.writeUInt32LE(9, 4);
  header.writeUInt32LE(1, 8);
  header.writeUInt32LE(events.length, 0x234);
  const places = [0x240, 0x248, 0x250, 0x258, 0x260, 0x3a0];
  let start = HEADER;
  sections.forEach((section, i) => {
    header.writeBigUInt64LE(BigInt(start), places[i] as number);
    start += section.length;
  });
  return Buffer.concat([header, ...sections]);
}
