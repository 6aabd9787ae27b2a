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

interface ReadableStream<T> {
  getReader(): ReadableStreamReader<T>;
}

declare const performance: { now(): number };
