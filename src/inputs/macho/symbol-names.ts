// Names of symbols of Mach-O programs as rules and people write them.

/** What Apple's headers append to functions that exist in several versions. */
const VERSIONS = /(?:\$(?:INODE64|UNIX2003|NOCANCEL|DARWIN_EXTSN|1050))+$/;
/** `libSystem.B.dylib`: the letter or number says which version it is. */
const LIBRARY_VERSION = /(?:\.(?:[A-Z]|[0-9]+))+$/;
/** Functions that compilers take instead of the plain ones: most of them check the sizes of their buffers. */
const INSTEAD = /^__(?:([a-z0-9_]+)_chk|(bzero))$/;
const CLASS_PREFIX = '_OBJC_CLASS_$_';

/** A symbol without the underscore that compilers put before all names of C, and without its version. */
export function plainName(symbol: string): string {
  const name = symbol.startsWith('_') ? symbol.slice(1) : symbol;
  return name.replace(VERSIONS, '');
}

/** The name as rules write it, and as the file has it; of one that compilers call instead of another the name of that, too. */
export function spellingsOf(symbol: string): string[] {
  const plain = plainName(symbol);
  if (plain === symbol || plain === '') return [symbol];
  const [, checked, other] = INSTEAD.exec(plain) ?? [];
  const called = checked ?? other;
  return called === undefined ? [plain, symbol] : [called, plain, symbol];
}

/** The Objective-C class whose object has this symbol. */
export function classOfSymbol(symbol: string): string | undefined {
  return symbol.startsWith(CLASS_PREFIX) ? symbol.slice(CLASS_PREFIX.length) : undefined;
}

/** The last part of a library's path: `libSystem.B.dylib`, `Foundation`. */
export function libraryFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A library as rules name it: `System` of `/usr/lib/libSystem.B.dylib`, `Foundation` of the framework; `*` where it is not known. */
export function libraryName(path: string): string {
  const file = libraryFile(path).replace(/\.(?:dylib|tbd)$/, '');
  const name = file.replace(LIBRARY_VERSION, '');
  return (name.startsWith('lib') && name.length > 3 ? name.slice(3) : name) || '*';
}
