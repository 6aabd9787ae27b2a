// Imported functions that are given a function to call: an address that is handed to one of them begins a function, whatever it looks like.
// Facts: the documented parameters of Windows and POSIX functions.

import type { CodeBlock } from '../../program-code.ts';
import { argumentOf } from './argument.ts';
import { calledImports } from './called-imports.ts';
import type { CodeMap } from './code-map.ts';

/** Position of the parameter, the first is 0, by name without the letter of a character set. */
const BY_PARAMETER: readonly (readonly string[])[] = [
  [
    ...['SetUnhandledExceptionFilter', 'SetConsoleCtrlHandler', 'QueueUserWorkItem', 'QueueUserAPC', 'EnumWindows'],
    ...['EnumSystemLocales', 'CreateThreadpoolWork', 'CreateThreadpoolTimer', 'CreateThreadpoolWait'],
    ...['_beginthread', 'atexit', '_onexit', '_crt_atexit', '_crt_at_quick_exit', '_set_new_handler'],
  ],
  [
    ...[
      'EnumChildWindows',
      'EnumThreadWindows',
      'EnumDesktops',
      'EnumResourceTypes',
      'SetWindowsHook',
      'SetWindowsHookEx',
    ],
    ...['RegisterServiceCtrlHandler', 'RegisterServiceCtrlHandlerEx', 'CreateFiber', 'signal', 'bsd_signal'],
    ...['AddVectoredExceptionHandler', 'RtlAddVectoredExceptionHandler'],
  ],
  [
    ...['CreateThread', '_beginthreadex', 'CreateTimerQueueTimer', 'RegisterWaitForSingleObject', 'timeSetEvent'],
    ...['EnumDisplayMonitors', 'EnumResourceNames', 'EnumFontFamilies', 'EnumFontFamiliesEx', 'pthread_create'],
  ],
  [
    ...['CreateRemoteThread', 'CreateFiberEx', 'SetTimer', 'EnumResourceLanguages', 'qsort'],
    ...['CreateDialogParam', 'CreateDialogIndirectParam', 'DialogBoxParam', 'DialogBoxIndirectParam'],
  ],
  ['bsearch'],
  ['PsCreateSystemThread'],
];
const CALLBACKS: ReadonlyMap<string, number> = new Map(
  BY_PARAMETER.flatMap((names, parameter) => names.map((name) => [name, parameter] as const)),
);

/** Addresses that calls in a block hand to such functions. */
export function callbacksOf(map: CodeMap, { instructions }: CodeBlock): number[] {
  const found: number[] = [];
  instructions.forEach((at, i) => {
    const parameter = parameterOf(map, at);
    if (parameter === undefined) return;
    const address = argumentOf(map, instructions.subarray(0, i), parameter);
    if (address !== undefined && map.image.isExecutable(address)) found.push(address);
  });
  return found;
}

function parameterOf(map: CodeMap, at: number): number | undefined {
  for (const { name } of calledImports(map, at)) {
    if (name !== undefined) return CALLBACKS.get(name) ?? CALLBACKS.get(name.replace(/[AW]$/, ''));
  }
  return undefined;
}
