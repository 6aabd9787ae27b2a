// The command line: argv -> command -> exit code. Commands are loaded when they are run, so that `--help` stays instant.

import { CommanderError } from 'commander';
import { EXIT_OK, EXIT_UNEXPECTED, EXIT_USAGE } from './exit-codes.ts';
import { reportFailure } from './failure.ts';
import { createProgram } from './program.ts';
import { tell } from './terminal.ts';

/** Runs the command that the arguments name and sets the exit code of the process. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  // A closed pipe (`capax ... | head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_OK);
    tell(`capax: the output cannot be written (${error.code ?? error.message})\n`);
    process.exit(EXIT_UNEXPECTED);
  });
  // Nor is it one where nobody can be told anything.
  process.stderr.on('error', () => undefined);
  let exitCode: number = EXIT_OK;
  try {
    await createProgram((code) => {
      exitCode = code;
    }, argv).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    else exitCode = reportFailure(error, argv.includes('-d') || argv.includes('--debug'));
  }
  process.exitCode = exitCode;
}
