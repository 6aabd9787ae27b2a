// The documentation keeps up with the code: commands in it work, and every name that a user can meet is explained.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, EXIT_OK, EXIT_UNEXPECTED, EXIT_USAGE } from '../src/cli/exit-codes.ts';
import { createProgram } from '../src/cli/program.ts';
import { DIAGNOSTIC_CODES } from '../src/diagnostic-codes.ts';
import { ERROR_CODES, type ErrorCode } from '../src/errors.ts';
import { INPUTS } from '../src/inputs/registry.ts';
import { OUTPUTS } from '../src/render/registry.ts';
import { DIFFERENCE_NAMES } from '../src/semantics.ts';
import { CAPAX_VERSION } from '../src/version.ts';
import { root, runCapax, temporaryFolder } from './support/run-capax.ts';

function read(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}

/** Files below a folder with an ending, as paths from the root. */
function list(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}

const README = existsSync(join(root, 'README.md')) ? read('README.md') : undefined;
const PAGES = [...(README === undefined ? [] : ['README.md']), ...list('docs', '.md')];

interface DocumentedCommand {
  readonly page: string;
  readonly text: string;
  readonly args: readonly string[];
}

/** Commands of capax in the fenced blocks of shell code, without what a shell does with them. */
function findCommands(page: string): DocumentedCommand[] {
  const blocks = [...read(page).matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] as string);
  return blocks.flatMap((block) =>
    block.split('\n').flatMap((line) => {
      const text = /^\s*(?:capax|npx capax|node dist\/bin\/capax\.mjs) (.*)$/.exec(line)?.[1];
      if (text === undefined) return [];
      const [command = ''] = text.split(/\s+(?:[|>&#]|2>)/);
      const args = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
        (match) => match[1] ?? match[2] ?? match[3] ?? '',
      );
      return [{ page, text, args }];
    }),
  );
}

const COMMANDS = PAGES.flatMap(findCommands);

/** The command that arguments name, and what is left of them. */
function resolve(command: Command, args: readonly string[]): [Command, readonly string[]] {
  const inner = command.commands.find((candidate) => candidate.name() === args[0]);
  return inner === undefined ? [command, args] : resolve(inner, args.slice(1));
}

describe('commands in the documentation', () => {
  it('are found', () => {
    expect(COMMANDS.length).toBeGreaterThan(5);
  });

  it.each(COMMANDS)('can be understood: $page: capax $text', ({ args }) => {
    const program = createProgram(() => undefined);
    const [command, rest] = resolve(program, args);
    const { operands, unknown } = command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseOptions([...rest]);
    expect(unknown).toEqual([]);
    expect(operands.filter((operand) => operand.startsWith('-') && operand !== '-')).toEqual([]);
    if (command === program) expect(operands).not.toEqual([]);
  });

  it('of examples work', async () => {
    const cwd = temporaryFolder();
    const examples = COMMANDS.filter(({ args }) => args.some((arg) => arg.startsWith('examples/')));
    expect(README === undefined || examples.length > 0).toBe(true);
    const runs = examples.map(async ({ args }) => {
      const absolute = args.map((arg) => (arg.startsWith('examples/') ? join(root, arg) : arg));
      const { code, stderr } = await runCapax(absolute, { cwd });
      return { args, code, stderr };
    });
    expect(await Promise.all(runs)).toEqual(examples.map(({ args }) => ({ args, code: 0, stderr: '' })));
  });
});

interface Row {
  readonly names: readonly string[];
  readonly cells: readonly string[];
}

/** Rows of the tables of a page. `names` are the words in code style of the first cell. */
function tableRows(text: string): Row[] {
  return [...text.matchAll(/^\| (.*) \|$/gm)].map((match) => {
    const cells = (match[1] as string).split(' | ');
    return { cells, names: [...(cells[0] as string).matchAll(/`([^`]+)`/g)].map((name) => name[1] as string) };
  });
}

describe('the codes of an input', () => {
  const own = INPUTS.flatMap(({ format, codes }) => (codes === undefined ? [] : [[format, codes] as const]));
  it.each(own)('begin with its name: %s', (format, codes) => {
    expect(codes).not.toHaveLength(0);
    expect(codes.filter((code) => !code.startsWith(`${format}-`))).toEqual([]);
  });
});

describe('diagnostics', () => {
  it('are reported where their codes are declared only', () => {
    // Without codes any text is one: the compiler would let through what nobody explains.
    const open = list('src', '.ts').filter((path) => {
      const text = read(path);
      const reports = /\.add\(\s*'(?:error|warning|note)',\s*'/.test(text) || /\bseverity: '/.test(text);
      return reports && !/\bDiagnostics?<|\b(?:RuleDiagnostic|PeDiagnostics|ElfDiagnostics)\b/.test(text);
    });
    expect(open).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  const rows = tableRows(read('docs/errors.md'));
  const errorRows = rows.filter(({ cells, names }) => cells.length === 4 && names.length > 0);
  const diagnosticRows = rows.filter(({ cells, names }) => cells.length === 2 && names.length > 0);

  it('explains every error with its exit code, and what to do', () => {
    expect(errorRows.map(({ names }) => names[0]).sort()).toEqual([...ERROR_CODES].sort());
    for (const { names, cells } of errorRows) {
      expect(cells[1], cells[0]).toBe(String(EXIT_CODES[names[0] as ErrorCode]));
      expect(cells[3]).not.toBe('');
    }
  });

  it('explains every exit code', () => {
    const used = [...Object.values(EXIT_CODES), EXIT_OK, EXIT_USAGE, EXIT_UNEXPECTED];
    const explained = rows.flatMap(({ cells }) => (/^\d+$/.test(cells[0] as string) ? [Number(cells[0])] : []));
    expect(explained).toEqual([...new Set(used)].sort((a, b) => a - b));
  });

  it('explains every diagnostic, and none that there is not', () => {
    expect(diagnosticRows.flatMap(({ names }) => names).sort()).toEqual([...DIAGNOSTIC_CODES].sort());
  });
});

describe.skipIf(README === undefined)('README.md', () => {
  it('names every input', () => {
    const inputs = (/^### Inputs$(.*?)^##/ms.exec(README ?? '')?.[1] ?? '').toLowerCase().replaceAll(' ', '');
    for (const { format } of INPUTS) expect(inputs).toContain(format);
  });

  it('shows every output', () => {
    const commands = COMMANDS.filter(({ page }) => page === 'README.md').map(({ args }) => args);
    for (const { name, options } of OUTPUTS) {
      const forms = options.flatMap(({ flags, times }) =>
        flags.split(', ').map((flag) => (flag.startsWith('--') ? flag : `-${flag.slice(1).repeat(times)}`)),
      );
      const shows = (args: readonly string[]): boolean =>
        forms.length === 0 ? !args.some((arg) => arg.startsWith('-')) : args.some((arg) => forms.includes(arg));
      expect([name, commands.some(shows)]).toEqual([name, true]);
    }
  });
});

describe('pages', () => {
  it('docs/differences.md has a section for every difference', () => {
    const headings = [...read('docs/differences.md').matchAll(/^### (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual([...DIFFERENCE_NAMES]);
  });

  it.each(PAGES)('%s leads to pages that exist', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map((match) => match[1] as string);
    const missing = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, page, '..', link)));
    expect(missing).toEqual([]);
  });
});

describe('src/version.ts', () => {
  it('states the version of package.json', () => {
    expect(CAPAX_VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version);
  });
});
