// Writes assets/com-names.bin, the COM name database that `com/class` and `com/interface` rule features look names up in.
//
//   node scripts/build-com-names.mjs SOURCE.json
//
// SOURCE.json: {"class": {NAME: [GUID, ...]}, "interface": {NAME: [GUID, ...]}}. Names are ASCII; a GUID is written in one letter case.
//
// Layout, integers little-endian:
//   u32 magic "CCOM", u32 version 1, then one section for classes and one for interfaces:
//     u32 number of names, u32 number of GUIDs, u32 length of the name bytes
//     for every block of 16 names: u32 offset of its first name in the name bytes, u32 number of its first GUID
//     names, sorted by code: u8 length of the prefix shared with the name before (0 at the start of a block), u8 length of the
//       rest, u8 number of GUIDs, the rest
//     GUIDs of all names in that order, 16 bytes each, in the order of their text
//     one bit for each GUID, lowest bit first: 1 = written in upper case

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BLOCK_NAMES = 16;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function sharedPrefix(a, b) {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function u32(...values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value, index * 4);
  });
  return bytes;
}

function encodeSection(guidsByName) {
  const names = Object.keys(guidsByName).sort();
  const blocks = [];
  const nameParts = [];
  const guids = [];
  let nameBytes = 0;
  let previous = '';
  names.forEach((name, index) => {
    if (!/^[\x21-\x7e]{1,255}$/.test(name)) throw new Error(`unusable name: ${name}`);
    const startsBlock = index % BLOCK_NAMES === 0;
    if (startsBlock) blocks.push(nameBytes, guids.length);
    const prefix = startsBlock ? 0 : sharedPrefix(previous, name);
    const rest = Buffer.from(name.slice(prefix), 'ascii');
    const own = guidsByName[name];
    if (own.length < 1 || own.length > 255) throw new Error(`unusable number of GUIDs: ${name}`);
    nameParts.push(Buffer.from([prefix, rest.length, own.length]), rest);
    nameBytes += 3 + rest.length;
    guids.push(...own);
    previous = name;
  });
  const upperCase = Buffer.alloc(Math.ceil(guids.length / 8));
  const guidParts = guids.map((guid, index) => {
    const lower = guid.toLowerCase();
    if (!GUID.test(lower) || (guid !== lower && guid !== guid.toUpperCase())) throw new Error(`unusable GUID: ${guid}`);
    if (guid !== lower) upperCase[index >> 3] |= 1 << (index & 7);
    return Buffer.from(lower.replaceAll('-', ''), 'hex');
  });
  return Buffer.concat([
    u32(names.length, guids.length, nameBytes),
    u32(...blocks),
    ...nameParts,
    ...guidParts,
    upperCase,
  ]);
}

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: node scripts/build-com-names.mjs SOURCE.json\n');
  process.exitCode = 2;
} else {
  const names = JSON.parse(readFileSync(source, 'utf8'));
  const target = fileURLToPath(new URL('../assets/com-names.bin', import.meta.url));
  const bytes = Buffer.concat([
    Buffer.from('CCOM'),
    u32(1),
    encodeSection(names.class),
    encodeSection(names.interface),
  ]);
  writeFileSync(target, bytes);
  process.stdout.write(`${bytes.length} bytes\n`);
}
