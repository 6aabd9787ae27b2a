// Memory of a run that its recorder kept as files beside the record: unpacked programs, injected code, images of processes.

/** Where such a file comes from. In the order in which they are worth a look. */
export const KEPT_SOURCES = [
  'payload',
  'extracted file',
  'process image',
  'dropped file',
  'process memory',
  // No file: code that a recorder of instructions saw running.
  'executed code',
] as const;

export type KeptSource = (typeof KEPT_SOURCES)[number];

/** What a run says of one such file. The file itself may be elsewhere, or be another one: its bytes decide. */
export interface KeptMemory {
  /** Lower-case hex digest. */
  readonly sha256: string;
  readonly source: KeptSource;
  /** What the recorder says that it is, in its own words: `Unpacked Shellcode`. Empty where it says nothing. */
  readonly words: string;
  /** The process that held it. */
  readonly process?: { readonly pid: number; readonly name: string; readonly path: string };
  /** Whether the recorder calls it code that needs no file's headers. */
  readonly isRawCode: boolean;
  /** Of the code that the process ran, where that is known. */
  readonly bits?: 32 | 64;
}
