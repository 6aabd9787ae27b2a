// Imported functions that are given a function to call: an address that is handed to one of them begins a function, whatever it looks like.
// Facts: the documented parameters of Windows and POSIX functions.

import type { CodeBlock } from '../program-code.ts';
import { FLOW, OPERAND } from '../x86/instruction.ts';
import { MNEMONICS } from '../x86/mnemonics.ts';
import { writesRegister } from '../x86/written-register.ts';
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

/** Registers of the parameters of 64-bit programs, by number. */
const WINDOWS = [1, 2, 8, 9];
const UNIX = [7, 6, 2, 1, 8, 9];

/** Addresses that calls in a block hand to such functions. */
export function callbacksOf(map: CodeMap, { instructions }: CodeBlock): number[] {
  const found: number[] = [];
  instructions.forEach((at, i) => {
    const parameter = parameterOf(map, at);
    if (parameter === undefined) return;
    const before = instructions.subarray(0, i);
    const address = map.image.bits === 32 ? pushed(map, before, parameter) : inRegister(map, before, parameter);
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

/** The constant that was pushed as this parameter; what other calls take is in the way. */
function pushed(map: CodeMap, before: Float64Array, parameter: number): number | undefined {
  let left = parameter;
  for (let i = before.length - 1; i >= 0; i--) {
    const instruction = map.decode(before[i] as number);
    if (instruction === undefined || instruction.flow === FLOW.call) return undefined;
    if (MNEMONICS[instruction.mnemonic] !== 'push') continue;
    if (left-- === 0) return instruction.kind[0] === OPERAND.immediate ? instruction.low[0] : undefined;
  }
  return undefined;
}

function inRegister(map: CodeMap, before: Float64Array, parameter: number): number | undefined {
  const register = (map.facts.platform === 'windows' ? WINDOWS : UNIX)[parameter];
  if (register === undefined) return undefined;
  for (let i = before.length - 1; i >= 0; i--) {
    const instruction = map.decode(before[i] as number);
    if (instruction === undefined || instruction.flow === FLOW.call) return undefined;
    if (!writesRegister(instruction, register)) continue;
    if (instruction.kind[1] === OPERAND.immediate) return instruction.low[1];
    return instruction.kind[1] === OPERAND.ripRelative && MNEMONICS[instruction.mnemonic] === 'lea'
      ? instruction.target
      : undefined;
  }
  return undefined;
}
