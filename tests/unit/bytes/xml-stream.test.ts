import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../src/bytes/source.ts';
import { readXml } from '../../../src/bytes/xml-stream.ts';
import { Diagnostics } from '../../../src/diagnostics.ts';
import { CapaxError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/limits.ts';
import { startCpuClock } from '../../support/cpu-time.ts';

const ATTRIBUTES = ['a', 'b', 'c'];

/** Events as text: `<name@depth a=…` and `>name@depth`. */
async function readSource(source: ByteSource): Promise<{ events: string[]; codes: string[] }> {
  const events: string[] = [];
  const diagnostics = new Diagnostics();
  const handler = {
    open(tag: { name: string; depth: number; attribute(name: string): string | undefined }) {
      const found = ATTRIBUTES.filter((name) => tag.attribute(name) !== undefined);
      events.push([`<${tag.name}@${tag.depth}`, ...found.map((name) => `${name}=${tag.attribute(name)}`)].join(' '));
    },
    close(name: string, depth: number) {
      events.push(`>${name}@${depth}`);
    },
  };
  await readXml(source, handler, diagnostics);
  return { events, codes: diagnostics.list().map(({ code }) => code) };
}

const read = (text: string, chunkBytes?: number) =>
  readSource(memorySource('test.xml', new TextEncoder().encode(text), chunkBytes));

describe('well-formed documents', () => {
  it('deliver tags, depths and attributes', async () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!-- a > comment <x> --><root a="1" b='2 > "1"'>text<![CDATA[<no/>]]>
  <x c = "\n" /><y a=""/><?pi <z> ?></root >`;
    const events = ['<root@1 a=1 b=2 > "1"', '<x@2 c= ', '>x@2', '<y@2 a=', '>y@2', '>root@1'];
    expect(await read(text)).toEqual({ events, codes: [] });
  });

  it('are the same however the bytes are cut', async () => {
    const text = '<root><!-- ü > --><ä a="€ &amp; 😀" b="x>y"/><![CDATA[]]]]><p><q/></p></root>';
    const whole = await read(text);
    expect(whole.events).toHaveLength(8);
    for (let chunkBytes = 1; chunkBytes < 12; chunkBytes++) expect(await read(text, chunkBytes)).toEqual(whole);
  });

  it('have the predefined entities and character references only', async () => {
    const value = '&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#10;&#x1F600;';
    expect(await read(`<x a="${value}"/>`)).toEqual({ events: ['<x@1 a=<>&"\'AB\n😀', '>x@1'], codes: [] });
    for (const odd of ['&b;', '&', '&#0;', '&#xD800;', '&#x110000;', '&#99999999999;', '&amp', '&#x;']) {
      expect(await read(`<x a="${odd}"/>`)).toEqual({
        events: [`<x@1 a=${odd}`, '>x@1'],
        codes: ['xml-entity-refused'],
      });
    }
  });

  it('have line ends and tabs in values as blanks', async () => {
    expect((await read('<x a="1\r\n2\n3\t4\r5"/>')).events[0]).toBe('<x@1 a=1 2 3 4 5');
  });

  it('may be empty', async () => {
    expect(await read('')).toEqual({ events: [], codes: [] });
    expect(await read('just text')).toEqual({ events: [], codes: [] });
  });
});

describe('texts', () => {
  async function readTexts(text: string, chunkBytes?: number): Promise<{ texts: string[]; codes: string[] }> {
    const texts: string[] = [];
    const diagnostics = new Diagnostics();
    const handler = { open: () => {}, close: () => {}, text: (part: string) => texts.push(part) };
    await readXml(memorySource('test.xml', new TextEncoder().encode(text), chunkBytes), handler, diagnostics);
    return { texts, codes: diagnostics.list().map(({ code }) => code) };
  }

  it('come decoded, each in one piece, from inside of elements only', async () => {
    const text = '<r>a &amp;\r\n\tb<!-- no --><x>€</x><![CDATA[<c>&amp;]]></r>\nno';
    for (const chunkBytes of [undefined, 1, 2, 3, 7]) {
      const { texts, codes } = await readTexts(text, chunkBytes);
      expect(texts.slice(0, 2)).toEqual(['a &\n\tb', '€']);
      expect(texts.slice(2).join('')).toBe('<c>&amp;');
      expect(codes).toEqual([]);
    }
  });

  it('are cut where they are longer than any tag may be, and lost only with damage', async () => {
    const long = 'x'.repeat(LIMITS.xmlTagLength + 100);
    const { texts, codes } = await readTexts(`<r>${long}</r>`, 1_000_003);
    expect(texts.length).toBeLessThan(4);
    expect(texts.join('')).toBe(long);
    expect(codes).toEqual([]);
    expect((await readTexts('<r>cut')).codes).toEqual(['xml-truncated']);
  });
});

describe('hostile documents', () => {
  it('declare entities in vain', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]><x a="&b;&e;"/>`;
    const { events, codes } = await read(bomb);
    expect(events).toEqual(['<x@1 a=&b;&e;', '>x@1']);
    expect(codes).toEqual(['xml-doctype-refused', 'xml-entity-refused']);
  });

  it('cannot nest without end', async () => {
    const deep = LIMITS.xmlDepth + 50;
    const { events, codes } = await read(`${'<a>'.repeat(deep)}<b/>${'</a>'.repeat(deep)}`);
    expect(events).toHaveLength(2 * LIMITS.xmlDepth);
    expect(codes).toEqual(['xml-too-deep']);
    expect((await read('<a>'.repeat(100_000))).codes).toEqual(['xml-too-deep', 'xml-truncated']);
  });

  it('cannot make one tag as long as they like', async () => {
    const part = new Uint8Array(1 << 20).fill(0x62);
    const long: ByteSource = {
      name: 'long.xml',
      seekable: false,
      async *open() {
        yield new TextEncoder().encode('<r><a b="');
        for (let i = 0; i < 3 * (LIMITS.xmlTagLength >> 20); i++) yield part;
        yield new TextEncoder().encode('"/><c/></r>');
      },
    };
    const { events, codes } = await readSource(long);
    expect(events).toEqual(['<r@1', '<c@2', '>c@2', '>r@1']);
    expect(codes).toEqual(['xml-malformed']);
  });

  it('are the same however the bytes are cut, also where a tag is as long as it may be', async () => {
    for (const extra of [-1, 0, 1]) {
      const tag = `<a b="${'x'.repeat(LIMITS.xmlTagLength - '<a b=""/>'.length + extra)}"/>`;
      const whole = await read(`<r>${tag}<c/></r>`);
      expect(whole.events.map((event) => event.slice(0, 4))).toContain(extra > 0 ? '<c@2' : '<a@2');
      expect(whole.events.some((event) => event.startsWith('<a@2'))).toBe(extra <= 0);
      for (const chunkBytes of [65_521, 4_000_037]) {
        expect(await read(`<r>${tag}<c/></r>`, chunkBytes)).toEqual(whole);
      }
    }
  });

  it('are read once, however many tags begin inside of one that never ends', async () => {
    const piece = `<a x="'n=" y='${'z'.repeat(400)}`;
    const inside = `<r>${piece.repeat(Math.ceil((1.05 * LIMITS.xmlTagLength) / piece.length))}`;
    const cpuTime = startCpuClock();
    const whole = await read(inside, 65_536);
    expect(cpuTime()).toBeLessThan(6000);
    expect(await read(inside, 1_000_003)).toEqual(whole);
    expect(whole.codes).toEqual(['xml-malformed', 'xml-truncated']);
  });

  it('lose no more than the tags inside of a malformed one, and those only where there are too many', async () => {
    const malformed = `<a x="${'<b/>'.repeat(1000)}" !>`;
    expect((await read(`<r>${malformed}<c/></r>`)).events.filter((event) => event.startsWith('<b@'))).toHaveLength(
      1000,
    );
    const many = `<r>${`<a x="'n=" y='`.repeat(100_000)}' ! " ! <c/></r>`;
    const cpuTime = startCpuClock();
    expect((await read(many, 65_536)).events.at(-2)).toBe('>c@2');
    expect(cpuTime()).toBeLessThan(2000);
  });

  it('look for the attributes of a tag among its own', async () => {
    const cpuTime = startCpuClock();
    const { events } = await read(`<r><x${' z=""'.repeat(120_000)}/>${'<p/>'.repeat(60_000)}</r>`);
    expect(events).toHaveLength(2 * 60_002);
    expect(cpuTime()).toBeLessThan(2000);
  });

  it.each(['</', '<', '<a b="', "<a b='", '<!', '<?', '<!--', '<a ', '<a>', '&', '<![CDATA['])(
    'of millions of %s take no quadratic time',
    async (piece) => {
      const cpuTime = startCpuClock();
      await read(piece.repeat(Math.ceil(3_000_000 / piece.length)), 65_536);
      expect(cpuTime()).toBeLessThan(4000);
    },
  );
});

describe('damaged documents, at random', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<r>',
      '</r>',
      '<a b="1"/>',
      "<a b='x>",
      '"',
      "'",
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!D',
    ),
    fc.constantFrom(' ', '=', '/', '>', '<', 'é', '😀', '&amp;', '\0', 'c="', '<a c', '</'),
  );
  it('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (pieces, chunkBytes) => {
          const text = pieces.join('');
          expect(await read(text, chunkBytes)).toEqual(await read(text));
        },
      ),
    );
  });
});

describe('damaged documents', () => {
  it.each([
    [
      'end tags that do not match',
      '<r><a><b></r>',
      ['<r@1', '<a@2', '<b@3', '>b@3', '>a@2', '>r@1'],
      ['xml-malformed'],
    ],
    ['end tags of nothing', '<r></x></r>', ['<r@1', '>r@1'], ['xml-malformed']],
    ['attributes without quotes', '<r><a b=1><c/></r>', ['<r@1', '<c@2', '>c@2', '>r@1'], ['xml-malformed']],
    ['attributes without values', '<r><a b><c/></r>', ['<r@1', '<c@2', '>c@2', '>r@1'], ['xml-malformed']],
    ['a stray <', '<r>1 < 2<c/></r>', ['<r@1', '<c@2', '>c@2', '>r@1'], ['xml-malformed']],
    ['a slash inside', '<r><a / b="1"><c/></r>', ['<r@1', '<c@2', '>c@2', '>r@1'], ['xml-malformed']],
    ['< in a value', '<r a="1<2"/>', ['<r@1 a=1<2', '>r@1'], []],
    ['repeated attributes', '<r a="1" a="2"/>', ['<r@1 a=1', '>r@1'], []],
    ['NULs', '<r>\0<a\0b="1"/></r>', ['<r@1', '<a@2 b=1', '>a@2', '>r@1'], []],
    ['an early end', '<r><a><b c="1"', ['<r@1', '<a@2', '>a@2', '>r@1'], ['xml-truncated']],
  ])('with %s are read as far as they go', async (_, text, events, codes) => {
    expect(await read(text)).toEqual({ events, codes });
  });

  it('that break off in a damaged archive are read as far as they go', async () => {
    const source = (code: 'input-corrupt' | 'input-encrypted'): ByteSource => ({
      name: 'broken',
      seekable: false,
      async *open() {
        yield new TextEncoder().encode('<r><a/>');
        throw new CapaxError(code, 'broken');
      },
    });
    const { events, codes } = await readSource(source('input-corrupt'));
    expect(events).toEqual(['<r@1', '<a@2', '>a@2', '>r@1']);
    expect(codes).toEqual(['xml-source-damaged', 'xml-truncated']);
    await expect(readSource(source('input-encrypted'))).rejects.toThrow('broken');
    const handler = {
      open: () => {
        throw new CapaxError('input-corrupt', 'said the handler');
      },
      close: () => {},
    };
    const sound = memorySource('x', new TextEncoder().encode('<a/>'));
    await expect(readXml(sound, handler, new Diagnostics())).rejects.toThrow('said the handler');
  });

  it('always deliver balanced events and never throw', async () => {
    const unit = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      ' ',
      'a',
      'b',
      '!',
      '-',
      '?',
      '[',
      ']',
      '&',
      ';',
      '\0',
      'é',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        async (text, chunkBytes) => {
          const { events } = await read(text, chunkBytes);
          expect(events).toEqual((await read(text)).events);
          const open: string[] = [];
          for (const event of events) {
            const name = event.slice(1).split(' ')[0] as string;
            if (event.startsWith('<')) open.push(name);
            else expect(open.pop()).toBe(name);
          }
          expect(open).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
