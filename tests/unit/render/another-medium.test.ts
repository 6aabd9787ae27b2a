// Views are for any medium: this one is a page. It lays out the same blocks, and escapes their texts for itself.

import { describe, expect, it } from 'vitest';
import { formatCall } from '../../../src/features/call.ts';
import * as render from '../../../src/render/index.ts';
import { OUTPUTS, type Output, type Renderer } from '../../../src/render/registry.ts';
import type { Block, View } from '../../../src/render/view/blocks.ts';
import type { Line } from '../../../src/render/view/markup.ts';
import { hostileDocument, NASTY } from '../../support/hostile-document.ts';

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function paint(line: Line): string {
  return line.map(({ text, style }) => `<i class="${style ?? ''}">${escapeHtml(text)}</i>`).join('');
}

function paintBlock(block: Block): string {
  switch (block.kind) {
    case 'line':
    case 'flow':
      return `<p>${paint(block.line)}</p>`;
    case 'table':
      return block.table.rows
        .map((row) => `<tr>${row.map((cell) => `<td>${cell.map(paint).join('<br>')}</td>`).join('')}</tr>`)
        .join('');
    case 'grid':
      return block.rows.map(([label, lines]) => `<dt>${label}</dt><dd>${lines.map(paint).join('<br>')}</dd>`).join('');
    case 'call':
      return `<code>${escapeHtml(formatCall(block.call))}${escapeHtml(block.note)}</code>`;
  }
}

/** What `capax/render` exports under names that begin with a word. */
function exportsOf<T>(word: string): Map<string, T> {
  return new Map(
    Object.entries(render).flatMap(([name, value]) =>
      name.startsWith(word) ? [[name.slice(word.length).toLowerCase(), value as T]] : [],
    ),
  );
}

const VIEWS = exportsOf<View>('view');

describe('capax/render', () => {
  it('exports a renderer for every output, and a view for all that are made of blocks', () => {
    const names = (outputs: readonly Output[]): string[] => outputs.map(({ name }) => name.replaceAll('-', '')).sort();
    expect([...exportsOf<Renderer>('render').keys()].sort()).toEqual(names(OUTPUTS));
    expect([...VIEWS.keys()].sort()).toEqual(names(OUTPUTS.filter(({ isMachine }) => !isMachine)));
  });
});

async function page(view: View, text: string): Promise<string> {
  let html = '';
  for await (const block of view(hostileDocument(text))) html += paintBlock(block);
  return html;
}

describe.each([...VIEWS])('the view %s in another medium', (_, view) => {
  it('hands texts over as they are, to be escaped once by the medium', async () => {
    const html = await page(view, '<script>"&amp;</script>');
    expect(html).toContain('&lt;script>&quot;&amp;amp;&lt;/script>');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('&amp;lt;');
  });

  it('has escaped nothing for a terminal', async () => {
    const html = await page(view, NASTY);
    expect(html).toContain('\x1b]0;owned\x07');
    // Strings between quotes are spelled as rules spell them.
    expect(html.replaceAll(/&quot;.*?&quot;/gs, '')).not.toContain('\\x1b');
  });
});
