// The grid at the top of -v and -vv: the sample, the analysis and its size (spec core.md 6.3).

import type { ResultDocument } from '../result/document.ts';
import { addressText } from './addresses.ts';
import { type GridRow, gridLines } from './grid.ts';
import { type Line, piece, type RenderOptions } from './markup.ts';

function sumCounts(entries: readonly { readonly count: number }[]): number {
  return entries.reduce((sum, { count }) => sum + count, 0);
}

function row(label: string, ...values: readonly string[]): GridRow {
  return [label, values.map((value) => [piece(value)])];
}

/** The lines of the grid. */
export function metaGridLines({ meta }: ResultDocument, options: RenderOptions): Iterable<Line> {
  const { analysis, sample } = meta;
  const rows = [
    row('md5', sample.md5),
    row('sha1', sample.sha1),
    row('sha256', sample.sha256),
    row('path', sample.path),
    row('timestamp', meta.timestamp.replace('T', ' ')),
    row('capa version', meta.version),
    row('os', analysis.os),
    row('format', analysis.format),
    row('arch', analysis.arch),
    row('analysis', meta.flavor),
    row('extractor', analysis.extractor),
  ];
  if ('base_address' in analysis) {
    const { file, functions } = analysis.feature_counts;
    rows.push(
      row('base address', addressText(analysis.base_address)),
      row('rules', ...analysis.rules),
      row('function count', String(functions.length)),
      row('library function count', String(analysis.library_functions.length)),
      row('total feature count', String(file + sumCounts(functions))),
    );
  } else {
    const { file, processes } = analysis.feature_counts;
    rows.push(
      row('rules', ...analysis.rules),
      row('process count', String(processes.length)),
      row('total feature count', String(file + sumCounts(processes))),
    );
  }
  return gridLines(rows, options);
}
