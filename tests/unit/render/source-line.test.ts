import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../../src/render/terminal/cell-width.ts';
import { escapeText } from '../../../src/render/terminal/escape.ts';
import { renderSource } from '../../../src/render/terminal/source-line.ts';

/** What stands above the caret. */
function marked(text: string, column: number, width = 80): string {
  const [line, caret] = renderSource({ text, column }, width);
  expect(caret).toMatch(/^ {2}\| *\^$/);
  let cells = 0;
  for (const character of line) {
    if (cells === caret.length - 1 && cellWidth(character) > 0) return character;
    cells += cellWidth(character);
  }
  return '';
}

describe('the caret stands below the place', () => {
  it.each([
    ['plain text', '- ', 'foo: 1', 'f'],
    ['behind wide characters', '漢字: ', 'x', 'x'],
    ['below a wide character', 'ab', '漢', '漢'],
    ['behind an emoji', '\u{1f600} ', 'x', 'x'],
    ['behind a combining character', 'e\u0301', 'x', 'x'],
    ['behind a tab, which is shown as one', '\t', 'x', 'x'],
    ['below an escape', 'a', '\x1b[31m', '\\'],
  ])('%s', (_, before, behind, character) => {
    expect(marked(before + behind, before.length + 1)).toBe(character);
  });

  it('at the end of the line', () => {
    expect(renderSource({ text: 'a: "', column: 5 }, 80)).toEqual(['  | a: "', '  |     ^']);
  });
});

describe('a long line is cut around the place', () => {
  const long = Array.from({ length: 30 }, (_, index) => `word${index}`).join(' ');

  it('at its end', () => {
    expect(renderSource({ text: long, column: 1 }, 30)).toEqual(['  | word0 word1 word2 word3 w…', '  | ^']);
  });

  it('at both ends', () => {
    const [line] = renderSource({ text: long, column: long.indexOf('word20') + 1 }, 40);
    expect(line).toMatch(/^ {2}\| ….*word20.*…$/);
    expect(marked(long, long.indexOf('word20') + 1, 40)).toBe('w');
  });

  it('at its beginning', () => {
    const [line, caret] = renderSource({ text: long, column: long.length + 1 }, 40);
    expect(line).toMatch(/^ {2}\| ….*word29$/);
    expect(caret.length).toBeLessThanOrEqual(40);
  });

  it('to any width, whatever it holds', () => {
    const texts = fc.string({
      unit: fc.oneof(
        fc.constantFrom('漢', '\t', '\x1b', '\u{1f600}', '\u0301', 'a'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      maxLength: 120,
    });
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 24, max: 100 }), (text, at, width) => {
        const column = (at % (text.length + 1)) + 1;
        const [line, caret] = renderSource({ text, column }, width);
        expect(cellWidth(line)).toBeLessThanOrEqual(width);
        expect(caret.length).toBeLessThanOrEqual(width);
        expect(escapeText(line)).toBe(line);
      }),
    );
  });
});
