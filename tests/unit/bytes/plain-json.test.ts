import { describe, expect, it } from 'vitest';
import { plainJson } from '../../../src/bytes/plain-json.ts';
import { renderJson } from '../../../src/render/json.ts';
import { writeDocument } from '../../../src/result/capa-json/write.ts';
import { hostileDocument, NASTY } from '../../support/hostile-document.ts';
import { collect } from '../../support/result-documents.ts';

/** What a terminal, a reader's eye or a reader of lines would obey, apart from the line end of the document. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u;

describe('plainJson', () => {
  it('escapes what would be obeyed, and nothing else', () => {
    const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join('');
    const plain = plainJson(JSON.stringify(all));
    expect(plain).not.toMatch(OBEYED);
    expect(JSON.parse(plain)).toBe(all);
    expect(plainJson('{"é日😀":[1,true]}')).toBe('{"é日😀":[1,true]}');
  });

  it('is how a document is printed, which says the same', async () => {
    const document = hostileDocument(`${NASTY}\u061c\u200e\u2066\u0085`);
    const printed = await collect(renderJson(document));
    expect(printed).not.toMatch(OBEYED);
    expect(JSON.parse(printed)).toEqual(JSON.parse(await collect(writeDocument(document))));
  });
});
