// Programs on the command line: `capax functions`, `capax disassemble`, signatures, and what is asked of inputs that are none.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCliFolder, smallReport } from '../support/cli-folder.ts';
import { packFreeze, staticText } from '../support/freeze-builder.ts';
import { AMD64, ARM64, buildFat, buildMachO, CODE } from '../support/macho-builder.ts';
import { buildPe } from '../support/program-builder.ts';
import { ruleText } from '../support/rule-text.ts';
import { root, runCapax, temporaryFolder } from '../support/run-capax.ts';
import { smallAssembly } from '../support/small-assembly.ts';
import { smallPair } from '../support/small-pair.ts';
import { CHECKSUM_SIGNATURE, DECODE, smallProgram } from '../support/small-program.ts';

const folder = createCliFolder();
const program = folder.write('small.exe', smallProgram({ exports: { [DECODE]: 'decode' } }));
const hostile = folder.write('hostile.exe', smallProgram({ exports: { [DECODE]: `\x1b[31m${'x'.repeat(300)}\x07` } }));
const signatures = folder.write('sigs/tiny.pat', `${CHECKSUM_SIGNATURE}\n---\n`);
const report = folder.write('report.json', smallReport());
const freeze = folder.write('frozen.frz', packFreeze(staticText({ functions: [] })));

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCapax(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('examples/decoder.exe', () => {
  it('is the small program of the tests', () => {
    const path = join(root, 'examples/decoder.exe');
    const bytes = smallProgram({ exports: { [DECODE]: 'decode' } });
    if (process.env['CAPAX_UPDATE_GOLDENS'] === '1') writeFileSync(path, bytes);
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  });
});

describe('examples/decoder.cape.json', () => {
  it('is the report of a run of it', () => {
    const path = join(root, 'examples/decoder.cape.json');
    const { report } = smallPair({ program: smallProgram({ exports: { [DECODE]: 'decode' } }) });
    if (process.env['CAPAX_UPDATE_GOLDENS'] === '1') writeFileSync(path, `${report}\n`);
    expect(readFileSync(path, 'utf8')).toBe(`${report}\n`);
  });
});

describe('a universal Mach-O file', () => {
  const thin = (cpu: number, code: string): Uint8Array => {
    const data = Buffer.alloc(0x810);
    data.set(Buffer.from(code, 'hex'), 0x800);
    const sections = [{ name: '__text', at: 0x800, size: code.length / 2, flags: CODE }];
    const start = Buffer.alloc(16);
    start.writeUInt32LE(0x800);
    return buildMachO({
      cpu,
      segments: [{ name: '__TEXT', address: 0x100000000, data, sections }],
      commands: [[0x80000028, start]],
    });
  };
  const both = [thin(AMD64, '31c0c3'), thin(ARM64, '00008052c0035fd6')];
  const universal = folder.write('universal', buildFat(both));

  it('is taken apart for the machine that is named, everywhere', async () => {
    const place = '0x100000800';
    expect(await run('disassemble', universal, place)).toContain('xor eax, eax');
    expect(await run('disassemble', universal, place, '--arch', 'arm64')).toContain('mov w0, #0');
    expect(await run('functions', universal, '--arch', 'arm64')).toContain('entry point');
    expect(await run('features', universal, '--arch', 'aarch64', '--type', 'arch')).toContain('arch(aarch64)');
    const rules = folder.write('arch-rules/arm.yml', ruleText('- arch: aarch64', { name: 'for ARM', static: 'file' }));
    expect(await run(universal, '-v', '--arch', 'arm64', '-r', rules, '--no-cache')).toContain('for ARM');
    const { stdout } = await runCapax([universal, '-v', '-r', rules, '--no-cache']);
    expect(stdout).not.toContain('for ARM');
  });

  it('has no program for other machines', async () => {
    const { code, stderr } = await runCapax(['functions', universal, '--arch', 'ppc']);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain('It has: x86_64, arm64.');
  });
});

describe('a mixed assembly', () => {
  const mixed = folder.write('mixed.exe', smallAssembly({ flags: 0, native: Buffer.from('31c040c3', 'hex') }));
  const rules = folder.write(
    'mixed-rules/both.yml',
    ruleText('- or:\n  - api: System.Object::Write\n  - mnemonic: xor', { name: 'both kinds', static: 'function' }),
  );

  it('has methods by their tokens and native functions by their addresses', async () => {
    const listed = await run('functions', mixed);
    expect(listed).toMatch(/token\(0x6000001\).*entry point.*Demo\.Program::Main/);
    expect(listed).toContain('0x440000');
    expect(await run('disassemble', mixed, 'Demo.Program::Main')).toMatch(/call KERNEL32!Beep +api\(Beep\)/);
    expect(await run('disassemble', mixed, '0x440000')).toContain('xor eax, eax');
  });

  it('matches in both, and its document can be read again', async () => {
    const text = await run(mixed, '-r', rules, '-vv');
    expect(text).toContain('function @ token(0x6000001)');
    expect(text).toContain('function @ 0x440000');
    const saved = folder.write('mixed.json', await run(mixed, '-r', rules, '-j'));
    expect(await run(saved, '-vv')).toContain('function @ token(0x6000001)');
  });
});

describe('a packed program', () => {
  const packed = folder.write(
    'packed.exe',
    buildPe({ sections: [{ name: 'UPX0', rva: 0x1000, data: new Uint8Array(16) }] }),
  );

  it('ends with 14, what it is packed with and what to do, and is shown where that is asked for', async () => {
    const [brief, verbose] = await Promise.all([runCapax([packed]), runCapax([packed, '-v'])]);
    expect(brief).toMatchObject({ code: 14, stdout: '' });
    expect(brief.stderr).toMatch(/upx -d.*because of "run from packer UPX".*\(limitation\)/s);
    expect(verbose.code).toBe(0);
    expect(verbose.stderr).toContain('upx -d');
    expect(verbose.stdout).toContain('run from packer UPX');
  });
});

describe('capax functions', () => {
  it('lists functions with evidence, size, callers and names', async () => {
    const rows = (await run('functions', program)).split('\n').map((line) => line.split(/ *[│┃] */).slice(1, -1));
    expect(rows.filter(({ length }) => length > 0)).toEqual([
      ['function', 'found by', 'blocks', 'instr.', 'callers', 'name'],
      ['0x401000', 'entry point', '1', '11', '0', ''],
      ['0x401040', 'export', '3', '10', '1', 'decode'],
      ['0x401080', 'call', '1', '1', '1', '→ KERNEL32.dll!CreateFileW'],
      ['0x4010A0', 'call', '3', '12', '1', ''],
    ]);
  });

  it('lists them as JSON lines', async () => {
    const rows = (await run('functions', program, '--jsonl', '-s', signatures)).trimEnd().split('\n');
    const at = (value: number) => ({ type: 'absolute', value });
    expect(rows.map((row) => JSON.parse(row)).slice(1)).toEqual([
      {
        ...{ address: at(0x401040), names: ['decode'], thunk: false, evidence: 'export' },
        ...{ blocks: 3, instructions: 10, callers: [at(0x401000)] },
      },
      {
        ...{ address: at(0x401080), names: [], thunk: true, thunkTo: 'KERNEL32.dll!CreateFileW', evidence: 'call' },
        ...{ blocks: 1, instructions: 1, callers: [at(0x401000)] },
      },
      {
        ...{ address: at(0x4010a0), names: [], library: '__checksum', thunk: false, evidence: 'call' },
        ...{ blocks: 3, instructions: 12, callers: [at(0x401000)] },
      },
    ]);
  });

  it.each([60, 80, 200])('fits into %d columns whatever names there are, and is no danger to them', async (width) => {
    const { code, stdout } = await runCapax(['functions', hostile], { env: { COLUMNS: String(width) } });
    expect(code).toBe(0);
    expect(stdout).toContain('\\x1b');
    expect(stdout).not.toContain('\x1b');
    expect(stdout.split('\n').filter((line) => [...line].length > width)).toEqual([]);
  });

  it.each([
    ['a recorded run', report, 'capax calls'],
    ['a freeze file', freeze, 'capax features'],
  ])('says what to do with %s instead', async (_, input, hint) => {
    const { code, stdout, stderr } = await runCapax(['functions', input]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });

  it('says where nothing was found', async () => {
    const empty = folder.write('empty.sc32', new Uint8Array([0xff, 0xff, 0xff, 0xff]));
    const { code, stdout, stderr } = await runCapax(['functions', empty]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'capax: no function was found in it\n' });
  });
});

describe('capax disassemble', () => {
  it('prints a function with its blocks, and the features of every place', async () => {
    const text = await run('disassemble', program, '0x401040');
    expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
      'function 0x401040  decode',
      '  found by export; 3 blocks, 10 instructions; called by 0x401000',
      '  characteristic(calls to) @ 0x401008',
      '',
      'basic block 0x401040',
      '  basic block',
      '  0x401040  push ebp                            mnemonic(push)',
      '  0x401041  mov ebp, esp                        mnemonic(mov)',
      '  0x401043  mov eax, dword ptr [ebp+8]          mnemonic(mov)',
      '  0x401046  mov ecx, 0xc                        mnemonic(mov), number(0xC), operand[1].number(0xC)',
      '',
      'basic block 0x40104B',
      '  basic block, characteristic(tight loop)',
      '  0x40104B  xor byte ptr [eax], 0x5a            mnemonic(xor), offset(0x0), operand[0].offset(0x0), number(0x5A), operand[1].number(0x5A), characteristic(nzxor)',
      '  0x40104E  inc eax                             mnemonic(inc)',
      '  0x40104F  dec ecx                             mnemonic(dec)',
      '  0x401050  jne 0x40104b                        mnemonic(jnz), mnemonic(jne)',
      '',
      'basic block 0x401052',
      '  basic block',
      '  0x401052  pop ebp                             mnemonic(pop)',
      '  0x401053  ret                                 mnemonic(ret)',
      '',
    ]);
  });

  it('takes a name for an address, and names what is called', async () => {
    expect(await run('disassemble', program, 'decode')).toBe(await run('disassemble', program, String(DECODE)));
    const start = await run('disassemble', program, '0x401000', '-s', signatures);
    expect(start).toMatch(/0x401008 {2}call decode +mnemonic\(call\)/);
    expect(start).toMatch(/0x401012 {2}call dword ptr \[KERNEL32\.dll!Sleep\] +mnemonic\(call\), api\(Sleep\)/);
    expect(start).toMatch(/0x40101D {2}call __checksum +mnemonic\(call\), api\(__checksum\)/);
  });

  it('has the bytes in JSON lines', async () => {
    const rows = (await run('disassemble', program, 'decode', '--jsonl')).trimEnd().split('\n');
    const places = rows.map((row) => JSON.parse(row));
    expect(places.map(({ scope }) => scope).filter((scope) => scope === 'instruction')).toHaveLength(10);
    expect(places[3]).toEqual({
      scope: 'instruction',
      address: { type: 'absolute', value: 0x401041 },
      ...{ text: 'mov ebp, esp', bytes: '8bec' },
      features: [{ feature: { type: 'mnemonic', mnemonic: 'mov' } }],
    });
  });

  it.each([60, 80, 200])('is no danger to a terminal of %d columns', async (width) => {
    const { stdout } = await runCapax(['disassemble', hostile, '0x401000'], { env: { COLUMNS: String(width) } });
    expect(stdout).toContain('\\x1b[31m');
    expect(stdout).not.toContain('\x1b');
  });

  it.each([
    ['inside of a function', '0x40104e', 'It lies in the function at 0x401040.'],
    ['inside of an instruction', '0x401009', 'It lies in the function at 0x401000.'],
    ['between functions', '0x401070', 'Functions near it begin at 0x401040 and 0x401080'],
    ['behind all', '0x500000', 'Functions near it begin at 0x4010A0'],
    ['that is no address', 'decod', 'Did you mean "decode"?'],
  ])('says what may have been meant by a place %s', async (_, wanted, hint) => {
    const { code, stdout, stderr } = await runCapax(['disassemble', program, wanted]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});

describe('capax -vv of a program', () => {
  const rules = join(folder.path, 'code-rules');
  folder.write(
    'code-rules/one.yml',
    ruleText('- and:\n  - mnemonic: xor\n  - operand[1].number: 0x5a', { name: 'decode', static: 'instruction' }),
  );
  folder.write(
    'code-rules/many.yml',
    ruleText('- and:\n  - mnemonic: call\n  - number: 0x64\n  - api: Sleep', { name: 'wait' }),
  );
  const evidence = (text: string, from: string): string[] => {
    const lines = text.split('\n').map((line) => line.trimEnd());
    return lines.slice(lines.findIndex((line) => line.startsWith(from))).filter((line) => line !== '');
  };

  it('shows instructions beside matches of one, and beside their parts in others', async () => {
    const text = await run(program, '-vv', '-r', rules);
    expect(evidence(text, 'instruction @').slice(0, 4)).toEqual([
      'instruction @ 0x40104B  ; xor byte ptr [eax], 0x5a',
      '  and:',
      '    mnemonic: xor @ 0x40104B',
      '    operand[1].number: 0x5A @ 0x40104B',
    ]);
    expect(evidence(text, 'function @')).toEqual([
      'function @ 0x401000',
      '  and:',
      '    mnemonic: call @ 0x401008, 0x401012, 0x401018, 0x40101D  ; 0x401008: call decode',
      '    number: 0x64 @ 0x401010  ; push 0x64',
      '    api: Sleep @ 0x401012',
    ]);
  });

  it('shows none where the reference is followed, and of a saved result', async () => {
    expect(await run(program, '-vv', '-r', rules, '--compat')).not.toContain(' ; ');
    const saved = folder.write('code.json', await run(program, '-j', '-r', rules));
    expect(await run(saved, '-vv')).not.toContain(' ; ');
  });

  it('makes names in instructions harmless', async () => {
    const text = await run(hostile, '-vv', '-r', rules);
    expect(text).toContain('; 0x401008: call \\x1b[31mxxx');
    expect(text).not.toContain('\x1b');
  });
});

describe('a program that takes longer than it may', () => {
  it('gives what was found until then, and says so', async () => {
    const large = folder.write('large.sc32', new Uint8Array(3_000_000).fill(0x90));
    const { code, stdout } = await runCapax([large, '-r', folder.rules, '--timeout', '1']);
    expect(code).toBe(0);
    expect(stdout).toContain('INCOMPLETE: the search for functions was stopped: it took longer than 1 s');
  });
});

describe('signatures', () => {
  const libraryOf = (text: string): unknown => JSON.parse(text).meta.analysis.library_functions;
  const named = [{ address: { type: 'absolute', value: 0x4010a0 }, name: '__checksum' }];
  const analyse = (...args: string[]) => run(program, '-j', '-q', '-r', folder.rules, ...args);

  it('are taken from files and folders, and name functions in the document', async () => {
    expect(libraryOf(await analyse('-s', signatures))).toEqual(named);
    expect(libraryOf(await analyse('--signatures', join(folder.path, 'sigs')))).toEqual(named);
    expect(libraryOf(await analyse())).toEqual([]);
  });

  it('come from CAPAX_SIGNATURES, or from the folder beside the installed rules', async () => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'signatures'));
    writeFileSync(join(data, 'signatures/tiny.pat'), `${CHECKSUM_SIGNATURE}\n---\n`);
    const environments = [{ CAPAX_SIGNATURES: signatures }, { CAPAX_DATA_DIR: data }];
    for (const env of environments) {
      const { stdout } = await runCapax([program, '-j', '-q', '-r', folder.rules], { env });
      expect(libraryOf(stdout)).toEqual(named);
    }
  });

  it('add what is called to the features', async () => {
    const features = await run('features', program, '-s', signatures, '--text', 'checksum');
    expect(features.split('\n')).toContain('instruction  0x40101D  api(__checksum)');
  });

  it('end the run where a named file holds none, with an exit code of their own', async () => {
    const { code, stderr } = await runCapax([program, '-r', folder.rules, '-s', report]);
    expect(code).toBe(15);
    expect(stderr).toContain('signatures-invalid');
    expect((await runCapax([program, '-r', folder.rules, '-s', join(folder.path, 'none')])).code).toBe(15);
  });

  it('are warned of where a file of a folder holds none', async () => {
    const damaged = temporaryFolder();
    writeFileSync(join(damaged, 'bad.sig'), 'IDASGN');
    const { code, stderr } = await runCapax([program, '-r', folder.rules, '-s', damaged]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/bad\.sig: warning: /);
  });

  it('are refused for a saved result, which is not analysed again', async () => {
    const saved = folder.write('saved.json', await analyse());
    const { code, stderr } = await runCapax([saved, '-s', signatures]);
    expect(code).toBe(2);
    expect(stderr).toContain('--signatures');
  });
});
