// VMRay's logs write strings with escapes: `\\`, `\"`, `\n`, `\r`, `\t`, `\xNN` for other unprintable characters and `\xNNNN` for
// those beyond U+00FF, such as lone surrogates (`\xddb6` in the flog.xml of 86d8257a). Printable characters, non-ASCII ones
// included, stand as they are.

const ESCAPE = /\\(?:(["\\nrt])|x([0-9a-fA-F]{2})([0-9a-fA-F]{2})?)/g;
const SIMPLE: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

/** Characters that VMRay escapes with two digits. */
function isUnprintable(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/** What the reference undoes: doubled backslashes. */
export function halveBackslashes(text: string): string {
  return text.replaceAll('\\\\', '\\');
}

/**
 * Decodes all escapes. `\x` is followed by two digits if they name an unprintable character (a printable one would not have
 * been escaped), else by four where there are four. Anything else after a backslash stays as it is.
 */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (whole, simple: string | undefined, two: string | undefined, more: string | undefined) => {
      if (simple !== undefined) return SIMPLE[simple] as string;
      if (two === undefined) return whole;
      const code = Number.parseInt(two, 16);
      if (more === undefined) return String.fromCharCode(code);
      if (isUnprintable(code)) return String.fromCharCode(code) + more;
      return String.fromCharCode(Number.parseInt(two + more, 16));
    },
  );
}
