// One spelling for the objects of behaviours, whatever recorded them: drivers name a key \REGISTRY\MACHINE\..., user-mode hooks
// HKEY_LOCAL_MACHINE\..., services of the web HKLM\.... Rules are written against the spelling that people know. Facts: Microsoft's
// documentation of the object manager's namespaces and of the registry; reports of each sandbox (docs/online-sandboxes.md).

import { BEHAVIORS, type BehaviorKind } from './behaviors.ts';

/** Beginnings of paths in the kernel's namespaces and in sandboxes' own words, and what people write. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\\?\?|\\\\[?.]|\\DosDevices|\\GLOBAL\?\?)\\UNC\\/i, '\\\\'],
  [/^(?:\\\?\?|\\\\[?.]|\\DosDevices|\\GLOBAL\?\?)\\/i, ''],
  [/^\\Device\\(?:Mup|LanmanRedirector)\\/i, '\\\\'],
  // Which volume has which letter is not recorded; nearly all of a guest is on one.
  [/^\\Device\\HarddiskVolume\d{1,3}(?=\\)/i, 'C:'],
  [/^(?:\\SystemRoot|%SystemRoot%|%windir%|<WINDOWS>)(?=\\|$)/i, 'C:\\Windows'],
  [/^(?:%SYSTEM%|<SYSTEM32>)(?=\\|$)/i, 'C:\\Windows\\System32'],
  [/^(?:%SYSTEMDRIVE%)(?=\\|$)/i, 'C:'],
  [/^%ProgramFiles%(?=\\|$)/i, 'C:\\Program Files'],
  [/^%ProgramFiles\(x86\)%(?=\\|$)/i, 'C:\\Program Files (x86)'],
  [/^(?:%ProgramData%|%ALLUSERSPROFILE%)(?=\\|$)/i, 'C:\\ProgramData'],
  [/^(?=\\(?:Users|Windows|Program Files|Program Files \(x86\)|ProgramData|Documents and Settings)(?:\\|$))/i, 'C:'],
];

/** Roots of the registry, likewise. The key of the user who runs the sample has the id of that user. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/^\\REGISTRY\\MACHINE(?=\\|$)/i, 'HKEY_LOCAL_MACHINE'],
  [/^\\REGISTRY\\USER\\S-1-5-21-[\d-]+_CLASSES(?=\\|$)/i, 'HKEY_CURRENT_USER\\Software\\Classes'],
  [/^\\REGISTRY\\USER\\S-1-5-21-[\d-]+(?=\\|$)/i, 'HKEY_CURRENT_USER'],
  [/^\\REGISTRY\\USER(?=\\|$)/i, 'HKEY_USERS'],
  [/^HKEY_USERS\\S-1-5-21-[\d-]+_CLASSES(?=\\|$)/i, 'HKEY_CURRENT_USER\\Software\\Classes'],
  [/^HKEY_USERS\\S-1-5-21-[\d-]+(?=\\|$)/i, 'HKEY_CURRENT_USER'],
  // Joe Sandbox has a root of its own for the classes of the user.
  [/^HKEY_CURRENT_USER_Classes(?=\\|$)/i, 'HKEY_CURRENT_USER\\Software\\Classes'],
  [/^<?HKLM>?(?=\\|$)/i, 'HKEY_LOCAL_MACHINE'],
  [/^<?HKCU>?(?=\\|$)/i, 'HKEY_CURRENT_USER'],
  [/^<?HKCR>?(?=\\|$)/i, 'HKEY_CLASSES_ROOT'],
  [/^<?HKU>?(?=\\|$)/i, 'HKEY_USERS'],
  [/^<?HKCC>?(?=\\|$)/i, 'HKEY_CURRENT_CONFIG'],
];
/** The set of control that the machine runs with, under its number. */
const CONTROL_SET = /^(HKEY_LOCAL_MACHINE\\SYSTEM\\)ControlSet00\d(?=\\|$)/i;

/** Directories of named objects, and of pipes. */
const NAMES = /^(?:(?:\\Sessions\\\d{1,6})?\\BaseNamedObjects\\|\\Device\\NamedPipe\\|(?:\\\\[.?]|\\\?\?)\\pipe\\)/i;

/** Replaces the first beginning that fits. */
function replaceStart(text: string, table: readonly (readonly [RegExp, string])[]): string {
  for (const [start, replacement] of table) {
    if (start.test(text)) return text.replace(start, () => replacement);
  }
  return text;
}

/** The path as people write it: `C:\Windows\...` for `\SystemRoot\...` or `\??\C:\Windows\...`. */
function canonicalPath(path: string): string {
  // A path without its prefix may begin with another: \??\C:, but also \??\SystemRoot.
  return path.startsWith('\\') || path.startsWith('%') || path.startsWith('<')
    ? replaceStart(replaceStart(path, PATHS), PATHS)
    : path;
}

/** The key, or value of a key, with the root that people know: `HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\...`. */
export function canonicalKey(key: string): string {
  // No key has an empty name: a second backslash comes of joining a key and a value.
  const single = key.includes('\\\\') ? key.replace(/(?!^)\\{2,}/g, '\\') : key;
  // HKU is HKEY_USERS, below which the user who runs the sample has a key.
  return replaceStart(replaceStart(single, KEYS), KEYS).replace(CONTROL_SET, '$1CurrentControlSet');
}

/** The name of a mutex, service or pipe without the directory that it is in. */
function canonicalName(name: string): string {
  return name.replace(NAMES, '');
}

/** No path of a program has two backslashes behind its drive: then the recorder escaped all of them (DRAKVUF does). */
function canonicalCommand(command: string): string {
  return /^"?[a-z]:\\\\/i.test(command) ? command.replaceAll('\\\\', '\\') : command;
}

/** Names of hosts have no case and may end in the root of all. */
function canonicalHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** The object of a behaviour of a kind in the spelling that rules are written against. */
export function canonicalObject(kind: BehaviorKind, object: string): string {
  const text = object.endsWith('\0') ? object.slice(0, object.indexOf('\0')) : object;
  switch (BEHAVIORS[kind].object) {
    case 'path':
      return canonicalPath(text);
    case 'key':
      return canonicalKey(text);
    case 'name':
      // A process may be named by the path of its program.
      return canonicalPath(canonicalName(text));
    case 'host':
      return canonicalHost(text);
    case 'command':
      return canonicalCommand(text);
    case 'url':
      return text;
  }
}
