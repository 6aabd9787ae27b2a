// Health of the input, as an analyst must see it beside the result: "no capabilities" of a broken report means nothing. One line
// when all is well; what is missing, with its consequence, otherwise. Shown for documents of capax, not with --compat.

import type { Diagnostic } from '../diagnostics.ts';
import type { Health } from '../features/health.ts';
import type { ResultDocument } from '../result/document.ts';
import { countOf } from './counts.ts';
import { type Line, piece, type RenderOptions, type Style } from './markup.ts';
import { wrapLine } from './wrap.ts';

/** Diagnostics that are listed; of the others only the number is given. */
const SHOWN_DIAGNOSTICS = 10;

function sourceText(health: Health): string {
  const parts = [
    health.producerVersion === undefined ? health.producer : `${health.producer} ${health.producerVersion}`,
  ];
  if (health.target !== undefined) parts.push(`target: ${health.target}`);
  if (health.flavour === 'dynamic') {
    const counts = [
      countOf(health.processes, 'process', 'processes'),
      countOf(health.threads, 'thread'),
      countOf(health.calls, 'call'),
    ];
    parts.push(counts.join(', '));
  }
  return parts.join(' · ');
}

function diagnosticText({ severity, message, count, where, code }: Diagnostic): string {
  const notes = [count === 1 ? '' : `${count.toLocaleString('en-US')} times`, where === undefined ? '' : `at ${where}`];
  const note = notes.filter((text) => text !== '').join(', first ');
  return `${severity}: ${message}${note === '' ? '' : ` (${note})`} [${code}]`;
}

/** The lines of the health block; none if the document has no extension or follows the reference. */
export function* healthLines({ extension }: ResultDocument, options: RenderOptions): Iterable<Line> {
  if (extension === undefined || extension.compat) return;
  const { health } = extension;
  const { missing, diagnostics, skippedRecords } = health;
  const isWell = missing.length === 0 && diagnostics.length === 0 && skippedRecords === 0;
  const entry = function* (text: string, style?: Style): Iterable<Line> {
    const line = [piece(text, style)];
    const lines = options.width === undefined ? [line] : wrapLine(line, Math.max(20, options.width - 4), false);
    for (const [i, part] of lines.entries()) yield [piece(i === 0 ? '' : '    '), ...part];
  };
  yield* entry(`input: ${sourceText(health)}${isWell ? ' · complete' : ''}`);
  if (skippedRecords > 0) yield* entry(`  ${countOf(skippedRecords, 'record')} could not be used`, 'warning');
  for (const { part, consequence } of missing) yield* entry(`  missing: ${part}: ${consequence}`, 'warning');
  for (const diagnostic of diagnostics.slice(0, SHOWN_DIAGNOSTICS)) {
    yield* entry(`  ${diagnosticText(diagnostic)}`, diagnostic.severity === 'note' ? undefined : 'warning');
  }
  const left = diagnostics.length - SHOWN_DIAGNOSTICS;
  if (left > 0) yield* entry(`  and ${countOf(left, 'more diagnostic')}`);
}
