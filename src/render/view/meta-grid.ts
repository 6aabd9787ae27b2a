// The grid at the top of -v and -vv: the sample, the analysis and its size (spec core.md 6.3).

import type { Analysis, ResultDocument } from '../../result/document.ts';
import { addressText } from './addresses.ts';
import type { Block, GridRow } from './blocks.ts';
import { piece } from './markup.ts';

function row(label: string, values: string | readonly string[]): GridRow {
  return [label, (typeof values === 'string' ? [values] : values).map((value) => [piece(value)])];
}

function featureCount({ featureCounts: { file, parts } }: Analysis): GridRow {
  return row('total feature count', String(parts.reduce((sum, { count }) => sum + count, file)));
}

function flavourRows(analysis: Analysis): GridRow[] {
  const { rules, featureCounts } = analysis;
  switch (analysis.flavour) {
    case 'static':
      return [
        row('base address', addressText(analysis.baseAddress)),
        row('rules', rules),
        row('function count', String(featureCounts.parts.length)),
        row('library function count', String(analysis.libraryFunctions.length)),
        featureCount(analysis),
      ];
    case 'dynamic':
      return [row('rules', rules), row('process count', String(featureCounts.parts.length)), featureCount(analysis)];
  }
}

/** The grid. */
export function metaGrid({ meta }: ResultDocument): Block {
  const { analysis, sample } = meta;
  return {
    kind: 'grid',
    rows: [
      row('md5', sample.md5),
      row('sha1', sample.sha1),
      row('sha256', sample.sha256),
      row('path', sample.path),
      row('timestamp', meta.timestamp.replace('T', ' ')),
      row('capa version', meta.version),
      row('os', analysis.os),
      row('format', analysis.format),
      row('arch', analysis.arch),
      row('analysis', analysis.flavour),
      row('extractor', analysis.extractor),
      ...flavourRows(analysis),
    ],
  };
}
