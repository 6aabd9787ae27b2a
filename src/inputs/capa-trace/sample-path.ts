// Which of the files in a recording is the program that it is about.

import type { HeaderRecord } from './records.ts';
import type { TraceTasks } from './trace-tasks.ts';

const FILE_NAME = /[^\\/]*$/;

/**
 * The path of its module: the one that the header names, or that is called the same; else that of the first process's program, or of the first
 * file whose code was recorded. Without such a module what the header says.
 */
export function samplePathOf(header: HeaderRecord | undefined, { processes }: TraceTasks): string | undefined {
  const given = header?.sample?.path ?? '';
  const modules = processes.flatMap((process) => process.modules);
  const name = nameOf(given);
  const [first] = processes;
  const found =
    modules.find(({ path }) => given !== '' && path === given) ??
    modules.find(({ path }) => name !== '' && nameOf(path) === name) ??
    first?.modules.find(({ path }) => path === first.path) ??
    first?.modules.find(({ traced }) => traced);
  return found?.path ?? (given === '' ? undefined : given);
}

function nameOf(path: string): string {
  return (FILE_NAME.exec(path)?.[0] ?? '').toLowerCase();
}
