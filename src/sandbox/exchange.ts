// One HTTP request and its answer, read piece by piece. Nothing here waits forever, and the transport's own errors, which could
// hold headers and with them the token, end here.

import { CapeError, explainNetwork } from './cape-error.ts';

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: Blob;
  readonly redirect: 'manual';
  readonly credentials: 'omit';
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Sends one request and does not follow redirects. The global `fetch` is one; see src/node/cape-transport.ts for another. */
export type Transport = (url: string, request: TransportRequest) => Promise<TransportResponse>;

/** The body of an answer, read piece by piece. */
export interface Download {
  /** Bytes to come, where the server says so for the bytes as they arrive here. */
  readonly size: number | undefined;
  /** The next piece, undefined at the end. Throws `sandbox-unreachable` when the connection breaks or stalls. */
  next(): Promise<Uint8Array | undefined>;
  /** Gives the rest up and frees the connection. */
  cancel(): Promise<void>;
}

export interface Upload {
  readonly body: Blob;
  readonly contentType: string;
}

/** The part of a stream reader that is used here; its full type has another name in each environment. */
interface ChunkReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** What ends a request from outside. */
export interface Ends {
  /** The user's wish. */
  readonly signal: AbortSignal | undefined;
  /** Raised when the time for what is asked is over. */
  readonly late: AbortSignal | undefined;
  /** Longest silence of the server, in milliseconds. */
  readonly idleMs: number;
}

/** One request and its answer under one abort controller, which the ends and a timer for silence raise. */
export class Exchange implements Download {
  size: number | undefined;
  readonly #controller = new AbortController();
  readonly #ends: Ends;
  readonly #where: string;
  readonly #abort = (): void => this.#controller.abort();
  #reader: ChunkReader | undefined;
  #received = 0;
  #stalled = false;
  #error: CapeError | undefined;

  constructor(ends: Ends, where: string) {
    this.#ends = ends;
    this.#where = where;
    for (const signal of [ends.signal, ends.late]) signal?.addEventListener('abort', this.#abort);
  }

  async send(transport: Transport, url: string, request: Omit<TransportRequest, 'signal'>): Promise<TransportResponse> {
    const { signal, late } = this.#ends;
    if (signal?.aborted === true || late?.aborted === true) throw this.#fail(undefined);
    // How far an upload has come cannot be seen from here; there the transport's own limits watch for silence.
    const sending = (): Promise<TransportResponse> => transport(url, { ...request, signal: this.#controller.signal });
    const response = await (request.body === undefined ? this.#watch(sending) : this.#guard(sending));
    const length = response.headers.get('content-length');
    const encoding = response.headers.get('content-encoding') ?? 'identity';
    // The length counts the bytes on the wire, so it says nothing about a body that the transport unpacks.
    if (length !== null && /^\d{1,15}$/.test(length) && encoding === 'identity') this.size = Number(length);
    this.#reader = response.body?.getReader();
    return response;
  }

  async next(): Promise<Uint8Array | undefined> {
    if (this.#error !== undefined) throw this.#error;
    for (;;) {
      const reader = this.#reader;
      if (reader === undefined) return undefined;
      const { done, value } = await this.#watch(() => reader.read());
      if (this.#error !== undefined) throw this.#error;
      if (done) break;
      if (value === undefined || value.length === 0) continue;
      this.#received += value.length;
      return value;
    }
    this.#release();
    if (this.size !== undefined && this.#received !== this.size) {
      throw new CapeError(
        'sandbox-unreachable',
        `The answer breaks off after ${this.#received} of ${this.size} bytes.`,
        {
          where: this.#where,
          kind: 'transient',
          hint: 'Try again.',
        },
      );
    }
    return undefined;
  }

  async cancel(): Promise<void> {
    const reader = this.#reader;
    this.#error ??= new CapeError('internal', 'A download was given up while it was read.', { where: this.#where });
    this.#release();
    this.#controller.abort();
    await reader?.cancel().catch(() => undefined);
  }

  #release(): void {
    this.#reader = undefined;
    for (const signal of [this.#ends.signal, this.#ends.late]) signal?.removeEventListener('abort', this.#abort);
  }

  /** Waits for the server, no longer than the allowed silence. */
  async #watch<T>(wait: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.#stalled = true;
      this.#controller.abort();
    }, this.#ends.idleMs);
    try {
      return await this.#guard(wait);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Turns what the transport throws into our errors. */
  async #guard<T>(wait: () => Promise<T>): Promise<T> {
    try {
      return await wait();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): CapeError {
    this.#release();
    this.#error = this.#explain(error);
    return this.#error;
  }

  #explain(error: unknown): CapeError {
    if (this.#ends.signal?.aborted === true) {
      return new CapeError('sandbox-timeout', 'Interrupted while talking to the CAPE server.', {
        where: this.#where,
        kind: 'interrupted',
        hint: 'Run the same command again.',
      });
    }
    if (this.#ends.late?.aborted === true) {
      return new CapeError('sandbox-timeout', 'The server takes too long to answer.', {
        where: this.#where,
        kind: 'transient',
        hint: 'Try again later, or allow more time with --cape-wait.',
      });
    }
    if (this.#stalled) {
      return new CapeError('sandbox-unreachable', `The server is silent for ${this.#ends.idleMs / 1000} seconds.`, {
        where: this.#where,
        kind: 'transient',
        hint: 'Check the network and the server, then try again.',
      });
    }
    const during = this.#received > 0 ? `The answer breaks off after ${this.#received} bytes` : 'No answer from CAPE';
    return explainNetwork(error, this.#where, during);
  }
}

/** The whole body as text, or undefined where it is longer than `maxBytes`. Frees the connection in any case. */
export async function readText(download: Download, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for (;;) {
    const chunk = await download.next();
    if (chunk === undefined) break;
    length += chunk.length;
    if (length > maxBytes) {
      await download.cancel();
      return undefined;
    }
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}
