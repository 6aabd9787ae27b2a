// A form with one file, as the bytes of a multipart/form-data body (RFC 7578). Built by hand as one Blob because then every
// transport knows its length beforehand: the web servers in front of CAPE do not all take uploads of unknown length.

import type { Upload } from './exchange.ts';

/** A file to upload; `content` may lie on disk and is read while it is sent. */
export interface UploadFile {
  /** Name that the sandbox sees and uses for the file in the guest; without folders. */
  readonly name: string;
  readonly content: Blob;
}

/** The body and its content type. Fields come before the file, in the given order. */
export function encodeForm(fields: readonly (readonly [string, string])[], field: string, file: UploadFile): Upload {
  const boundary = `capax-${crypto.randomUUID()}`;
  const parts: (Blob | string)[] = [];
  for (const [name, value] of fields) {
    parts.push(`--${boundary}\r\ncontent-disposition: form-data; name="${quoteName(name)}"\r\n\r\n${value}\r\n`);
  }
  parts.push(
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoteName(field)}"; filename="${quoteName(file.name)}"\r\n`,
    'content-type: application/octet-stream\r\n\r\n',
    file.content,
    `\r\n--${boundary}--\r\n`,
  );
  return { body: new Blob(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** Names may not end their quotes or their line; escaped as browsers do. */
function quoteName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
