// All outputs. A new output is one file and one entry here: the command line and the runs over many inputs follow from it.

import type { ResultDocument } from '../result/document.ts';
import type { TogetherDocument } from '../result/together/document.ts';
import type { RenderOptions } from './terminal/paint.ts';
import type { Block, View } from './view/blocks.ts';

/** Prints a document as text, piece by piece. A renderer knows nothing but the document. */
export type Renderer = (document: ResultDocument, options?: RenderOptions) => AsyncIterable<string>;

/** Prints what is known of a program and its runs. */
export type TogetherRenderer = (document: TogetherDocument, options?: RenderOptions) => AsyncIterable<string>;

/** An option of the command line that asks for an output. */
export interface OutputOption {
  /** `-j, --json`. Outputs may share one that is given several times; the first that has it says what it does. */
  readonly flags: string;
  /** How often it must be given at least. */
  readonly times: number;
  /** One line for --help. */
  readonly help: string;
}

export interface Output {
  readonly name: string;
  /** What it shows, in one line. */
  readonly summary: string;
  /** Any of these asks for it; none for the output that is shown when nothing is asked for. */
  readonly options: readonly OutputOption[];
  /** Whether it says too little to be of use where an input has limitations. */
  readonly isBrief: boolean;
  /** Whether programs read it, which must find nothing else between results. */
  readonly isMachine: boolean;
  readonly render: Renderer;
  /** The same of a program and its runs. */
  readonly renderTogether: TogetherRenderer;
}

/** What lays a view out is loaded with it when it is first printed: the command line asks this file for options only. */
function onTerminal(load: () => Promise<View>): Renderer {
  return async function* (document, options = {}) {
    const [view, { printView }] = await Promise.all([load(), import('./terminal/print.ts')]);
    yield* printView(view, document, options);
  };
}

function togetherOnTerminal(
  load: () => Promise<(document: TogetherDocument) => AsyncIterable<Block>>,
): TogetherRenderer {
  return async function* (document, options = {}) {
    const [view, { printBlocks }] = await Promise.all([load(), import('./terminal/print.ts')]);
    yield* printBlocks(view(document), options);
  };
}

export const renderDefault: Renderer = onTerminal(async () => (await import('./view/default.ts')).viewDefault);
export const renderVerbose: Renderer = onTerminal(async () => (await import('./view/verbose.ts')).viewVerbose);
export const renderVverbose: Renderer = onTerminal(async () => (await import('./view/vverbose.ts')).viewVverbose);
export const renderTimeline: Renderer = onTerminal(async () => (await import('./view/timeline.ts')).viewTimeline);

export const renderByFunction: Renderer = onTerminal(async () => (await import('./view/by-function.ts')).viewAlone);

/** Small to large. Of several that are asked for, one for programs wins, then the last. */
export const OUTPUTS: readonly Output[] = [
  {
    name: 'default',
    summary: 'tables of capabilities, ATT&CK and MBC',
    options: [],
    isBrief: true,
    isMachine: false,
    render: renderDefault,
    renderTogether: togetherOnTerminal(async () => (await import('./view/together.ts')).viewTogether),
  },
  {
    name: 'verbose',
    summary: 'each capability and where it was found',
    options: [{ flags: '-v, --verbose', times: 1, help: 'where each capability was seen (-vv: why)' }],
    isBrief: false,
    isMachine: false,
    render: renderVerbose,
    renderTogether: togetherOnTerminal(async () => (await import('./view/together-halves.ts')).viewTogetherVerbose),
  },
  {
    name: 'vverbose',
    summary: 'each rule with its evidence',
    options: [
      { flags: '-v, --verbose', times: 2, help: 'each rule with its evidence' },
      { flags: '--vverbose', times: 1, help: 'same as -vv' },
    ],
    isBrief: false,
    isMachine: false,
    render: renderVverbose,
    renderTogether: togetherOnTerminal(async () => (await import('./view/together-halves.ts')).viewTogetherVverbose),
  },
  {
    name: 'json',
    summary: 'the result document',
    options: [{ flags: '-j, --json', times: 1, help: 'the result document as JSON' }],
    isBrief: false,
    isMachine: true,
    render: async function* (document) {
      const { renderJson } = await import('./json.ts');
      yield* renderJson(document);
    },
    renderTogether: async function* (document) {
      const { renderTogetherJson } = await import('./together-json.ts');
      yield* renderTogetherJson(document);
    },
  },
  {
    name: 'timeline',
    summary: 'what each process did, in order of time',
    options: [{ flags: '--timeline', times: 1, help: 'capabilities in time order, process by process' }],
    isBrief: false,
    isMachine: false,
    render: renderTimeline,
    renderTogether: togetherOnTerminal(async () => (await import('./view/together-halves.ts')).viewTogetherTimeline),
  },
  {
    name: 'by-function',
    summary: 'each function of a program with the calls that it made in its runs',
    options: [
      { flags: '--by-function', times: 1, help: 'of a program and its run: each function with the calls that it made' },
    ],
    isBrief: false,
    isMachine: false,
    render: renderByFunction,
    renderTogether: togetherOnTerminal(async () => (await import('./view/by-function.ts')).viewByFunction),
  },
];

/** The output that is asked for by options given so often, by the name of their long flag (`verbose` of `-v, --verbose`, `namesOnly` of `--names-only`). */
export function chooseOutput(timesOf: (option: string) => number): Output {
  const asked = OUTPUTS.filter(({ options }) =>
    options.some(({ flags, times }) => timesOf(optionName(flags)) >= times),
  );
  return asked.find(({ isMachine }) => isMachine) ?? asked.at(-1) ?? (OUTPUTS[0] as Output);
}

/** What the command line calls an option: `verbose` for `-v, --verbose`, `namesOnly` for `--names-only`. */
function optionName(flags: string): string {
  const [long = ''] = flags.slice(flags.indexOf('--') + 2).split(' ');
  return long.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
