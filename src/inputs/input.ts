// Contract of an input: one kind of thing a user can hand to capax. One folder under src/inputs, one line in registry.ts.

import type { ByteSource } from '../bytes/source.ts';
import type { Budget } from '../bytes/watched-source.ts';
import type { Inflate } from '../bytes/zlib.ts';
import type { SignatureFile } from '../code/flirt/signature-file.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { Program } from '../features/program.ts';
import type { Flavour } from '../features/scopes.ts';
import type { Subject } from '../features/subject.ts';
import type { OrdinalNames } from '../formats/pe/ordinal-names.ts';
import type { Semantics } from '../semantics.ts';

/** What detection sees: the name and the first bytes, unpacked (`head`) and as they are (`raw`). */
export interface Probe {
  readonly name: string;
  readonly raw: Uint8Array;
  readonly head: Uint8Array;
}

/** How far taking a program apart has come. */
export interface FunctionProgress {
  readonly phase: 'finding functions' | 'matching functions';
  readonly functions: number;
  /** Of how many, once that is known. */
  readonly totalFunctions: number | undefined;
}

export interface OpenOptions {
  readonly semantics: Semantics;
  readonly diagnostics: Diagnostics;
  /** Unpacks zlib streams; default the web-standard one. */
  readonly inflate?: Inflate;
  /**
   * Says why reading has to end, or undefined. Streams that come from `source` or `inflate` end by themselves; whoever unpacks otherwise,
   * or builds more in memory than the sink takes, asks now and then and goes on with what there is.
   */
  readonly budget?: Budget;
  /** The same of finding the functions of a program, and of matching them: asked before each, which then are left out. */
  readonly codeBudget?: Budget | undefined;
  readonly matchingBudget?: Budget | undefined;
  /** Told now and then how many functions were found, and how many of them were matched. */
  readonly onFunctions?: ((progress: FunctionProgress) => void) | undefined;
  /** Names of exports that programs import by number; without them such imports keep their numbers. */
  readonly ordinalNames?: OrdinalNames;
  /** Signatures of library functions, in the order in which they have their say; for inputs that are taken apart. */
  readonly signatures?: readonly SignatureFile[];
  /** The program that the input is a run of, where it is known: what a recording lacks is taken from it. */
  readonly ranProgram?: Program | undefined;
  /** A file beside the input by its name, unpacked; undefined where there is none, or where the host cannot look. */
  readonly beside?: ((name: string) => Promise<ByteSource | undefined>) | undefined;
  /** Of a recording of executed instructions, how many are followed at most; default all. */
  readonly maxInstructions?: number | undefined;
  /** A run in which nothing was recorded is a trace without processes; else reading it throws CapaxError. */
  readonly acceptsNothing?: boolean;
  /** The bytes of a program by its SHA-256, for inputs that lack it; undefined where the host does not find it. */
  readonly findSample?: ((sha256: string) => Promise<Uint8Array | undefined>) | undefined;
  /** Of a universal file the program for this machine, by one of its names (`arm64`, `x86_64`); default the first one that is taken apart. */
  readonly arch?: string | undefined;
  /** For encrypted archives; the usual `infected` is tried by itself. */
  readonly password?: string;
}

export interface Input {
  /** Value of `--format`. */
  readonly format: string;
  readonly flavour: Flavour | 'either';
  /** Codes of the diagnostics that are its own; they begin with its format. docs/errors.md explains those of capax. */
  readonly codes?: readonly string[];
  /** One line for --help. */
  readonly summary: string;
  /** How sure this input is that the bytes are its own: 0 no, 1 by name only, 2 by content. */
  recognise(probe: Probe): 0 | 1 | 2;
  /** Of a run: whether its recorder may have followed instructions, so that there is code to match besides calls. Absent: never. */
  followsCode?(probe: Probe): boolean;
  /** What the names of all files of one run have in common, where there are several and each is read with the others; by the name of one. */
  runOf?(name: string): string | undefined;
  /** Whether a zip archive of these members is its own as a whole. Members of other archives are recognised one by one. */
  recogniseArchive?(names: readonly string[]): boolean;
  /** `source` delivers unpacked bytes where the container is packed (gzip, zstd) or another's zip archive. */
  open(source: ByteSource, options: OpenOptions): Promise<Subject>;
}
