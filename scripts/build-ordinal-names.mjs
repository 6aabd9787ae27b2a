// Writes assets/ordinal-names.bin, the names of functions that system libraries export by number.
//
//   node scripts/build-ordinal-names.mjs SOURCE.json
//
// SOURCE.json: {"ws2_32.dll": {"1": "accept", ...}, ...}. Names are ASCII.
//
// Layout, integers little-endian:
//   u32 magic "CORD", u32 version 1, u32 number of modules
//   for each module: u8 length of its name, the name in lower case without extension, u32 length of its functions, the functions
//   a function, ascending by number: u16 number, u8 length of the prefix shared with the name before, u8 length of the rest, the rest

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LONGEST = 255;

function sharedPrefix(a, b) {
  let length = 0;
  while (length < a.length && length < b.length && length < LONGEST && a[length] === b[length]) length++;
  return length;
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function encodeFunctions(names) {
  const numbers = Object.keys(names)
    .map(Number)
    .sort((a, b) => a - b);
  let previous = '';
  return Buffer.concat(
    numbers.map((number) => {
      const name = names[number];
      const prefix = sharedPrefix(previous, name);
      const rest = Buffer.from(name.slice(prefix), 'ascii');
      if (!/^[\x21-\x7e]+$/.test(name) || rest.length > LONGEST || number > 0xffff)
        throw new Error(`unusable: ${name}`);
      previous = name;
      return Buffer.concat([Buffer.from([number & 0xff, number >> 8, prefix, rest.length]), rest]);
    }),
  );
}

function encodeModule([file, names]) {
  const module = Buffer.from(file.toLowerCase().replace(/\.[^.]*$/, ''), 'ascii');
  const functions = encodeFunctions(names);
  return Buffer.concat([Buffer.from([module.length]), module, u32(functions.length), functions]);
}

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('usage: node scripts/build-ordinal-names.mjs SOURCE.json\n');
  process.exitCode = 2;
} else {
  const modules = Object.entries(JSON.parse(readFileSync(source, 'utf8')));
  const bytes = Buffer.concat([Buffer.from('CORD'), u32(1), u32(modules.length), ...modules.map(encodeModule)]);
  writeFileSync(fileURLToPath(new URL('../assets/ordinal-names.bin', import.meta.url)), bytes);
  process.stdout.write(`${bytes.length} bytes\n`);
}
