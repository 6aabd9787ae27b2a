// Is this what VirusTotal tells of runs? Their API gives one behaviour of one sandbox, a list of them, a summary of all, or a file with
// an old behaviour in it; what kind of object it is stands behind its lists, so members have to do.

import type { Probe } from '../input.ts';
import { outlineJson } from '../shared/json-outline.ts';

/** What may stand before the attributes. */
const ROOTS = ['', 'attributes.', 'data.', 'data.attributes.', 'data[].', 'data[].attributes.'];
/** Attributes of behaviours that nobody else calls so. */
const ATTRIBUTES = [
  'sandbox_name',
  'behash',
  'files_opened',
  'files_written',
  'files_deleted',
  'files_dropped',
  'files_attribute_changed',
  'registry_keys_opened',
  'registry_keys_set',
  'registry_keys_deleted',
  'processes_tree',
  'processes_created',
  'processes_terminated',
  'command_executions',
  'calls_highlighted',
  'text_highlighted',
  'modules_loaded',
  'mutexes_created',
  'mutexes_opened',
  'behaviour.filesystem',
  'behaviour.process',
];

export function recogniseVirustotal({ head }: Probe): 0 | 1 | 2 {
  const { paths, texts } = outlineJson(head);
  if (texts.get('type') === 'file_behaviour' || texts.get('data.type') === 'file_behaviour') return 2;
  return ROOTS.some((root) => ATTRIBUTES.some((name) => paths.has(root + name))) ? 2 : 0;
}
