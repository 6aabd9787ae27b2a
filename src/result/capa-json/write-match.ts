// Evidence trees as the reference's JSON (spec core.md 5.7), in pieces: the match of a thread or a process may name every call in it,
// each with a tree of its own, so neither a tree nor a list of locations is ever turned into one text. Trees are as deep as rules
// refer to one another, so their nodes are followed without recursion.

import { writeExactJson } from '../../bytes/exact-json.ts';
import type { Address } from '../../features/address.ts';
import type { DocumentMatch, MatchNode } from '../document.ts';
import { nodeObject } from './nodes.ts';

/** Text is handed out in pieces of about this many UTF-16 units, longer only where a single value is. */
export const CHUNK = 65_536;

/** A match whose children are being written. */
interface OpenMatch {
  readonly children: Iterator<DocumentMatch>;
  readonly locations: DocumentMatch['locations'];
  readonly captures: DocumentMatch['captures'];
  isFirst: boolean;
}

/** An address as an object. */
export function addressObject(address: Address): Address {
  return address.type === 'no address'
    ? { type: address.type }
    : ({ type: address.type, value: address.value } as Address);
}

/** The same as text: documents have millions of them. */
function addressText(address: Address): string {
  if (address.type === 'no address') return '{"type":"no address"}';
  const value = typeof address.value === 'object' ? `[${address.value.join(',')}]` : String(address.value);
  return `{"type":"${address.type}","value":${value}}`;
}

/** Writes evidence trees; nodes that come again and again, as those of one rule at many places, are spelled once. */
export class MatchWriter {
  readonly #nodes = new WeakMap<MatchNode, string>();
  #text = '';

  /** The tree in pieces; what they are cut at is not said. */
  *write(root: DocumentMatch): Iterable<string> {
    const open: OpenMatch[] = [this.#begin(root)];
    for (let match = open.at(-1); match !== undefined; match = open.at(-1)) {
      const child = match.children.next();
      if (child.done !== true) {
        if (!match.isFirst) this.#text += ',';
        match.isFirst = false;
        open.push(this.#begin(child.value));
      } else {
        yield* this.#end(match);
        open.pop();
      }
      if (this.#text.length >= CHUNK) yield this.#take();
    }
    yield this.#take();
  }

  /** All members are asked for before those of any child: what is built for them need not be built again. */
  #begin({ success, node, children, locations, captures }: DocumentMatch): OpenMatch {
    this.#text += `{"success":${success},"node":${this.#nodeText(node)},"children":[`;
    return { children: children[Symbol.iterator](), locations, captures, isFirst: true };
  }

  *#end({ locations, captures }: OpenMatch): Iterable<string> {
    this.#text += '],"locations":[';
    yield* this.#addresses(locations);
    this.#text += '],"captures":{';
    let comma = '';
    for (const [text, addresses] of captures) {
      this.#text += `${comma}${JSON.stringify(text)}:[`;
      yield* this.#addresses(addresses);
      this.#text += ']';
      comma = ',';
    }
    this.#text += '}}';
  }

  *#addresses(addresses: readonly Address[]): Iterable<string> {
    for (let i = 0; i < addresses.length; i++) {
      this.#text += (i === 0 ? '' : ',') + addressText(addresses[i] as Address);
      if (this.#text.length >= CHUNK) yield this.#take();
    }
  }

  #nodeText(node: MatchNode): string {
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    const text = writeExactJson(nodeObject(node));
    this.#nodes.set(node, text);
    return text;
  }

  #take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
