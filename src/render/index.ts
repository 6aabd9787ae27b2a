// `import { renderDefault } from 'capax/render'`: result documents as text.

export { renderDefault } from './default.ts';
export { renderJson } from './json.ts';
export type { RenderOptions } from './markup.ts';
export { OUTPUTS, type Output, type Renderer } from './registry.ts';
export { renderTimeline } from './timeline.ts';
export { renderVerbose } from './verbose.ts';
export { renderVverbose } from './vverbose.ts';
