// Is this from Cuckoo 3, and what of it? The report of a task after it ran, or a log of events.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

export function shapeOf(head: Uint8Array): 'post' | 'events' | undefined {
  const { paths, texts } = outlineJson(head);
  if (['kind', 'effect', 'ts'].every((name) => paths.has(name)) && texts.has('kind')) return 'events';
  const hasTask = paths.has('task_id') && (paths.has('signatures') || paths.has('processes') || paths.has('network'));
  return hasTask && !paths.has('info') ? 'post' : undefined;
}

export function recogniseCuckoo3({ head }: Probe): 0 | 2 {
  return shapeOf(head) === undefined ? 0 : 2;
}
