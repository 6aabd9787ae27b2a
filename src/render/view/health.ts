// Health of the input, as an analyst must see it beside the result: "no capabilities" of a broken report means nothing. One line
// when all is well; what is missing, with its consequence, otherwise. Shown for documents of capax, not with --compat.

import type { Diagnostic } from '../../diagnostics.ts';
import { countOf } from '../../features/count-text.ts';
import type { Health } from '../../features/health.ts';
import type { ResultDocument } from '../../result/document.ts';
import type { Block } from './blocks.ts';
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
      if (health.factsOnly === true) return [`${countOf(processes, 'process', 'processes')}, no calls recorded`];
      const counts = [countOf(processes, 'process', 'processes'), countOf(threads, 'thread'), countOf(calls, 'call')];
      return [counts.join(', ')];
    }
  }
}

function diagnosticText({ message, count, where, code }: Diagnostic): string {
  const notes = [count === 1 ? '' : countOf(count, 'time'), where === undefined ? '' : `at ${where}`];
  const note = notes.filter((text) => text !== '').join(', first ');
  return `${message}${note === '' ? '' : ` (${note})`} [${code}]`;
}

/** What a person must read first: large parts of the input were lost. Nothing where none was. */
export function* alarmBlocks(...parts: readonly Health[]): Iterable<Block> {
  const texts = parts.flatMap(({ diagnostics }) =>
    diagnostics
      .filter(isAlarm)
      .slice(0, SHOWN_DIAGNOSTICS)
      .map((diagnostic) => `INCOMPLETE: ${diagnosticText(diagnostic)}`),
  );
  // A recording that is both program and run says the same in both.
  for (const text of new Set(texts)) yield entry(text, 'warning');
}

/** What reading a saved document had to tell, and the health block; nothing of that if the document does not know, or follows the reference. */
export function* healthBlocks({ capax, notes = [] }: ResultDocument): Iterable<Block> {
  for (const note of notes) yield entry(`${note.severity}: ${diagnosticText(note)}`);
  if (capax === undefined || capax.compat) return;
  const { health } = capax;
  const { missing, diagnostics, skippedRecords } = health;
  const isWell = missing.length === 0 && diagnostics.length === 0 && skippedRecords === 0;
  yield entry(`input: ${sourceText(health)}${isWell ? ' · complete' : ''}`);
  if (skippedRecords > 0) yield entry(`  ${countOf(skippedRecords, 'record')} could not be used`, 'warning');
  for (const { part, consequence } of missing) yield entry(`  missing: ${part}: ${consequence}`, 'warning');
  const others = diagnostics.filter((diagnostic) => !isAlarm(diagnostic));
  for (const diagnostic of others.slice(0, SHOWN_DIAGNOSTICS)) {
    const text = `  ${diagnostic.severity}: ${diagnosticText(diagnostic)}`;
    yield entry(text, diagnostic.severity === 'note' ? undefined : 'warning');
  }
  const left =
    diagnostics.length -
    Math.min(diagnostics.length - others.length, SHOWN_DIAGNOSTICS) -
    Math.min(others.length, SHOWN_DIAGNOSTICS);
  if (left > 0) yield entry(`  and ${countOf(left, 'more diagnostic')}`);
}

function isAlarm({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function entry(text: string, style?: Style): Block {
  return { kind: 'flow', line: [piece(text, style)], indent: 0, hang: 4 };
}
