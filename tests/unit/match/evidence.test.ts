import { describe, expect, it } from 'vitest';
import { EvidenceView, type Site } from '../../../src/match/evidence/evidence.ts';

const site = (value: number): Site => ({ key: value, address: { type: 'file', value } });

describe('EvidenceView', () => {
  it('keeps each location of a text once, in whatever order they come again', () => {
    const view = new EvidenceView(new Set());
    for (const value of [2, 0, 2, 2, 0]) view.add([7], site(value), 'text');
    view.add([7], site(2), 'other');
    view.add([7], undefined, 'nowhere');
    expect(view.get(7)?.sites).toEqual([site(2), site(0)]);
    expect(view.get(7)?.captures).toEqual(
      new Map([
        ['text', [site(2), site(0)]],
        ['other', [site(2)]],
        ['nowhere', []],
      ]),
    );
  });
});
