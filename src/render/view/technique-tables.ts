// What rules say in words of ATT&CK, MAEC and MBC (spec core.md 6.2).

import type { Table } from './blocks.ts';
import { attackLink, mbcLink } from './links.ts';
import { type Line, piece } from './markup.ts';
import { capabilityRules, type Matched } from './selection.ts';

/** Titles of first columns are as long as the reference's. */
export function firstTitle(text: string): string {
  return text.padEnd(20);
}

/** One entry of the ATT&CK and MBC tables. */
interface Technique {
  readonly group: string;
  readonly name: string;
  readonly detail: string;
  readonly id: string;
  readonly link: string | undefined;
}

function techniqueLine({ name, detail, id, link }: Technique): Line {
  const pieces = [piece(name, 'emphasis')];
  if (detail !== '') pieces.push(piece(`::${detail}`));
  if (id !== '') pieces.push(piece(' ['), piece(id, undefined, link), piece(']'));
  return pieces;
}

/** Rows by group; in a group distinct entries by name, detail and id. */
function techniqueRows(techniques: readonly Technique[]): Table['rows'] {
  const groups = new Map<string, Map<string, Technique>>();
  for (const technique of techniques) {
    const group = groups.get(technique.group) ?? new Map<string, Technique>();
    groups.set(technique.group, group);
    group.set([technique.name, technique.detail, technique.id].join('\0'), technique);
  }
  return sortedEntries(groups).map(([group, entries]) => [
    [[piece(group.toUpperCase(), 'emphasis')]],
    sortedEntries(entries).map(([, technique]) => techniqueLine(technique)),
  ]);
}

function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Techniques of ATT&CK by tactic. */
export function attackTable(document: Matched): Table {
  const techniques = capabilityRules(document).flatMap(({ meta }) =>
    meta.attack.map(({ tactic, technique, subtechnique, id }) => ({
      group: tactic,
      name: technique,
      detail: subtechnique,
      id,
      link: id === '' ? undefined : attackLink(id),
    })),
  );
  return { header: [firstTitle('ATT&CK Tactic'), 'ATT&CK Technique'], rows: techniqueRows(techniques) };
}

/** Behaviours of MBC by objective. */
export function mbcTable(document: Matched): Table {
  const techniques = capabilityRules(document).flatMap(({ meta }) =>
    meta.mbc.map(({ objective, behavior, method, id }) => ({
      group: objective,
      name: behavior,
      detail: method,
      id,
      link: mbcLink(objective, behavior, id),
    })),
  );
  return { header: [firstTitle('MBC Objective'), 'MBC Behavior'], rows: techniqueRows(techniques) };
}

/** What rules say the sample is, in words of MAEC. */
export function maecTable(document: Matched): Table {
  const categories = new Map<string, Map<string, Line>>();
  for (const { meta } of document.rules) {
    for (const [key, value] of Object.entries(meta.maec)) {
      if (value === undefined) continue;
      const category = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const values = categories.get(category) ?? new Map<string, Line>();
      categories.set(category, values);
      values.set(value, [piece(value)]);
    }
  }
  return {
    header: [firstTitle('MAEC Category'), 'MAEC Value'],
    rows: sortedEntries(categories).map(([category, values]) => [
      [[piece(category, 'emphasis')]],
      sortedEntries(values).map(([, value]) => value),
    ]),
  };
}
