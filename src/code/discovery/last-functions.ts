// Imported functions that do not come back, as their headers and manuals say.

import type { ImportedSymbol } from '../program-code.ts';

const BY_MODULE: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
  [/^ntdll$/, new Set(['RtlExitUserThread'])],
  [/^kernel32$/, new Set(['ExitProcess', 'ExitThread', 'FatalExit'])],
  [/^ntoskrnl$/, new Set(['KeBugCheckEx'])],
  [/^(?:msvcr|ucrtbase)/, new Set(['_CxxThrowException', 'abort', 'exit', '_exit', 'quick_exit'])],
  [
    /^libsystem/,
    new Set([
      'abort',
      'exit',
      '_exit',
      'longjmp',
      '_longjmp',
      'siglongjmp',
      '__assert_rtn',
      '__stack_chk_fail',
      'pthread_exit',
    ]),
  ],
  [/^libobjc/, new Set(['objc_exception_throw', 'objc_exception_rethrow', 'objc_terminate'])],
  [/^libc\+\+/, new Set(['__cxa_throw', '__cxa_rethrow', '_ZSt9terminatev'])],
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
  return BY_MODULE.some(([pattern, names]) => names.has(name) && pattern.test(plain));
}

/** Whether the program's own name of a function says so. */
export function isLastName(name: string): boolean {
  return UNIX.has(name);
}
