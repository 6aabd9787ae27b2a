// A PE file as typed tables, each read when it is first asked for. Nothing here knows features or code.

import type { Diagnostics } from '../../diagnostics.ts';
import { type MappedPart, MappedView } from '../mapped-view.ts';
import { NameBudget } from '../name-budget.ts';
import { readArmExceptions } from './arm-exceptions.ts';
import { type ClrHeader, readClrHeader } from './clr.ts';
import type { PeCode } from './codes.ts';
import { type RuntimeFunction, readExceptions } from './exceptions.ts';
import { type PeExports, readExports } from './exports.ts';
import { type DataDirectory, DIRECTORY, MACHINE, type PeHeaders, readHeaders } from './headers.ts';
import { type PeImport, readDelayImports, readImports } from './imports.ts';
import { layOut } from './layout.ts';
import { type LoadConfig, readLoadConfig } from './load-config.ts';
import { readRelocations } from './relocations.ts';
import { readTlsCallbacks } from './tls.ts';

const EXCEPTION_READERS: ReadonlyMap<number, typeof readExceptions> = new Map([
  [MACHINE.amd64, readExceptions],
  [MACHINE.arm64, readArmExceptions],
]);

export class PeFile {
  readonly bytes: Uint8Array;
  readonly headers: PeHeaders;
  /** What is mapped where, relative to the base; headers first. */
  readonly parts: readonly MappedPart[];
  readonly view: MappedView;
  readonly #diagnostics: Diagnostics<PeCode>;
  #imports: readonly PeImport[] | undefined;
  #exports: PeExports | undefined;
  #relocations: Uint32Array | undefined;
  #exceptions: readonly RuntimeFunction[] | undefined;
  #tlsCallbacks: readonly number[] | undefined;
  #loadConfig: LoadConfig | undefined;

  /** Throws CapaxError `input-corrupt` where there is no PE header; all other damage is a diagnostic. */
  constructor(bytes: Uint8Array, diagnostics: Diagnostics<PeCode>) {
    this.bytes = bytes;
    this.headers = readHeaders(bytes, diagnostics);
    this.parts = layOut(this.headers, bytes.length, diagnostics);
    const names = new NameBudget(bytes.length, () =>
      diagnostics.add('warning', 'pe-table-cut', 'The tables have more names than are read.'),
    );
    this.view = new MappedView(bytes, this.parts, names);
    this.#diagnostics = diagnostics;
  }

  /** Ordinary imports, then delayed ones. */
  get imports(): readonly PeImport[] {
    this.#imports ??= this.#readImports();
    return this.#imports;
  }

  get exports(): PeExports {
    const directory = this.directory('exports');
    this.#exports ??= directory === undefined ? { entries: [] } : readExports(this.view, directory, this.#diagnostics);
    return this.#exports;
  }

  /** Places of pointers, relative to the base. */
  get relocations(): Uint32Array {
    const directory = this.directory('relocations');
    this.#relocations ??=
      directory === undefined ? new Uint32Array() : readRelocations(this.view, directory, this.#diagnostics);
    return this.#relocations;
  }

  /** Functions of x86-64 and ARM64 programs with their ends; other machines have other tables. */
  get exceptions(): readonly RuntimeFunction[] {
    const read = EXCEPTION_READERS.get(this.headers.machine);
    const directory = read === undefined ? undefined : this.directory('exceptions');
    this.#exceptions ??=
      read === undefined || directory === undefined ? [] : read(this.view, directory, this.#diagnostics);
    return this.#exceptions;
  }

  /** Places of functions that run before the entry point, relative to the base. */
  get tlsCallbacks(): readonly number[] {
    const directory = this.directory('tls');
    this.#tlsCallbacks ??= directory === undefined ? [] : readTlsCallbacks(this.#context(), directory);
    return this.#tlsCallbacks;
  }

  get loadConfig(): LoadConfig {
    const directory = this.directory('loadConfig');
    this.#loadConfig ??=
      directory === undefined
        ? { exceptionHandlers: [], guardedFunctions: [], guardSlots: [] }
        : readLoadConfig(this.#context(), directory, this.#diagnostics);
    return this.#loadConfig;
  }

  /** Undefined in programs without managed code. */
  get clr(): ClrHeader | undefined {
    const { managed } = this.headers;
    return managed === undefined ? undefined : readClrHeader(this.view, managed);
  }

  /** Where a table is; undefined where the program has none. */
  directory(name: keyof typeof DIRECTORY): DataDirectory | undefined {
    const directory = this.headers.directories[DIRECTORY[name]];
    return directory === undefined || directory.rva === 0 ? undefined : directory;
  }

  #readImports(): PeImport[] {
    const context = this.#context();
    const ordinary = this.directory('imports');
    const delayed = this.directory('delayImports');
    return [
      ...(ordinary === undefined ? [] : readImports(context, ordinary)),
      ...(delayed === undefined ? [] : readDelayImports(context, delayed)),
    ];
  }

  #context() {
    const { bits, imageBase } = this.headers;
    return { view: this.view, bits, imageBase, diagnostics: this.#diagnostics };
  }
}
