// The few globals that the core uses and that Node and browsers share. The core is compiled without DOM and Node types so
// that nothing else slips in; files that need the machine live in src/node and src/cli.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(input: string, destination: Uint8Array): { read: number; written: number };
}

interface ReadableStreamReader<T> {
  read(): Promise<{ done: false; value: T } | { done: true; value?: undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

declare class ReadableStream<T> {
  constructor(source?: {
    pull?(controller: { enqueue(chunk: T): void; close(): void; error(reason: unknown): void }): Promise<void>;
    cancel?(reason?: unknown): Promise<void>;
  });
  getReader(): ReadableStreamReader<T>;
}

declare class WritableStream<T> {
  abort(reason?: unknown): Promise<void>;
  close(): Promise<void>;
  getWriter(): { write(chunk: T): Promise<void>; close(): Promise<void>; abort(reason?: unknown): Promise<void> };
}

declare class TransformStream<I, O> {
  readonly readable: ReadableStream<O>;
  readonly writable: WritableStream<I>;
}

declare class CompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: 'deflate' | 'gzip');
}

declare class DecompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: 'deflate' | 'gzip');
}

declare const performance: { now(): number };

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class URL {
  constructor(url: string, base?: string | URL);
  static canParse(url: string, base?: string): boolean;
  protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  port: string;
  readonly pathname: string;
  readonly href: string;
  readonly origin: string;
}

declare class Blob {
  constructor(parts: (Blob | string)[]);
  readonly size: number;
}

declare function fetch(
  url: string,
  request: {
    method: string;
    headers: Record<string, string>;
    body?: Blob;
    redirect: 'manual';
    credentials: 'omit';
    signal: AbortSignal;
  },
): Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}>;

declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const crypto: { randomUUID(): string; getRandomValues(into: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> };
