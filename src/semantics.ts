// Every place where capax's default differs from the reference (capa), with its reason. `--compat` (library: `compat: true`)
// switches all of them off. docs/differences.md explains each by its name; a test compares the two lists.

/** One improvement over the reference that can change results. */
export interface Difference {
  /** What the reference does and why that is a defect or a surprise. */
  readonly reference: string;
  /** What capax does by default. */
  readonly capax: string;
}

export const DIFFERENCE_NAMES = [
  'accept-reports-without-pe',
  'flavour-filter',
  'span-to-thread',
  'sign-extended-numbers',
  'decimal-text-stays-text',
  'drakvuf-inner-text',
  'drakvuf-numeric-time',
  'drakvuf-damaged-lines',
  'drakvuf-effects',
  'drakvuf-guest',
  'drakvuf-metadata',
  'vmray-unescape',
  'vmray-inner-text',
  'vmray-unlisted-calls',
  'os-any-index',
  'addressless-count',
  'recycled-process-ids',
  'cape-thread-list',
  'calls-without-thread',
  'guest-os',
  'repeated-calls',
  'call-origins',
  'sequences',
  'named-values',
  'api-aliases',

  'import-spellings',
  'elf-own-exports',
  'tagged-rules-only',
  'wide-immediates',
  'mnemonic-names',
  'data-by-operand',
  'xor-with-constant',
  'peb-by-register',
  'symbol-types',
  'function-tables',
  'jump-tables',
  'data-pointers',
  'landing-pads',
  'run-time-functions',

  'dotnet-nested-types',
  'dotnet-generic-types',
  'dotnet-generic-calls',
  'dotnet-external-fields',
  'dotnet-tokens',
  'dotnet-field-data',
  'dotnet-blocks',
  'dotnet-damage',
  'dotnet-native-half',
  'binexport2-base',
  'binexport2-offsets',
] as const;

export type DifferenceName = (typeof DIFFERENCE_NAMES)[number];

export const DIFFERENCES: Readonly<Record<DifferenceName, Difference>> = {
  'accept-reports-without-pe': {
    reference:
      'CAPE reports without PE analysis (scripts, documents, URLs) are refused, although their traces are complete.',
    capax: 'They are analysed; os comes from the guest, arch is unknown.',
  },
  'flavour-filter': {
    reference:
      'A rule whose static scope is file is also evaluated at file scope in dynamic analysis, whatever its dynamic scope says.',
    capax: 'A rule takes part only at the scope of the flavour that is analysed.',
  },
  'span-to-thread': {
    reference:
      'Matches at span of calls are not visible to thread and process rules, although the rule format says they are.',
    capax: 'They are visible.',
  },
  'sign-extended-numbers': {
    reference:
      'Sandboxes log 32-bit values sign-extended to 64 bits, which constants such as HKEY_LOCAL_MACHINE never equal.',
    capax: 'A value 0xffffffff80000000 to 0xffffffffffffffff also counts as its lower 32 bits.',
  },
  'decimal-text-stays-text': {
    reference: 'Text that reads as a decimal integer becomes a number and the text is lost.',
    capax: 'It is a number and a string.',
  },
  'drakvuf-inner-text': {
    reference: 'DRAKVUF strings keep their pointer prefix (0xPTR:"text"), so exact strings never match.',
    capax: 'The inner text is a string too, and the pointer a number.',
  },
  'drakvuf-numeric-time': {
    reference: 'DRAKVUF calls are ordered by time stamp as text, so 10.0 comes before 9.0.',
    capax: 'They are ordered by time.',
  },
  'drakvuf-damaged-lines': {
    reference:
      'A DRAKVUF line that is not one JSON object in UTF-8 is skipped without a word, with every call on it; one byte in an argument is enough.',
    capax: 'Every whole record on it is read; what is not Unicode becomes U+FFFD.',
  },
  'drakvuf-effects': {
    reference: 'Records of the DRAKVUF plugins regmon, filetracer, socketmon and procmon are left out.',
    capax: 'Those that name a function are calls of it.',
  },
  'drakvuf-guest': {
    reference: 'Every DRAKVUF log is of a 64-bit Windows guest: format pe, os windows, arch amd64.',
    capax:
      'Format and os are those that the log shows, and arch where it shows one; calls on Linux also count under the names of the C functions that they stand for.',
  },
  'drakvuf-metadata': {
    reference:
      'What newer DRAKVUF logs say about a system call (its ThreadName, Type, FromModule, ReturnValue) is taken for arguments.',
    capax: 'It is not.',
  },
  'vmray-unescape': {
    reference:
      'VMRay escapes other than a doubled backslash are left in strings, and strings with non-ASCII characters are dropped.',
    capax: 'Escapes are decoded and non-ASCII strings are kept.',
  },
  'vmray-inner-text': {
    reference: 'VMRay texts behind a second pointer, in arrays and in structures are ignored.',
    capax: 'They are strings.',
  },
  'vmray-unlisted-calls': {
    reference: 'VMRay calls whose thread or process was never announced are lost without a word.',
    capax: 'They are kept, in a thread or process that is added.',
  },
  'os-any-index': {
    reference:
      'A rule that is indexed only by an os feature does not match a sample of unknown os, although evaluation says it does.',
    capax: 'It matches.',
  },
  'addressless-count': {
    reference: 'At file scope count() of a feature without an address is 0 although the feature is present.',
    capax: 'A present feature without an address counts 1.',
  },
  'recycled-process-ids': {
    reference: 'Two processes with equal (ppid, pid) overwrite each other in the layout, and -vv stops with an error.',
    capax: 'Both are kept, in order of appearance.',
  },
  'cape-thread-list': {
    reference:
      "CAPE calls whose thread is missing from the process's list of threads are lost; a thread listed twice is matched twice.",
    capax: 'Such a thread is added to the list, and a repeated one counts once.',
  },
  'calls-without-thread': {
    reference: 'CAPE reports whose calls do not say which thread made them (Linux guests) are refused.',
    capax:
      'One thread for each process is assumed; texts of a Linux guest are read without the quotes of its tracer, and system calls also count under the names of the C functions that they stand for.',
  },
  'guest-os': {
    reference:
      'CAPE reports of a program whose type does not say its os (ELF of SYSV, as Go and static programs are) are refused.',
    capax: 'The os comes from the guest.',
  },
  'repeated-calls': {
    reference: 'A CAPE record that stands for several equal calls in a row (`repeated`) counts as one call.',
    capax: 'count() in spans, threads and processes sees as many as it stands for, and so do people.',
  },
  'call-origins': {
    reference: 'It is not looked at where calls come from.',
    capax: 'Calls have the characteristics `caller in sample`, `unbacked caller` and `caller in library`.',
  },
  sequences: {
    reference: 'Rules cannot ask for an order of calls.',
    capax: 'Rules may hold a `sequence`; with `--compat` these, and those that refer to them, are set aside.',
  },
  'named-values': {
    reference: 'Arguments of calls have no names, and there are no results and behaviours to ask for.',
    capax: 'Rules may ask for `arg/NAME`, `return`, `status` and `behavior`.',
  },
  'api-aliases': {
    reference: 'A rule that asks for a function does not see the system call that it makes, nor its other names.',
    capax: 'An `api` in a rule also holds for the other recorded names of the same act.',
  },
  'import-spellings': {
    reference:
      'A PE import by number that a built-in table knows is known by its name only, and in names of modules every character but letters, digits and underscores is an underscore.',
    capax: 'It is known by number as well, and the module also as the file writes it.',
  },
  'elf-own-exports': {
    reference:
      'Functions of other files that the linker gave an address in the PLT count as exports, and no longer as imports.',
    capax: 'They are imports.',
  },
  'function-tables': {
    reference:
      'Tables of functions are not used but for the exception table, up to its first record that is empty, or of another version than 1.',
    capax:
      'Functions are also those of callbacks, exception handlers, guard tables, frame descriptions and the tables of Go, and of all of the exception table.',
  },
  'jump-tables': {
    reference:
      'Jumps through tables are followed where these hold addresses of four bytes or distances from the base of the image, as far as what they lead to looks like code.',
    capax:
      'They are followed in all forms that compilers make (distances from the table, addresses of eight bytes, two steps), as far as the code checks the index.',
  },
  'data-pointers': {
    reference:
      'Windows programs without relocations are not searched for pointers to functions; in ELF files, every address of code in data is one, wherever it stands.',
    capax: 'The data of both is searched for aligned pointers to what comes behind the end of other code.',
  },
  'landing-pads': {
    reference:
      'A stub of the PLT that begins with a landing pad (endbr64) is no thunk, so that calls of exit or abort through it seem to come back, and what is handed to the C library is not seen.',
    capax: 'It is a thunk.',
  },
  'run-time-functions': {
    reference: 'Functions of the C run-time are known by signatures only.',
    capax:
      'Start-up code and what only it calls are known without signatures, listed as library functions, and not matched.',
  },
  'binexport2-base': {
    reference:
      'A BinExport2 file is taken to begin at its lowest section, so that data of programs with an address of their own, and of files whose headers are no section, is read from the wrong place or not at all.',
    capax: 'Where the program was moved to is found by comparing its sections with those of its own file.',
  },
  'binexport2-offsets': {
    reference: 'Offsets in BinExport2 files of 64-bit x86 programs get their sign from their 32nd bit.',
    capax: 'They get it from their 64th.',
  },
  'symbol-types': {
    reference:
      'Names of functions of ELF files come from every symbol of which a bit of its type or binding is set, at the value that the file has, so none in programs that may be loaded anywhere.',
    capax: 'They come from symbols of functions, where these lie once the program is loaded.',
  },
  'tagged-rules-only': {
    reference: 'With -t, results also have the rules that those with the tag depend on.',
    capax: 'Such rules are matched, but results have the rules with the tag only.',
  },
  'wide-immediates': {
    reference:
      'In 64-bit code an immediate of four bytes that the instruction extends by its sign is a number of 32 bits, although one byte is extended.',
    capax: 'It is both: the 32 bits that are written, and the 64 that the processor uses.',
  },
  'mnemonic-names': {
    reference:
      "The reference's decoder names some instructions otherwise than Intel's manuals and most disassemblers (`cdq` for cqo, `jz` for je, `nop` for endbr64), takes AVX-512 for `bound`, and does not know `icebp`.",
    capax: 'Rules may use either name; `icebp` is also `int1`.',
  },
  'data-by-operand': {
    reference:
      'A pointer in an instruction gives the bytes or the text that it leads to by how the operand is encoded: an absolute address in 32-bit code gives no bytes, a displacement beside a register no text.',
    capax: 'It gives both.',
  },
  'xor-with-constant': {
    reference:
      'An exclusive or with a constant near the beginning of a function or before a return is taken for the check of a stack cookie.',
    capax: 'It counts as `nzxor`: cookies are mixed with a register or with memory.',
  },
  'peb-by-register': {
    reference:
      "Access to the process environment block is not seen where the thread's block is addressed with a SIB byte (`mov rax, gs:[rcx+60h]` with an index, or fs without a base).",
    capax: 'It is seen.',
  },
  'dotnet-nested-types': {
    reference:
      'Types of other assemblies that are nested get wrong names: of `A/B/C` a member is one of `A/C/C`, and where it is used as a type it is `A/C`.',
    capax: 'They have their true names; those of the reference hold as well.',
  },
  'dotnet-generic-types': {
    reference:
      'Members of generic types with their arguments filled in (`List<string>`), and such types, have no names.',
    capax: 'They have the names of the generic type: ``System.Collections.Generic.List`1::Add``.',
  },
  'dotnet-generic-calls': {
    reference:
      'A call of a generic method, or of a method of a generic type, is not seen from the method that is called.',
    capax: 'Such methods have `calls to`, and `recursive call`, as others have.',
  },
  'dotnet-external-fields': {
    reference: 'Access to a field of another assembly has no features.',
    capax: 'It is a property, as access to own fields is, and has the class and namespace of the field.',
  },
  'dotnet-tokens': {
    reference: 'What `ldtoken` loads (`typeof`, handles of methods and fields) has no features.',
    capax: 'It has the class and namespace of what is named.',
  },
  'dotnet-field-data': {
    reference: 'What arrays are filled with from the file is not seen.',
    capax: 'An instruction that loads the handle of such data has `bytes`.',
  },
  'dotnet-blocks': {
    reference: 'A method is one basic block, which is not counted, and has no tight loops.',
    capax:
      'A method is one block for rules, and has the feature `basic block` once for each that it really has, and `tight loop`.',
  },
  'dotnet-damage': {
    reference:
      'A method whose body ends early, or whose exception clauses cannot be read, is left out, as is a table with more rows than its stream has room for; a name that is missing is `None`, one that is not UTF-8 is empty, and text that is not UTF-16 is left out.',
    capax: 'What can be read is kept; what is not Unicode becomes U+FFFD.',
  },
  'dotnet-native-half': {
    reference:
      'Of an assembly, neither its native imports, exports, sections and embedded programs are features, nor the native functions of mixed ones.',
    capax: 'They are, after those of the managed side.',
  },
};

/** Which improvements are on. Passed to inputs, rule sets and matchers; nothing else knows about compatibility. */
export type Semantics = Readonly<Record<DifferenceName, boolean>>;

function all(value: boolean): Semantics {
  return Object.fromEntries(DIFFERENCE_NAMES.map((name) => [name, value])) as Semantics;
}

/** capax's default: every improvement. */
export const DEFAULT_SEMANTICS: Semantics = all(true);
/** What the reference does, defects that decide results included. */
export const COMPAT_SEMANTICS: Semantics = all(false);
