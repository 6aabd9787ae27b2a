// The command line's words: every option with one line of help. What they do is in commands/.

import { Command, InvalidArgumentError, Option } from 'commander';
import { parsePrefixed } from '../bytes/python-integer.ts';
import type { Integer } from '../features/feature.ts';
import { formatNames } from '../inputs/detect.ts';
import { MATCHERS } from '../match/matchers.ts';
import { OUTPUTS } from '../render/registry.ts';
import { escapeLines } from '../render/terminal/escape.ts';
import { CAPAX_VERSION } from '../version.ts';
import type { AnalyzeCommandOptions } from './commands/analyze.ts';
import type { CallsCommandOptions } from './commands/calls.ts';
import type { CheckTraceOptions } from './commands/check-trace.ts';
import type { DisassembleCommandOptions } from './commands/disassemble.ts';
import type { FeaturesCommandOptions } from './commands/features.ts';
import type { FunctionsCommandOptions } from './commands/functions.ts';
import type { InstallRulesOptions } from './commands/rules-install.ts';
import { stateArguments } from './stated-arguments.ts';
import { tell } from './terminal.ts';

/** Told the exit code of the command that ran. */
export type Finish = (exitCode: number) => void;

const EXAMPLES = `
Examples:
  capax report.json                 what the sample did, as tables
  capax report.json.gz -vv          every match with its evidence
  capax report.json --timeline      capabilities in time order, process by process
  capax report.json -j > out.json   the result document; \`capax out.json -v\` renders it again
  capax - < report.json             read standard input
  capax a.json b.json --jobs 2      several inputs, one result each
  capax sample.exe report.json      what it can do, what it did, and what follows from both
  capax https://cape.example/analysis/123/        fetch a report from CAPE
  capax sample.exe --from-cape --cape-url URL     the newest report of a sample

Exit codes: 0 done (also without capabilities), 2 usage, 10-12 rules or input missing, 14 limitation of the input,
16 unsupported or broken input, 23 nothing recorded. docs/errors.md explains every error.`;

function parseIds(text: string): number[] {
  return text.split(',').map((part) => {
    const id = parsePrefixed(part);
    if (typeof id !== 'number') throw new InvalidArgumentError(`"${part}" is not a number.`);
    return id;
  });
}

function parseAddresses(text: string): Integer[] {
  return text.split(',').map((part) => {
    const address = parsePrefixed(part);
    if (address === undefined) throw new InvalidArgumentError(`"${part}" is not an address.`);
    return address;
  });
}

function parsePositive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a positive number.');
  return value;
}

function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a number of payloads.');
  return value;
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function addRuleOptions(command: Command): Command {
  return command
    .option(
      '-r, --rules <path>',
      'rule file or folder, instead of the installed or built-in rules (repeatable)',
      collect,
    )
    .option(
      '-t, --tag <text>',
      'only rules whose name, namespace or other meta text contains this; of a saved result too',
    )
    .addOption(signatureOption())
    .option('--strict', 'stop at the first invalid rule instead of setting it aside')
    .option('--no-cache', 'neither read nor write the caches of compiled rules and code');
}

function formatOption(): Option {
  return new Option('-f, --format <name>', 'force an input format').choices(formatNames()).default('auto');
}

function addInputOptions(command: Command): Command {
  return command
    .addOption(formatOption())
    .addOption(
      new Option('-b, --backend <name>', 'as --format (the reference has both)').choices(formatNames()).hideHelp(),
    )
    .addOption(archOption())
    .addOption(sampleOption())
    .addOption(instructionsOption())
    .option('--password <text>', 'password of an encrypted archive ("infected" is tried by itself)')
    .option('--restrict-to-processes <ids>', 'look only at these process ids, e.g. 1234,0x4d2', parseIds)
    .option('--restrict-to-functions <addresses>', 'look only at these functions, e.g. 0x401000', parseAddresses)
    .option('--only-sample-tree', 'look only at the sample and what it started')
    .option('--compat', 'reproduce the reference (capa) exactly, its defects included')
    .addOption(
      new Option('--matcher <name>', 'definition: match by the definition, slowly, to check the matcher')
        .choices(MATCHERS)
        .default('planned'),
    );
}

function archOption(): Option {
  return new Option('--arch <name>', 'universal Mach-O files: the program for this machine, e.g. arm64 or x86_64');
}

function sampleOption(): Option {
  return new Option(
    '--sample <file>',
    'BinExport2: the program that was taken apart, instead of looking for it beside the input by its hash; recordings of instructions: the program that ran',
  );
}

function instructionsOption(): Option {
  return new Option(
    '--max-instructions <n>',
    'recordings of instructions: follow so many of them (what is left out is told)',
  ).argParser(parsePositive);
}

function signatureOption(): Option {
  return new Option(
    '-s, --signatures <path>',
    'programs: file or folder with signatures of library functions, instead of the installed ones (repeatable)',
  ).argParser(collect);
}

function addOutputOptions(command: Command): Command {
  const options = OUTPUTS.flatMap((output) => output.options);
  for (const [i, { flags, help }] of options.entries()) {
    const isRepeated = options.some((other) => other.flags === flags && other.times > 1);
    if (options.findIndex((other) => other.flags === flags) !== i) continue;
    if (isRepeated) command.option(flags, help, (_, previous: number) => previous + 1, 0);
    else command.option(flags, help);
  }
  return command
    .option('--stats', 'what the analysis cost, on standard error')
    .option('-q, --quiet', 'no progress and no warnings')
    .option('-d, --debug', 'show where a failure comes from')
    .addOption(colourOption());
}

function colourOption(): Option {
  return new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto');
}

function addManyOptions(command: Command): Command {
  return command
    .option('--jobs <n>', 'inputs analysed at the same time', parsePositive)
    .option('--jsonl', 'one JSON line for each input as it finishes')
    .option('--recursive', 'look into folders for inputs')
    .option('--pair', 'a program and runs belong together, even if no hash says so')
    .option('--payloads <n>', 'payloads and dumps beside a report that are analysed with it (default 16)', parseCount)
    .option('--no-payloads', 'analyse no payloads and dumps')
    .option('--static-json <file>', 'of a program and its run: write the half of the program, as capa does')
    .option('--dynamic-json <file>', 'of a program and its run: write the half of the run, as capa does')
    .option('--timeout <seconds>', 'stop reading an input after this time and report what was seen', parsePositive)
    .option('--max-memory <MB>', 'stop reading an input at this memory and report what was seen', parsePositive);
}

function addCapeOptions(command: Command): Command {
  return command
    .option(
      '--from-cape',
      'the input is a sample: use the newest report that the CAPE server has of it (sends its hash)',
    )
    .option('--submit-to-cape', 'the input is a sample: upload it to the CAPE server, wait, and use the report')
    .option('--cape-url <url>', 'the CAPE server (or CAPE_URL; the API token comes from CAPE_TOKEN)')
    .option('--cape-machine <name>', 'submit: machine to run on')
    .option('--cape-package <name>', 'submit: analysis package')
    .option('--cape-timeout <seconds>', 'submit: length of the run', parsePositive)
    .option('--cape-route <name>', 'submit: network route')
    .option('--cape-tags <list>', 'submit: tags that the machine must have')
    .option('--cape-wait <seconds>', 'how long to wait for a report', parsePositive, 3600)
    .option('--cape-max-report <bytes>', 'largest report to download', parsePositive)
    .option('--cape-insecure', 'do not check the certificate of the CAPE server');
}

/** The whole command line. `finish` is told the exit code; `argv` is what documents state. */
export function createProgram(finish: Finish, argv: readonly string[] = []): Command {
  const program = new Command('capax')
    .description(
      'Says what a program can do, what it did in a sandbox, and what follows from both, with capa rules.\nNothing leaves this machine.',
    )
    .version(CAPAX_VERSION)
    .argument('[inputs...]', 'sandbox reports, saved results, addresses of CAPE tasks, or - for standard input')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    // The words of the user are repeated in messages, and they may be names of files.
    .configureOutput({ writeErr: (text) => tell(escapeLines(text)) })
    // Options behind the name of a command are its own, although `capax INPUT` has some of the same name.
    .enablePositionalOptions()
    .showHelpAfterError('(capax --help shows all options)');
  for (const add of [addOutputOptions, addInputOptions, addRuleOptions, addManyOptions, addCapeOptions]) add(program);
  program.action(async (inputs: string[], options: AnalyzeCommandOptions) => {
    if (inputs.length === 0) program.error('error: no input given');
    const { refuseMisspeltCommand } = await import('./unknown-command.ts');
    refuseMisspeltCommand(program, inputs);
    const { runAnalyze } = await import('./commands/analyze.ts');
    finish(await runAnalyze(inputs, options, stateArguments(argv, program.options)));
  });
  addFeaturesCommand(program, finish);
  addCallsCommand(program, finish);
  addFunctionsCommand(program, finish);
  addDisassembleCommand(program, finish);
  addCheckTraceCommand(program, finish);
  addRulesCommand(program, finish);
  return program;
}

function addFeaturesCommand(program: Command, finish: Finish): void {
  program
    .command('features')
    .description('print what rules are matched against, or save it as a freeze file')
    .argument('<input>', 'any input, or - for standard input')
    .option('-o, --output <file>', 'write a freeze file (.frz) instead of printing')
    .option('--reproducible', 'leave the version of capax out of the freeze file')
    .option('--jsonl', 'one JSON line for each feature')
    .option('--type <name>', 'only features of this type, e.g. api (repeatable)', collect)
    .option('--text <text>', 'only features with this text in their value; /pattern/i is a regular expression')
    .option('--unique', 'each different feature once, with how often it was seen, the most frequent first')
    .option('--process <pid or name>', 'only features of this process, and those of the file (repeatable)', collect)
    .option('--compat', 'the features that the reference (capa) would see')
    .addOption(signatureOption())
    .addOption(sampleOption())
    .addOption(instructionsOption())
    .addOption(formatOption())
    .addOption(archOption())
    .option('--password <text>', 'password of an encrypted archive')
    .option('-q, --quiet', 'no warnings')
    .action(async (input: string, options: FeaturesCommandOptions) => {
      const { runFeatures } = await import('./commands/features.ts');
      finish(await runFeatures(input, options));
    });
}

function addFunctionsCommand(program: Command, finish: Finish): void {
  program
    .command('functions')
    .description('print the functions of a program: address, why it is one, size, callers, names')
    .argument('<program>', 'a program (PE, ELF, Mach-O, raw code), or - for standard input')
    .option('--jsonl', 'one JSON line for each function')
    .addOption(signatureOption())
    .option('--compat', 'the functions that the reference (capa) would find')
    .addOption(sampleOption())
    .addOption(instructionsOption())
    .addOption(formatOption())
    .addOption(archOption())
    .option('--password <text>', 'password of an encrypted archive')
    .option('-q, --quiet', 'no warnings')
    .addOption(colourOption())
    .action(async (input: string, options: FunctionsCommandOptions) => {
      const { runFunctions } = await import('./commands/functions.ts');
      finish(await runFunctions(input, options));
    });
}

function addDisassembleCommand(program: Command, finish: Finish): void {
  program
    .command('disassemble')
    .description(
      'print a function of a program with its blocks, and beside each instruction the features that it gives',
    )
    .argument('<program>', 'a program (PE, ELF, Mach-O, raw code), or - for standard input')
    .argument('<function>', 'its address, e.g. 0x401000, or one of its names')
    .option('--jsonl', 'one JSON line for the function, each block and each instruction')
    .addOption(signatureOption())
    .option('--compat', 'the features that the reference (capa) would see')
    .addOption(sampleOption())
    .addOption(instructionsOption())
    .addOption(formatOption())
    .addOption(archOption())
    .option('--password <text>', 'password of an encrypted archive')
    .option('-q, --quiet', 'no warnings')
    .addOption(colourOption())
    .action(async (input: string, wanted: string, options: DisassembleCommandOptions) => {
      const { runDisassemble } = await import('./commands/disassemble.ts');
      finish(await runDisassemble(input, wanted, options));
    });
}

const CALLS_HELP = `
Processes that are logged side by side (CAPE, Cuckoo 2) are merged in order of time; one log is printed in its own order. Within a process
the order of the record stays.

Times are written as --timeline writes them: 09:12:31.209, or with the day 2026-03-04 09:12:31; one that is less exact means all of it
(--to 09:12 ends with 09:12:59.999999). Calls without a time are then left out. A whole number is the number of a call in its process
or thread, as --timeline writes it behind "call".

Examples:
  capax calls report.json --process sample.exe --api CreateFile    also CreateFileW and CreateFileA, not NtCreateFile
  capax calls report.json --api "*file*" --arg .docx               any function with "file" in its name
  capax calls report.json --from 09:12:31 --to 09:12:40.5 --jsonl`;

function addCallsCommand(program: Command, finish: Finish): void {
  program
    .command('calls')
    .description('print every recorded call: when, which process and thread, function, arguments, result')
    .argument('<input>', 'any recorded run, or - for standard input')
    .option('--process <pid or name>', 'only calls of this process (repeatable)', collect)
    .option(
      '--api <name>',
      'only calls of this function, named as in rules; * stands for any text (repeatable)',
      collect,
    )
    .option('--arg <text>', 'only calls with this text in the value of an argument; /pattern/i is a regular expression')
    .option('--from <time>', 'only calls from this time or call number on')
    .option('--to <time>', 'only calls up to this time or call number')
    .option('--jsonl', 'one JSON line for each call')
    .addOption(formatOption())
    .addOption(sampleOption())
    .option('--password <text>', 'password of an encrypted archive')
    .option('-q, --quiet', 'no warnings')
    .addOption(colourOption())
    .addHelpText('after', CALLS_HELP)
    .action(async (input: string, options: CallsCommandOptions) => {
      const { runCalls } = await import('./commands/calls.ts');
      finish(await runCalls(input, options));
    });
}

function addCheckTraceCommand(program: Command, finish: Finish): void {
  program
    .command('check-trace')
    .description('check a capa-trace file: whether what debuggers saw is written as readers rely on it')
    .argument('<file>', 'a capa-trace file (NDJSON, also packed with gzip or zstd), or - for standard input')
    .option('--jsonl', 'one JSON line for each fault, then one with what the file holds')
    .option('--most <n>', 'how many faults of each sort are printed', parseCount, 10)
    .action(async (input: string, options: CheckTraceOptions) => {
      const { runCheckTrace } = await import('./commands/check-trace.ts');
      finish(await runCheckTrace(input, options));
    });
}

function addRulesCommand(program: Command, finish: Finish): void {
  const rules = program.command('rules').description('manage rules');
  rules
    .command('install')
    .description('download a release archive of capa-rules (or another collection); it is then used by default')
    .option('--url <address>', 'archive to download (.zip)')
    .option('--sha256 <hex>', 'what the SHA-256 of the archive must be')
    .action(async (options: InstallRulesOptions) => {
      const { runInstallRules } = await import('./commands/rules-install.ts');
      finish(await runInstallRules(options));
    });
  rules
    .command('where')
    .description('say which rules are used by default')
    .action(async () => {
      const { runWhereRules } = await import('./commands/rules-where.ts');
      finish(await runWhereRules());
    });
}
