// Every bound on attacker-controlled size, depth, count and ratio. A reader that meets one records a diagnostic and goes on
// without the offending part, or throws `input-limit` when nothing sensible is left.

export const LIMITS = {
  /** Nesting of JSON values and XML elements. */
  jsonDepth: 512,
  xmlDepth: 256,
  /** One XML tag with its attributes, in UTF-16 units. */
  xmlTagLength: 16_777_216,
  /** One JSON value that must be held at once (a call with its arguments, a list of strings), in bytes. */
  jsonValueBytes: 67_108_864,
  /** Lists, objects and single values in one JSON value that is read as a whole. */
  jsonTreeValues: 1_000_000,
  /** Digits of an integer in JSON; what the reference's Python accepts. */
  jsonIntegerDigits: 4300,
  /** Unpacked text of a freeze file, which is held at once, in bytes. */
  freezeBytes: 1_073_741_824,
  /** A program that is taken apart, in bytes. */
  programBytes: 268_435_456,
  /** Bytes of what a disassembler saw (BinExport2), what its tables may take in memory, roughly, and sections in it. */
  binexport2Bytes: 1_073_741_824,
  binexport2Tables: 1_073_741_824,
  binexport2Sections: 65_536,
  /**
   * What of the code of a program is looked at: instructions, jumps and calls with where they lead, functions, and blocks, which count once
   * for each function that has them. An instruction takes some 4 µs, a jump or call 500 bytes.
   */
  programInstructions: 4_000_000,
  programReferences: 1_200_000,
  programFunctions: 150_000,
  programBlocks: 1_000_000,
  /** Instructions, which count once for each function that has them. */
  programBlockInstructions: 5_000_000,
  /** Instructions that are tried where nobody says that there are any, slots of tables, and pointers in data. */
  programTrialSteps: 20_000_000,
  programTableSlots: 10_000_000,
  programPointers: 4_000_000,
  /** The same of one function. Real ones have at most some 10,000 blocks. */
  functionBlocks: 50_000,
  functionInstructions: 500_000,
  /** Names in the tables of a program, in UTF-16 units. The largest real ones have some 30 MB. */
  programNameText: 67_108_864,
  /** Memory of a program of which it is noted what it holds, in bytes. */
  locationBytes: 402_653_184,
  /** Bytes that are looked at to find texts behind pointers in a program. */
  programTextBytes: 100_000_000,
  /** Malformed entries of a freeze file after which it is refused as a whole. */
  freezeMalformedEntries: 100_000,
  /** Different instructions that a recorder of coverage saw executed. */
  coverageInstructions: 4_000_000,
  /** Return addresses of one call, and modules and unbacked regions of one process. */
  callers: 64,
  mappedModules: 65_536,
  /** Calls that a recorder may have folded into one; more count as so many. */
  foldedCalls: 1_000_000,
  /** One line of a line-based log, in bytes. */
  lineBytes: 16_777_216,
  /** One row of a table in CSV, in UTF-16 units. Rows of ProcMon hold whole environments and stay below 100,000. */
  csvRowLength: 1_048_576,
  /** A table of a PML file (processes, texts, hosts), in bytes. Real ones stay below 10 MB. */
  pmlTableBytes: 67_108_864,
  /** logs/summary_v2.json of a VMRay archive, which is held at once, in bytes. Real ones stay below 1 MB. */
  vmraySummaryBytes: 67_108_864,
  /** A rule file, in bytes. Real ones stay below 20 KB. */
  ruleFileBytes: 1_048_576,
  /** A rule collection that is installed: files, and bytes of all together. capa-rules has 1,000 files of 3 MB. */
  ruleCollectionFiles: 20_000,
  ruleCollectionBytes: 67_108_864,
  /** A file with signatures of library functions, unpacked, in bytes. The largest known ones unpack to some 50 MB. */
  signatureBytes: 268_435_456,
  /** Functions that are recognised one through the other, from the first to the last. */
  signatureChain: 64,
  /** Nesting of statements in one rule. */
  ruleDepth: 64,
  /** Statements of one rule, and entries that YAML aliases and merge keys may copy into one. */
  ruleStatements: 100_000,
  /** Parts of a namespace, each of which is a name of its own for rules above it. Real ones have at most six. */
  ruleNamespaceParts: 64,
  /** What a run says of files with memory of its processes: entries, and UTF-16 units of one text. */
  keptMemories: 10_000,
  keptMemoryText: 1024,
  /**
   * Such files that are analysed with a program and its run: how many by default, bytes of one and of all together, and how many are listed at
   * all. Real ones stay below 2 MB.
   */
  payloads: 16,
  payloadBytes: 33_554_432,
  payloadBytesTogether: 134_217_728,
  payloadFiles: 10_000,
  /** Calls that one sequence of a rule asks for. */
  sequenceCalls: 64,
  /** Ways to match the beginning of a sequence that differ in the values that it compares, for each number of calls. */
  sequenceValues: 256,
  /** Warnings about one rule file. */
  ruleWarnings: 20,
  /** Digits of an integer in a rule; what the reference's Python accepts in decimal. */
  ruleIntegerDigits: 4300,
  /** Entries of an archive, and bytes of one unpacked entry. */
  archiveEntries: 100_000,
  archiveEntryBytes: 68_719_476_736,
  /** Members of an archive that are looked at for inputs. */
  archiveInputs: 1000,
  /** Bytes of an archive's directory. */
  archiveDirectoryBytes: 134_217_728,
  /** Bytes of a source that has to be held in memory because it cannot seek. */
  bufferedSourceBytes: 536_870_912,
  /** Unpacked bytes for each packed byte, after the first `ratioFreeBytes`. Real reports stay below 100; deflate ends at 1032. */
  expansionRatio: 500,
  ratioFreeBytes: 67_108_864,
  /** How far back a frame of Zstandard may reach, which has to be held, in bytes. What `zstd` itself unpacks without being told to. */
  zstdWindowBytes: 134_217_728,
  /** Text of matched values that is kept for evidence, in bytes, over a whole trace. */
  evidenceText: 67_108_864,
  /**
   * References to rules in the evidence of one match at one place, those inside what they lead to included, and nodes on one way down. Real
   * rules have at most 44 and 17. Twice the depth must fit into `jsonDepth`, so that documents can be read again.
   */
  evidenceReferences: 1000,
  evidenceDepth: 200,
  /** Nesting of groups in a regular expression, and states that it may need (counted repetitions are written out). */
  regexDepth: 128,
  regexStates: 10_000,
  /**
   * Steps of one search: a fixed part and a part for each UTF-16 unit of the text. A search in linear time can use that up with
   * thousands of states only; one that must backtrack gets less.
   */
  regexLinearSteps: 20_000_000,
  regexLinearStepsPerUnit: 200,
  regexBacktrackingSteps: 200_000,
  regexBacktrackingStepsPerUnit: 20,
  /** Parameters of one call in a VMRay log; real calls have a few dozen. */
  callParameters: 65_536,
  /** Different features that are counted for a listing, and their text, in UTF-16 units. */
  countedFeatures: 1_000_000,
  countedFeatureText: 134_217_728,
  /** Threads of one trace. */
  traceThreads: 1_000_000,
  /** Processes of one trace. */
  traceProcesses: 200_000,
  /** Text of calls in a log that have begun and not ended yet, in UTF-16 units. */
  openCallText: 67_108_864,
  /** Strings of one file-scope list. */
  fileStrings: 2_000_000,
  /** One string found in a file, and all of them together, in UTF-16 units. */
  fileStringLength: 16_777_216,
  fileStringText: 268_435_456,
  /** Text of all such strings, in UTF-16 units. */
  fileText: 268_435_456,
  /** A sandbox's answer that is held at once (status, search), and a report that is streamed, in bytes. */
  sandboxAnswerBytes: 16_777_216,
  sandboxReportBytes: 8_589_934_592,
  /** The part of a download that is kept in memory to be read again, in bytes. */
  sandboxKeptBytes: 67_108_864,
  /** Instructions that are looked at to find what a register holds: before one call, and before all calls (A64: jumps) of a program together. */
  definitionStepsEach: 20_000,
  definitionSteps: 20_000_000,
  /** Names in the tables of one program, in bytes. Real ones stay below 32 MB. */
  programNames: 67_108_864,
  /** Instructions that such searches keep in mind. */
  definitionStepsKept: 200_000,
  /**
   * What is kept of a recording of executed instructions: different instructions (some 150 bytes each), pairs of them that followed each
   * other, threads, pages of memory of 4 KB (8 KB each, twice), and forms of code that changed.
   */
  executedVersions: 1_000_000,
  executedEdges: 1_500_000,
  executedThreads: 65_536,
  executedPages: 6144,
  executedLayers: 64,
  executedFunctions: 100_000,
  /** Jumps with where they went; an instruction may have gone to very many places. */
  executedReferences: 400_000,
  /** Instructions of one block, or of one record of covered code. */
  executedBlock: 4096,
  /** Pages of code in all layers, and bytes of memory that are laid out for them. */
  executedCodePages: 8192,
  executedMemory: 67_108_864,
  /** Instructions, with the ways from them, that are in more than one function. */
  executedShared: 1_000_000,
  executedProcesses: 16,
  /** Texts and bytes that recorded code wrote: how many, of one instruction and in all, and UTF-16 units of all. */
  writtenTextsEach: 256,
  writtenTexts: 100_000,
  writtenText: 16_777_216,
  /** Longest text that a renderer shows for one value, in UTF-16 units; the JSON output holds all of it. */
  shownText: 16_384,
  /** Calls that are matched once more by the functions that made them. */
  callsByFunction: 2_000_000,
  /** Steps from functions that made calls to those that call them, in all. */
  stepsToCallers: 20_000_000,
} as const;
