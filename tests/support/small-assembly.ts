// An assembly that has a bit of everything: nested and generic types of its own and of others, properties, native imports, texts, loops, damage.

import { TABLE } from '../../src/formats/dotnet/schema.ts';
import { AssemblyBuilder, type AssemblyOptions } from './assembly-builder.ts';

/** Tokens as instructions hold them. */
function token(table: number, row: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(table * 0x1000000 + row);
  return bytes.toString('hex');
}

function operand(value: number): string {
  return token(value >>> 24, value & 0xffffff);
}

const STATIC = 0x10;
const NATIVE_IMPORT = 0x2000;

/** `finally` from 2, around the first instruction. */
const CLAUSE = [1, 16, 0, 0, 2, 0, 0, 0, 1, 2, 0, 1, 0, 0, 0, 0];

/** Rows of the types of other assemblies. */
const REF = { object: 1, outer: 2, middle: 3, inner: 4, list: 5 } as const;

/**
 * Types: `<Module>`, `Demo.Program` (Main, get_Level, Beep, Generic, Half, Cut), `Demo.Program/Box` (Run). With `isDamaged`, Cut has
 * exception clauses that are none.
 */
export function smallAssembly(options: AssemblyOptions & { readonly isDamaged?: boolean } = {}): Uint8Array {
  const builder = new AssemblyBuilder();
  const name = (text: string): number => builder.name(text);
  const assembly = builder.row(TABLE.assemblyRef, 4, 0, 0, 0, 0, 0, name('library'));
  const scope = (assembly << 2) | 2;
  const typeRef = (within: number, type: string, namespace: string): number =>
    builder.row(TABLE.typeRef, within, name(type), name(namespace));
  const nestedIn = (row: number): number => (row << 2) | 3;
  typeRef(scope, 'Object', 'System');
  typeRef(scope, 'Outer', 'Other');
  typeRef(nestedIn(REF.outer), 'Middle', '');
  typeRef(nestedIn(REF.middle), 'Inner', '');
  typeRef(scope, 'List`1', 'System.Collections');

  const types = builder.row(TABLE.typeSpec, builder.blob([0x15, 0x12, (REF.list << 2) | 1, 1, 0x0e]));
  const own = builder.row(TABLE.typeSpec, builder.blob([0x15, 0x12, 3 << 2, 1, 0x0e]));
  const plain = builder.blob([0, 0, 1]);
  const member = (parent: number, text: string): string =>
    token(TABLE.memberRef, builder.row(TABLE.memberRef, parent, name(text), plain));
  const write = member((REF.object << 3) | 1, 'Write');
  const level = member((REF.inner << 3) | 1, 'get_Depth');
  const add = member((types << 3) | 4, 'Add');
  const field = member((REF.middle << 3) | 1, 'Count');
  const run = member((own << 3) | 4, 'Run');
  const generic = token(TABLE.methodSpec, builder.row(TABLE.methodSpec, 4 << 1, builder.blob([10, 1, 8])));

  const hello = operand(builder.text('Hello there'));
  const lone = operand(builder.text('lone \ud800 half'));
  const data = builder.data([1, 2, 3, 4, 5, 6, 7, 8]);
  const own0 = token(TABLE.field, 1);
  const inner = token(TABLE.typeRef, REF.inner);
  const main = [
    `72${hello} 28${write}`,
    `72${lone} 26`,
    `28${level} 26 7e${field} 26 d0${own0} 26 d0${inner} 26 8d${inner} 26`,
    `28${token(TABLE.methodDef, 2)} 28${token(TABLE.methodDef, 3)} 28${generic} 6f${add} 6f${run}`,
    '2180000000ffffffff 26 23 0000000000001840 26 20 ffffffff 26',
    // Back to itself, and on.
    '17 2dfd 2a',
  ].join('');
  const mainCode = Buffer.from(main.replaceAll(' ', ''), 'hex');
  const fat = [0x03, 0x30, 8, 0, ...lengthOf(mainCode.length), 0, 0, 0, 0, ...mainCode];
  const method = (rva: number, text: string, flags = STATIC): number =>
    builder.row(TABLE.methodDef, rva, 0, flags, name(text), plain, 1);
  method(builder.data(fat), 'Main');
  method(builder.code('1a2a'), 'get_Level');
  method(0, 'Beep', STATIC | NATIVE_IMPORT);
  method(builder.code(`28${generic} 2a`), 'Generic');
  const { isDamaged = false } = options;
  // The last instruction goes on behind the end, which is no damage.
  method(builder.code('0016 2b'), 'Half');
  const sections = isDamaged ? [0x7f, 0, 0, 0] : CLAUSE;
  method(builder.data([0x0b, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xdc, 0x2a, ...sections]), 'Cut');
  method(builder.code('2a'), 'Run', 0);

  const typeDef = (type: string, namespace: string, extended: number, methods: number): number =>
    builder.row(TABLE.typeDef, 0, name(type), name(namespace), extended, 1, methods);
  typeDef('<Module>', '', 0, 1);
  typeDef('Program', 'Demo', (REF.object << 2) | 1, 1);
  typeDef('Box', '', (REF.object << 2) | 1, 7);
  builder.row(TABLE.nestedClass, 3, 2);
  // Eight bytes.
  typeDef('Data', '', (REF.object << 2) | 1, 8);
  builder.row(TABLE.classLayout, 1, 8, 4);
  builder.row(TABLE.field, 0x110, name('table'), builder.blob([6, 0x11, 4 << 2]));
  builder.row(TABLE.fieldRva, data, 1);
  builder.row(TABLE.property, 0, name('Level'), 0);
  builder.row(TABLE.methodSemantics, 2, 2, (1 << 1) | 1);
  builder.row(TABLE.moduleRef, name('KERNEL32.dll'));
  builder.row(TABLE.implMap, 0, (3 << 1) | 1, name('Beep'), 1);
  return builder.build({ entryPoint: 0x06000001, ...options });
}

function lengthOf(value: number): number[] {
  return [value & 0xff, value >> 8, 0, 0];
}
