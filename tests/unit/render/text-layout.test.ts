import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFeatureText } from '../../../src/features/text.ts';
import { cellWidth } from '../../../src/render/terminal/cell-width.ts';
import { elideMiddle } from '../../../src/render/terminal/elide.ts';
import { escapeText } from '../../../src/render/terminal/escape.ts';
import { gridLines } from '../../../src/render/terminal/grid.ts';
import { createPainter } from '../../../src/render/terminal/paint.ts';
import { lineText, lineWidth, type SafeLine, sliceLine, toSafeLine } from '../../../src/render/terminal/safe-line.ts';
import { tableLines } from '../../../src/render/terminal/table.ts';
import { wrapLine } from '../../../src/render/terminal/wrap.ts';
import { linesOf, piece, type Style } from '../../../src/render/view/markup.ts';
import { PLAIN } from '../../support/result-documents.ts';

const safe = (text: string, style?: Style, link?: string): SafeLine => toSafeLine([piece(text, style, link)]);

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/;

describe('escapeText', () => {
  it('makes control characters, separators and direction marks visible and leaves the rest', () => {
    expect(escapeText('a\x1b[31mb\x07\tc\r\nd\x7f\x9b')).toBe('a\\x1b[31mb\\x07\\tc\\r\\nd\\x7f\\x9b');
    expect(escapeText('x\u202egnp\u2066\u2028\u200f')).toBe('x\\u202egnp\\u2066\\u2028\\u200f');
    expect(escapeText('C:\\new\\"é"\u3000😀 [/b] :smile:')).toBe('C:\\new\\"é"\u3000😀 [/b] :smile:');
  });

  it('shows half a character as the replacement character, which is what a saved document holds', () => {
    expect(escapeText('a\ud800b😀\udc00')).toBe('a\ufffdb😀\ufffd');
  });

  it('never lets anything through that a terminal obeys, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(UNSAFE);
        expect(escapeText(escaped)).toBe(escaped);
      }),
      { numRuns: 50 },
    );
  });
});

describe('escapeFeatureText', () => {
  it("follows the reference's spelling", () => {
    expect(escapeFeatureText("a\"b\\c\n\t\r\u202e'\\'")).toBe("a\\\"b\\\\c\\n\\t\\r\\u202e'\\\\'");
    expect(escapeFeatureText('\u00a0\u3000\ue000😀\u{e0001}\u200b\u00ad\x7f\x85é\u0301')).toBe(
      '\\xa0\\u3000\\ue000😀\\U000e0001\\u200b\\xad\\x7f\\x85é\u0301',
    );
  });
});

describe('cellWidth', () => {
  it('counts what terminals show', () => {
    expect(cellWidth('abc')).toBe(3);
    expect(cellWidth('日本語')).toBe(6);
    expect(cellWidth('한글')).toBe(4);
    expect(cellWidth('e\u0301')).toBe(1);
    expect(cellWidth('😀')).toBe(2);
    expect(cellWidth('ｆｕｌｌ')).toBe(8);
    expect(cellWidth('├─é…')).toBe(4);
  });
});

describe('wrapLine', () => {
  const texts = (line: string, width: number, fold = false): string[] =>
    wrapLine(safe(line), width, fold).map(lineText);

  it('breaks at spaces, which disappear', () => {
    expect(texts('one two  three', 7)).toEqual(['one two', 'three']);
  });

  it('leaves long words whole, or cuts them where that is asked for', () => {
    expect(texts('a longlonglong b', 5)).toEqual(['a', 'longlonglong', 'b']);
    expect(texts('a longlonglong b', 5, true)).toEqual(['a', 'longl', 'onglo', 'ng b']);
  });

  it('counts cells, not characters', () => {
    expect(texts('日本 日本 日本', 9)).toEqual(['日本 日本', '日本']);
    expect(texts('日本語日本語', 5, true)).toEqual(['日本', '語日', '本語']);
  });

  it('keeps styles across a break', () => {
    const line: SafeLine = [...safe('ab ', 'emphasis'), ...safe('cd ef')];
    expect(wrapLine(line, 5, false)).toEqual([[...safe('ab ', 'emphasis'), ...safe('cd')], safe('ef')]);
    expect(sliceLine(line, 1, 4)).toEqual([...safe('b ', 'emphasis'), ...safe('c')]);
  });

  it('loses nothing but spaces and keeps to the width', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'Z', '日', '-'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 2, max: 20 }), fc.boolean(), (words, width, fold) => {
        const parts = texts(words.join(' '), width, fold);
        expect(parts.join('').replaceAll(' ', '')).toBe(words.join(''));
        for (const part of parts) {
          if (fold || part.includes(' ')) expect(cellWidth(part)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});

describe('tables', () => {
  const path = `/very/long/${'x'.repeat(90)}/path.bin`;
  const rows = [
    [[[piece('name of a capability with many words')]], [[piece('host-interaction/file-system')]]],
    [[[piece('other')]], [[piece('日本語')]]],
  ];
  const text = (width: number | undefined, header = true): string[] =>
    [...tableLines({ ...(header ? { header: ['Capability', 'Namespace'] } : {}), rows }, width)].map(lineText);

  it.each([60, 61, 72, 80, 100, 200, undefined])('are straight boxes at %s columns', (width) => {
    const lines = text(width);
    const widths = new Set(lines.map(cellWidth));
    expect(widths.size).toBe(1);
    expect([...widths][0]).toBe(Math.min(100, width ?? 100));
  });

  it('take the middle out of long words of the last column on a terminal, and leave them whole elsewhere', () => {
    const table = { rows: [[[[piece('path')]], [[piece(`${path} and `), piece('b'.repeat(64), 'value')]]]] };
    const lines = [...tableLines(table, 60)];
    expect(new Set(lines.map(lineWidth))).toEqual(new Set([60]));
    expect(lines.map(lineText).join('\n')).toMatch(/ \/very\/long\/x+…x+\/path\.bin /);
    expect(lines.flat().filter(({ style }) => style === 'value')).toEqual([
      { text: expect.stringMatching(/^b{24}$/), style: 'value' },
      { text: expect.stringMatching(/^b{24}$/), style: 'value' },
    ]);
    const whole = [...tableLines(table, undefined)].map(lineText).join('');
    expect(whole).toContain(path);
    expect(whole).not.toContain('…');
  });

  it('cut long words of other columns', () => {
    const name = 'n'.repeat(100);
    const lines = [...tableLines({ rows: [[[[piece(name)]], [[piece('x')]]]] }, 80)];
    expect(new Set(lines.map(lineWidth))).toEqual(new Set([80]));
  });

  it('stack their rows where there is no room for boxes', () => {
    expect(text(40)).toEqual([
      '',
      'Capability · Namespace',
      'name of a capability with many words',
      '  host-interaction/file-system',
      'other',
      '  日本語',
    ]);
    expect(text(40, false)[0]).toMatch(/^name of a capability with many words {2}host/);
  });

  it('are not blown up by one enormous name', () => {
    const lines = [
      ...tableLines(
        {
          rows: [
            [[[piece('a')]], [[piece('x'.repeat(5000))]]],
            [[[piece('b')]], [[piece('y')]]],
          ],
        },
        undefined,
      ),
    ];
    expect(lineWidth(lines.at(-1) as SafeLine)).toBe(100);
  });
});

describe('elideMiddle', () => {
  it.each([
    ['abcdefghij', 10, 'abcdefghij'],
    ['abcdefghij', 9, 'abcd…ghij'],
    ['abcdefghij', 4, 'ab…j'],
    ['abcdefghij', 1, '…'],
    ['日本語日本語', 7, '日…本語'],
    ['😀😀😀😀', 5, '😀…😀'],
  ])('%s in %s cells is %s', (text, width, wanted) => {
    expect(elideMiddle(text, width)).toBe(wanted);
  });

  it('keeps to the width, with both ends, and halves no character', () => {
    const unit = fc.constantFrom('a', '日', '😀', 'e\u0301', '\\');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (units, width) => {
        const text = units.join('');
        const shown = elideMiddle(text, width);
        expect(cellWidth(shown)).toBeLessThanOrEqual(width);
        expect(shown).not.toMatch(/\p{Surrogate}/u);
        const [head = '', tail = ''] = shown.split('…');
        if (shown === text) return;
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
        expect(cellWidth(text)).toBeGreaterThan(width);
      }),
    );
  });
});

describe('grids', () => {
  it('align values, break them at spaces and pad them to the longest', () => {
    const lines = [
      ...gridLines(
        [
          ['a', linesOf('one two three four')],
          ['label', linesOf('x\ny')],
          ['none', []],
        ],
        30,
      ),
    ].map(lineText);
    expect(lines).toEqual([
      'a      one two three four',
      'label  x                 ',
      '       y                 ',
      'none                     ',
    ]);
  });

  it('do not break paths', () => {
    const path = '/a/very/long/path/that/does/not/fit/anywhere/at/all.bin';
    const lines = [...gridLines([['path', linesOf(path)]], 40)].map(lineText);
    expect(lines).toEqual([`path  ${path}`]);
  });
});

describe('painting', () => {
  it('adds colours and links only where they are wanted', () => {
    const line: SafeLine = [...safe('a', 'emphasis', 'https://example.org/%20'), ...safe(' b')];
    expect(createPainter(PLAIN)(line)).toBe('a b');
    expect(createPainter({ ...PLAIN, colours: true })(line)).toBe('\x1b[36ma\x1b[39m b');
    expect(createPainter({ ...PLAIN, links: true })(line)).toBe(
      '\x1b]8;;https://example.org/%20\x1b\\a\x1b]8;;\x1b\\ b',
    );
  });

  it('refuses links that could end the terminal command', () => {
    const line = safe('a', undefined, 'https://x/\x1b\\evil');
    expect(createPainter({ ...PLAIN, links: true })(line)).toBe('a');
  });

  it('cuts text that nobody would read, and says so', () => {
    const shown = piece('x'.repeat(1_000_000)).text;
    expect(shown.length).toBeLessThan(20_000);
    expect(shown).toMatch(/…\[983616 more characters\]$/);
  });
});
