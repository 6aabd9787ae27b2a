// Health of the input, as an analyst must see it beside the result: "no capabilities" of a broken report means nothing. One line
// when all is well; what is missing, with its consequence, otherwise. Shown for documents of capax, not with --compat.

import type { Diagnostic } from '../../diagnostics.ts';
import type { Health } from '../../features/health.ts';
import type { ResultDocument } from '../../result/document.ts';
import type { Block } from './blocks.ts';
import { countOf } from './counts.ts';
import { piece, type Style } from './markup.ts';

/** Diagnostics that are listed; of the others only the number is given. */
const SHOWN_DIAGNOSTICS = 10;

function sourceText(health: Health): string {
  const parts = [
    health.producerVersion === undefined ? health.producer : `${health.producer} ${health.producerVersion}`,
  ];
  if (health.target !== undefined) parts.push(`target: ${health.target}`);
  return [...parts, ...contents(health)].join(' · ');
}

function contents(health: Health): string[] {
  switch (health.flavour) {
    case 'static':
      return [];
    case 'dynamic': {
      const { processes, threads, calls } = health;
      const counts = [countOf(processes, 'process', 'processes'), countOf(threads, 'thread'), countOf(calls, 'call')];
      return [counts.join(', ')];
    }
  }
}

function diagnosticText({ severity, message, count, where, code }: Diagnostic): string {
  const notes = [count === 1 ? '' : `${count.toLocaleString('en-US')} times`, where === undefined ? '' : `at ${where}`];
  const note = notes.filter((text) => text !== '').join(', first ');
  return `${severity}: ${message}${note === '' ? '' : ` (${note})`} [${code}]`;
}

/** What reading a saved document had to tell, and the health block; nothing of that if the document does not know, or follows the reference. */
export function* healthBlocks({ capax, notes = [] }: ResultDocument): Iterable<Block> {
  for (const note of notes) yield entry(diagnosticText(note));
  if (capax === undefined || capax.compat) return;
  const { health } = capax;
  const { missing, diagnostics, skippedRecords } = health;
  const isWell = missing.length === 0 && diagnostics.length === 0 && skippedRecords === 0;
  yield entry(`input: ${sourceText(health)}${isWell ? ' · complete' : ''}`);
  if (skippedRecords > 0) yield entry(`  ${countOf(skippedRecords, 'record')} could not be used`, 'warning');
  for (const { part, consequence } of missing) yield entry(`  missing: ${part}: ${consequence}`, 'warning');
  for (const diagnostic of diagnostics.slice(0, SHOWN_DIAGNOSTICS)) {
    yield entry(`  ${diagnosticText(diagnostic)}`, diagnostic.severity === 'note' ? undefined : 'warning');
  }
  const left = diagnostics.length - SHOWN_DIAGNOSTICS;
  if (left > 0) yield entry(`  and ${countOf(left, 'more diagnostic')}`);
}

function entry(text: string, style?: Style): Block {
  return { kind: 'flow', line: [piece(text, style)], indent: 0, hang: 4 };
}
