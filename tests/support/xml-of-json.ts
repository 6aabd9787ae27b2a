// The XML that reports in JSON were made of: members `@name` are attributes, `$` or `#text` is the text of an element.

const escaped = (value: unknown): string =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The element, or elements, of a name that a value of the JSON form stands for. */
export function xmlOfJson(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((part) => xmlOfJson(name, part)).join('');
  if (typeof value !== 'object' || value === null)
    return `<${name}>${value === null ? '' : escaped(value)}</${name}>\n`;
  const members = Object.entries(value);
  const attributes = members
    .filter(([key]) => key.startsWith('@'))
    .map(([key, part]) => ` ${key.slice(1)}="${escaped(part)}"`);
  const content = members
    .filter(([key]) => !key.startsWith('@'))
    .map(([key, part]) => (key === '#text' || key === '$' ? escaped(part) : xmlOfJson(key, part)));
  return `<${name}${attributes.join('')}>${content.join('')}</${name}>\n`;
}
