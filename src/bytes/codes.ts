// Codes of the diagnostics of what is read by bytes; docs/errors.md explains each.

const JSON_CODES = [
  'json-truncated',
  'json-syntax',
  'json-value-malformed',
  'json-value-too-large',
  'json-too-deep',
  'json-unexpected-kind',
  'json-encoding',
  'json-escape',
  'json-control-character',
  'json-byte-order-mark',
] as const;

const XML_CODES = [
  'xml-truncated',
  'xml-malformed',
  'xml-too-deep',
  'xml-entity-refused',
  'xml-doctype-refused',
  'xml-source-damaged',
] as const;

const CSV_CODES = ['csv-truncated', 'csv-malformed'] as const;
const PACKED_CODES = ['gzip-damaged', 'zstd-damaged'] as const;
const ZIP_CODES = ['zip-directory-odd'] as const;

export type JsonCode = (typeof JSON_CODES)[number];
export type XmlCode = (typeof XML_CODES)[number];
export type CsvCode = (typeof CSV_CODES)[number];
export type PackedCode = (typeof PACKED_CODES)[number];
export type ZipCode = (typeof ZIP_CODES)[number];

export const BYTE_CODES: readonly (JsonCode | XmlCode | CsvCode | PackedCode | ZipCode)[] = [
  ...JSON_CODES,
  ...XML_CODES,
  ...CSV_CODES,
  ...PACKED_CODES,
  ...ZIP_CODES,
];
