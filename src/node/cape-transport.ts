// What the machine adds to the CAPE client: connections to a server whose certificate the user does not want checked, and files
// on disk as uploads that are read while they are sent.

import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { CapaxError } from '../errors.ts';
import type { Transport, TransportRequest, TransportResponse } from '../sandbox/exchange.ts';
import type { UploadFile } from '../sandbox/multipart.ts';

/** Longest silence on a connection, also while a file is sent; the same as that of the global fetch. */
const SOCKET_IDLE_MS = 300_000;

/** The global fetch, except that the certificate of `uncheckedHost` (a host name) is not checked where one is given. */
export function createCapeTransport(uncheckedHost?: string): Transport {
  return (url, request) => {
    const { protocol, hostname } = new URL(url);
    if (protocol === 'https:' && hostname === uncheckedHost) return sendUnchecked(url, request);
    return fetch(url, request);
  };
}

/** One request over https without a look at the certificate. */
function sendUnchecked(url: string, request: TransportRequest): Promise<TransportResponse> {
  const { body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(url, {
      method: request.method,
      headers: {
        ...request.headers,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': body.size }),
      },
      rejectUnauthorized: false,
      // No connection is kept that another part of the process could take over unchecked.
      agent: false,
      signal: request.signal,
      timeout: SOCKET_IDLE_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
    // Stays after the answer has come: a server may close the connection without taking the whole upload.
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      resolve({
        status: incoming.statusCode ?? 0,
        headers: {
          get: (name) => {
            const value = incoming.headers[name.toLowerCase()];
            return Array.isArray(value) ? value.join(', ') : (value ?? null);
          },
        },
        body: Readable.toWeb(incoming) as NodeReadableStream<Uint8Array>,
      });
    });
    if (body === undefined) outgoing.end();
    else pipeline(Readable.fromWeb(body.stream() as NodeReadableStream<Uint8Array>), outgoing, () => undefined);
  });
}

/**
 * A file on disk as an upload, under its own name without folders. Throws `input-not-found` or `input-unreadable`; reads nothing
 * yet.
 */
export async function openUpload(path: string): Promise<UploadFile> {
  try {
    if (!(await stat(path)).isFile()) throw new CapaxError('input-unreadable', 'This is not a file.', { where: path });
    return { name: basename(path), content: await openAsBlob(path) };
  } catch (error) {
    if (error instanceof CapaxError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CapaxError(
      missing ? 'input-not-found' : 'input-unreadable',
      missing ? 'There is no such file.' : 'The file cannot be read.',
      { where: path, hint: 'Check the path and its permissions.', cause: error },
    );
  }
}
