// The text that an XML attribute value or the text of an element stands for (XML 1.0, 2.11, 3.3.3 and 4.6). Only the five predefined entities and character
// references exist here: entities that a document declares are never expanded.

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const SPECIAL = /[&\t\n\r]/;
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,8})|#x([0-9a-fA-F]{1,7}));|&/g;

function fromCode(code: number): string | undefined {
  const isAllowed = code <= 0x10ffff && code !== 0 && (code < 0xd800 || code > 0xdfff);
  return isAllowed ? String.fromCodePoint(code) : undefined;
}

function decodeReferences(text: string, refuse: () => void): string {
  return text.replace(REFERENCE, (whole, name?: string, decimal?: string, hexadecimal?: string) => {
    const known =
      name !== undefined
        ? PREDEFINED[name]
        : decimal !== undefined
          ? fromCode(Number.parseInt(decimal, 10))
          : hexadecimal !== undefined
            ? fromCode(Number.parseInt(hexadecimal, 16))
            : undefined;
    if (known === undefined) refuse();
    return known ?? whole;
  });
}

/**
 * Decodes a raw attribute value: line ends and tabs become blanks, references become characters. A reference to anything else
 * stays as it is written, and `refuse` is called.
 */
export function decodeAttribute(raw: string, refuse: () => void): string {
  if (!SPECIAL.test(raw)) return raw;
  return decodeReferences(raw.replace(/\r\n|[\t\n\r]/g, ' '), refuse);
}

/** Decodes the raw text of an element as `decodeAttribute` does a value, but for line ends, which become line feeds, and tabs, which stay. */
export function decodeText(raw: string, refuse: () => void): string {
  if (!SPECIAL.test(raw)) return raw;
  return decodeReferences(raw.replace(/\r\n?/g, '\n'), refuse);
}
