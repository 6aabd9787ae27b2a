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

declare const performance: { now(): number };
