// Which system a call was made on: `.tag` files do not say, names of modules do.

import type { TagLine } from './tag-line.ts';

const WINDOWS_MODULE =
  /\\|\.(?:dll|exe|drv|ocx|cpl)$|^(?:ntdll|kernel(?:32|base)|user32|gdi32|advapi32|shell32|ole(?:32|aut32)|combase|ws2_32|wininet|winhttp|msvcrt|ucrtbase|vcruntime\w*|msvcp\w*|mscoree|crypt32|shlwapi|win32u|sechost|rpcrt4)$/i;
const LINUX_MODULE = /\.so(?:\.[\d.]+)?$|^\/|^(?:libc|libpthread|libdl|libstdc\+\+|ld-linux[\w-]*)(?:[-.]|$)/;
const WINDOWS_SYSTEM_CALL = /^(?:Nt|Zw)[A-Z]/;
/** Libraries for 32-bit programs. */
const WOW64 = /[\\/]syswow64[\\/]/i;

export function systemOf(line: TagLine & { readonly kind: 'call' | 'syscall' }): {
  readonly os: 'windows' | 'linux' | undefined;
  readonly isWow64: boolean;
} {
  if (line.kind === 'syscall')
    return { os: WINDOWS_SYSTEM_CALL.test(line.name) ? 'windows' : undefined, isWow64: false };
  const { module } = line;
  const os = WINDOWS_MODULE.test(module) ? 'windows' : LINUX_MODULE.test(module) ? 'linux' : undefined;
  return { os, isWow64: WOW64.test(module) };
}

/** Whether a module is one of a system, by its name. */
export function isSystemModule(module: string): boolean {
  return WINDOWS_MODULE.test(module) || LINUX_MODULE.test(module);
}
