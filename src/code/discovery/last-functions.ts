// Imported functions that do not come back, as their headers and manuals say.

import type { ImportedSymbol } from '../program-code.ts';

const WINDOWS: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/^ntdll$/, new Set(['RtlExitUserThread'])],
  [/^kernel32$/, new Set(['ExitProcess', 'ExitThread', 'FatalExit'])],
  [/^ntoskrnl$/, new Set(['KeBugCheckEx'])],
  [/^(?:msvcr|ucrtbase)/, new Set(['_CxxThrowException', 'abort', 'exit', '_exit', 'quick_exit'])],
  [/^api-ms-win-crt-runtime/, new Set(['exit', '_exit', '_invalid_parameter_noinfo_noreturn'])],
];
const UNIX: ReadonlySet<string> = new Set([
  ...['abort', 'exit', '_exit', 'longjmp', '_setjmp', 'std::terminate', '_ZSt9terminatev'],
  ...['__assert_fail', '__stack_chk_fail', 'pthread_exit'],
]);

/** Whether a symbol is a function that does not come back. */
export function isLastImport({ module, name }: ImportedSymbol): boolean {
  if (name === undefined) return false;
  if (module === '') return UNIX.has(name);
  const plain = module.toLowerCase().replace(/\.[^.]*$/, '');
  return WINDOWS.some(([pattern, names]) => names.has(name) && pattern.test(plain));
}

/** Whether the program's own name of a function says so. */
export function isLastName(name: string): boolean {
  return UNIX.has(name);
}
