// `import { renderDefault } from 'capax/render'`: result documents as text, and what views are made of, for other media.

export { renderJson } from './json.ts';
export {
  chooseOutput,
  OUTPUTS,
  type Output,
  type OutputOption,
  type Renderer,
  renderByFunction,
  renderDefault,
  renderTimeline,
  renderVerbose,
  renderVverbose,
  type TogetherRenderer,
} from './registry.ts';
export type { RenderOptions } from './terminal/paint.ts';
export { renderTogetherJson as togetherJson } from './together-json.ts';
export type { Block, Cell, GridRow, Table, View } from './view/blocks.ts';
export { viewAlone as viewByFunction, viewByFunction as togetherByFunction } from './view/by-function.ts';
export { viewDefault } from './view/default.ts';
export type { Line, Piece, Style } from './view/markup.ts';
export { viewTimeline } from './view/timeline.ts';
export { viewTogether as togetherDefault } from './view/together.ts';
export { viewVerbose } from './view/verbose.ts';
export { viewVverbose } from './view/vverbose.ts';
