// Brings a result document into a form in which two runs can be compared: what differs from run to run is left out (time, paths,
// command line), and what the reference takes from hash sets is sorted.

import { type JsonObject, type JsonValue, parseExactJson } from '../../src/bytes/exact-json.ts';

/** Names of derived rules end in 32 digits, which the reference draws at random. */
const DERIVED = /\/[0-9a-f]{32}$/;

function sortKey(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
}

function sorted(list: readonly JsonValue[]): JsonValue[] {
  return [...list].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function normaliseMatch(match: JsonObject): JsonObject {
  const node = match['node'] as JsonObject;
  const feature = node['feature'] as JsonObject | undefined;
  const isReference =
    feature?.['type'] === 'match' || (node['statement'] as JsonObject | undefined)?.['type'] === 'subscope';
  const children = (match['children'] as JsonObject[]).map(normaliseMatch);
  const captures: JsonObject = {};
  const found = match['captures'] as JsonObject;
  for (const text of Object.keys(found).sort()) captures[text] = sorted(found[text] as JsonValue[]);
  const plain =
    feature?.['type'] === 'match'
      ? { type: 'feature', feature: { ...feature, match: String(feature['match']).replace(DERIVED, '/derived') } }
      : node;
  return {
    success: match['success'] as boolean,
    node: plain as JsonObject,
    // The order of what a reference expands to follows a hash set of locations.
    children: isReference ? sorted(children) : children,
    locations: sorted(match['locations'] as JsonValue[]),
    captures,
  };
}

/** The comparable part of a document's text. */
export function normaliseDocument(text: string): unknown {
  const document = parseExactJson(text) as JsonObject;
  const meta = document['meta'] as JsonObject;
  const { md5, sha1, sha256 } = meta['sample'] as JsonObject;
  const analysis: JsonObject = { ...(meta['analysis'] as JsonObject), rules: [] };
  const rules: JsonObject = {};
  const all = document['rules'] as JsonObject;
  for (const name of Object.keys(all).sort()) {
    const rule = all[name] as JsonObject;
    const matches = rule['matches'] as [JsonValue, JsonObject][];
    rules[name] = { ...rule, matches: matches.map(([address, match]) => [address, normaliseMatch(match)]) };
  }
  return JSON.parse(sortKey({ flavor: meta['flavor'], sample: { md5, sha1, sha256 }, analysis, rules }));
}
