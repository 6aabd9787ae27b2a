// docs/api-aliases.md and docs/arguments.md are the tables of the code. CAPAX_UPDATE_GOLDENS=1 writes them anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTS, apisOfAct } from '../../../src/features/api-aliases.ts';
import {
  argumentNameOf,
  argumentNames,
  canonicalArgumentName,
  isKnownArgumentName,
} from '../../../src/features/argument-names.ts';
import { argumentNameAt, positionedApis } from '../../../src/features/argument-positions.ts';
import { BEHAVIOR_KINDS, BEHAVIORS } from '../../../src/features/behaviors.ts';

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

function checkTables(page: string, tables: readonly string[]): void {
  const url = new URL(`../../../docs/${page}`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  const parts = text.split(/<!-- table -->\n[\s\S]*?<!-- end -->\n/);
  expect(parts).toHaveLength(tables.length + 1);
  const whole = parts
    .map((part, i) => (i === 0 ? part : `<!-- table -->\n${tables[i - 1]}\n<!-- end -->\n${part}`))
    .join('');
  if (process.env['CAPAX_UPDATE_GOLDENS'] !== undefined) writeFileSync(url, whole);
  else expect(text).toBe(whole);
}

describe('docs/api-aliases.md', () => {
  it('is the table of acts', () => {
    const rows = ACTS.map(({ names, reason, ownNumbers }) => `| ${code(names)}${ownNumbers ? ' #' : ''} | ${reason} |`);
    checkTables('api-aliases.md', [['| names | why they are one act |', '|---|---|', ...rows].join('\n')]);
  });
});

describe('docs/arguments.md', () => {
  it('is the tables of names and of positions', () => {
    const names = argumentNames().map(([name, spellings]) => `| \`${name}\` | ${code(spellings)} |`);
    const apis = [...positionedApis()].map(([api, list]) => `| \`${api}\` | ${list.join(', ')} |`);
    checkTables('arguments.md', [
      ['| name | also |', '|---|---|', ...names].join('\n'),
      ['| function | arguments |', '|---|---|', ...apis].join('\n'),
    ]);
  });
});

describe('docs/rules.md', () => {
  it('has every kind of behaviour', () => {
    const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
    const rows = BEHAVIOR_KINDS.map(
      (kind) => `| \`${kind}\` | \`${BEHAVIORS[kind].object}\` | ${BEHAVIORS[kind].means} |`,
    );
    expect(page).toContain(rows.join('\n'));
  });
});

describe('names of one act', () => {
  it('have each other, and no name is of two acts', () => {
    const bases = ACTS.flatMap(({ names }) => names.map((name) => name.replace('*', '')));
    expect(new Set(bases).size).toBe(bases.length);
    for (const { names } of ACTS) {
      expect(names.length).toBeGreaterThan(1);
      for (const name of names) {
        const base = name.replace('*', '');
        const others = names.map((other) => other.replace('*', '')).filter((other) => other !== base);
        expect(apisOfAct(base)[0]).toBe(base);
        expect(apisOfAct(base)).toEqual(expect.arrayContaining(others));
        for (const other of others) expect(apisOfAct(other)).toContain(base);
      }
    }
  });

  it('are found from names that end in A or W, which stay apart', () => {
    expect(apisOfAct('CreateMutexW')).toEqual(['CreateMutexW', 'CreateMutexEx', 'NtCreateMutant', 'ZwCreateMutant']);
    expect(apisOfAct('CreateMutexA')).not.toContain('CreateMutexW');
    expect(apisOfAct('NtCreateMutant')).toContain('CreateMutex');
    expect(apisOfAct('NtCreateMutant')).toContain('ZwCreateMutant');
  });

  it('leave other functions alone', () => {
    expect(apisOfAct('VirtualAllocEx')).toEqual(['VirtualAllocEx']);
    expect(apisOfAct('constructor')).toEqual(['constructor']);
  });
});

describe('names of arguments', () => {
  it('are those of every vocabulary', () => {
    const same = (...names: string[]): string[] => [...new Set(names.map(canonicalArgumentName))];
    expect(same('lpFileName', 'FileName', 'filename', 'pathname', 'file_name', 'lpPathName')).toEqual(['FileName']);
    expect(same('flProtect', 'Win32Protect', 'NewAccessProtection', 'prot', 'page_protection')).toEqual(['Protection']);
    expect(same('hProcess', 'ProcessHandle', 'process_handle')).toEqual(['ProcessHandle']);
    expect(same('dwDesiredAccess', 'samDesired', 'DesiredAccess', 'desired_access')).toEqual(['DesiredAccess']);
    expect(same('dwCreationFlags', 'CreationFlags', 'creation_flags')).toEqual(['CreationFlags']);
  });

  it('are spelt once', () => {
    const folded = argumentNames().flatMap(([name, spellings]) =>
      [name, ...spellings].map((word) => word.toLowerCase()),
    );
    const repeated = folded.filter((word, i) => folded.indexOf(word) !== i);
    expect(repeated).toEqual([]);
  });

  it('stand for themselves where nobody knows them', () => {
    expect(isKnownArgumentName('lpFrobnicator')).toBe(false);
    expect(canonicalArgumentName('lpFrobnicator')).toBe('Frobnicator');
    expect(canonicalArgumentName('__proto__')).toBe('__proto__');
  });

  it('are told from the function where they are object attributes', () => {
    expect(argumentNameOf('NtCreateFile', 'ObjectAttributes')).toBe('FileName');
    expect(argumentNameOf('NtOpenKeyEx', 'ObjectAttributesName')).toBe('KeyName');
    expect(argumentNameOf('NtCreateMutant', 'ObjectAttributes')).toBe('Name');
  });

  it('are canonical in the table of positions', () => {
    for (const [api, list] of positionedApis()) {
      for (const name of list) if (name !== '-') expect([api, canonicalArgumentName(name)]).toEqual([api, name]);
    }
    expect(argumentNameAt('ZwProtectVirtualMemory', 3)).toBe('Protection');
    expect(argumentNameAt('openat', 1)).toBe('FileName');
    expect(argumentNameAt('CreateMutexW', 2)).toBe('Name');
    expect(argumentNameAt('CreateProcessA', 1)).toBe('CommandLine');
    expect(argumentNameAt('NtClose', 9)).toBeUndefined();
  });
});
