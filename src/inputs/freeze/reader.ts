// Reads the parts that both flavours of freeze files share: lists, addresses, located features. An entry that is malformed or of
// an unknown kind is left out and recorded; only a broken text or a broken header is an error.

import { JsonSyntaxError } from '../../bytes/exact-json.ts';
import type { Integer } from '../../bytes/integer.ts';
import { JsonWalker, jsonPathAt } from '../../bytes/json-walker.ts';
import type { Budget } from '../../bytes/watched-source.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import { CapaxError } from '../../errors.ts';
import { ADDRESS_FIELDS, type Address, compareAddresses, NO_ADDRESS } from '../../features/address.ts';
import type { Feature } from '../../features/feature.ts';
import type { LocatedFeature } from '../../features/located.ts';
import { LIMITS } from '../../limits.ts';
import type { FreezeCode } from './codes.ts';
import { FeatureReader, need, readInteger } from './read-feature.ts';

const FIELDS: ReadonlyMap<string, number> = new Map(Object.entries(ADDRESS_FIELDS));
const MAX_FIELDS = Math.max(...FIELDS.values());

/** How many different problems are located by path: finding the path of an entry costs a pass over the text. */
const LOCATED_PROBLEMS = 10;

/** How often the budget is asked. */
const ENTRIES_PER_QUESTION = 1024;

type PlacedAddress = Exclude<Address, { type: 'no address' }>;

/** What lies inside a place: under which key (as written first, then as also read), its name in messages, and how to read one. */
export interface Children<T> {
  readonly keys: readonly string[];
  readonly what: string;
  readonly read: (reader: FreezeReader) => T;
  /** Whether several with one address are all kept; otherwise the last counts, as in the reference. */
  readonly keepRepeated?: boolean;
}

/** A function, basic block, instruction, process, thread or call. */
export interface Place<T> {
  readonly address: Address;
  /** Only where it was asked for. */
  readonly name: string;
  readonly features: readonly LocatedFeature[];
  /** In ascending order of address. */
  readonly children: readonly T[];
}

/** All methods throw JsonSyntaxError where the next value is not what they read. */
export class FreezeReader {
  readonly json: JsonWalker;
  /** Entries that were left out, and why the first of them was. */
  skipped = 0;
  firstProblem: JsonSyntaxError | undefined;
  readonly #bytes: Uint8Array;
  readonly #name: string;
  readonly #diagnostics: Diagnostics<FreezeCode>;
  readonly #features: FeatureReader;
  readonly #located = new Set<string>();
  readonly #budget: Budget | undefined;
  #entries = 0;
  #spent = false;
  #lastAddress: Address = NO_ADDRESS;
  /** Where the last address was read. */
  #lastStart = 0;
  #lastEnd = 0;

  /** `name` is that of the file, for messages. Once `budget` is spent, entries are passed over. */
  constructor(bytes: Uint8Array, name: string, diagnostics: Diagnostics<FreezeCode>, budget?: Budget) {
    this.#bytes = bytes;
    this.#name = name;
    this.#diagnostics = diagnostics;
    this.#budget = budget;
    this.json = new JsonWalker(bytes);
    this.#features = new FeatureReader(this.json);
  }

  /** The error that ends reading because of a problem at byte `at` of the text. */
  refuse(message: string, problem: JsonSyntaxError): CapaxError {
    return new CapaxError('freeze-invalid', message, {
      where: `${this.#name}, ${this.#locate(problem.at)}`,
      hint: 'Make the file again with this version of capax or capa; a copy may have been cut or edited.',
      cause: problem,
    });
  }

  #locate(at: number): string {
    const path = jsonPathAt(this.#bytes, at);
    return `byte ${at} of the unpacked text${path === '' ? '' : `, ${path}`}`;
  }

  /** Records a problem with what starts at byte `at` of the text. */
  warn(code: FreezeCode, message: string, at: number): void {
    const exactly = this.#located.size < LOCATED_PROBLEMS && !this.#located.has(message);
    if (exactly) this.#located.add(message);
    this.#diagnostics.add('warning', code, message, exactly ? this.#locate(at) : `byte ${at} of the unpacked text`);
  }

  /**
   * A list of entries. Malformed ones are left out and recorded, up to the limit in LIMITS; `what` names an entry in messages.
   * Throws CapaxError `freeze-invalid` beyond the limit.
   */
  readList<T>(what: string, read: (reader: FreezeReader) => T): T[] {
    const { json } = this;
    const items: T[] = [];
    json.enterArray();
    while (json.nextItem()) {
      const start = json.position;
      if (this.#isSpent()) {
        json.skip();
        continue;
      }
      try {
        items.push(read(this));
      } catch (error) {
        if (!(error instanceof JsonSyntaxError)) throw error;
        json.rewind(start);
        json.skip();
        this.firstProblem ??= error;
        if (this.skipped++ === LIMITS.freezeMalformedEntries) {
          throw this.refuse(`More than ${LIMITS.freezeMalformedEntries} entries are malformed`, this.firstProblem);
        }
        this.warn('freeze-entry-invalid', `a ${what} was left out: ${error.reason}`, error.at);
      }
    }
    return items;
  }

  /** Whether no more may be built; what follows is passed over. */
  #isSpent(): boolean {
    if (!this.#spent && ++this.#entries % ENTRIES_PER_QUESTION === 0) this.#spent = this.#budget?.() !== undefined;
    return this.#spent;
  }

  /** Features without addresses: `{feature}`. */
  readGlobals(): Feature[] {
    return this.readList('feature', (reader) => reader.#readEntry().feature);
  }

  /** `{address, feature}`. The address of the owner, which entries repeat, is not looked at. */
  readFeatures(): LocatedFeature[] {
    return this.readList('feature', (reader) => {
      const start = reader.json.position;
      const { feature, address } = reader.#readEntry();
      return { feature, address: need(reader.json, address, 'address', start) };
    });
  }

  /** The top of both flavours: `{global_, file, <children>}`. */
  readSample<T extends { readonly address: Address }>(
    inside: Children<T>,
  ): { globals: Feature[]; file: LocatedFeature[]; children: T[] } {
    const { json } = this;
    const start = json.position;
    let globals: Feature[] | undefined;
    let file: LocatedFeature[] | undefined;
    let children: T[] | undefined;
    json.enterObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'global_' || key === 'global') globals = this.readGlobals();
      else if (key === 'file') file = this.readFeatures();
      else if (inside.keys.includes(key)) children = this.#readChildren(inside);
      else json.skip();
    }
    return {
      globals: need(json, globals, 'global_', start),
      file: need(json, file, 'file', start),
      children: need(json, children, inside.keys[0] as string, start),
    };
  }

  /** `{address, name?, features, <children>?}`. The name is demanded if `named`, the children if `inside` is given. */
  readPlace<T extends { readonly address: Address }>(inside?: Children<T>, named = false): Place<T> {
    const { json } = this;
    const start = json.position;
    let address: Address | undefined;
    let name: string | undefined = named ? undefined : '';
    let features: LocatedFeature[] | undefined;
    let children: T[] | undefined = inside === undefined ? [] : undefined;
    json.enterObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'address') address = this.readAddress();
      else if (key === 'features') features = this.readFeatures();
      else if (key === 'name' && named) name = json.readString();
      else if (inside?.keys.includes(key)) children = this.#readChildren(inside);
      else json.skip();
    }
    return {
      address: need(json, address, 'address', start),
      name: need(json, name, 'name', start),
      features: need(json, features, 'features', start),
      children: need(json, children, inside?.keys[0] ?? '', start),
    };
  }

  /** Places in ascending order of address. */
  #readChildren<T extends { readonly address: Address }>(inside: Children<T>): T[] {
    const start = this.json.position;
    const list = this.readList(inside.what, inside.read);
    const isAfter = (place: T, i: number): boolean => {
      const before = list[i - 1];
      return before === undefined || compareAddresses(before.address, place.address) < 0;
    };
    if (list.every(isAfter)) return list;
    list.sort((a, b) => compareAddresses(a.address, b.address));
    if (inside.keepRepeated === true) return list;
    const isLast = (place: T, i: number): boolean => {
      const next = list[i + 1];
      return next === undefined || compareAddresses(place.address, next.address) !== 0;
    };
    const last = list.filter(isLast);
    if (last.length < list.length) {
      this.skipped += list.length - last.length;
      this.warn('freeze-address-repeated', `several entries for the same ${inside.what}: the last one counts`, start);
    }
    return last;
  }

  #readEntry(): { feature: Feature; address: Address | undefined } {
    const { json } = this;
    const start = json.position;
    let address: Address | undefined;
    let feature: Feature | undefined;
    json.enterObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'address') address = this.readAddress();
      else if (key === 'feature') feature = this.#features.read();
      // Mostly the address of the owner, written like the one before.
      else if (!json.passSame(this.#lastStart, this.#lastEnd)) json.skip();
    }
    return { feature: need(json, feature, 'feature', start), address };
  }

  readAddress(): Address {
    const { json } = this;
    if (json.passSame(this.#lastStart, this.#lastEnd)) return this.#lastAddress;
    const start = json.position;
    const address = this.#parseAddress();
    this.#lastAddress = address;
    this.#lastStart = start;
    this.#lastEnd = json.consumed;
    return address;
  }

  #parseAddress(): Address {
    const { json } = this;
    const start = json.position;
    let type: string | undefined;
    let value: Integer | Integer[] | undefined;
    json.enterObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'type') type = json.readString();
      else if (key === 'value') value = this.#readAddressValue();
      else json.skip();
    }
    const fields = FIELDS.get(need(json, type, 'type', start));
    if (fields === undefined) return json.fail('unknown kind of address', start);
    if (fields === 0) return NO_ADDRESS;
    const given = need(json, value, 'value', start);
    const count = Array.isArray(given) ? given.length : 0;
    if (count !== (fields === 1 ? 0 : fields)) json.fail('wrong number of fields', start);
    return this.#check({ type, value: given } as PlacedAddress, start);
  }

  #readAddressValue(): Integer | Integer[] | undefined {
    const { json } = this;
    switch (json.kind()) {
      case 'array': {
        const start = json.position;
        const fields: Integer[] = [];
        json.enterArray();
        while (json.nextItem()) {
          if (fields.length === MAX_FIELDS) json.fail('wrong number of fields', start);
          fields.push(readInteger(json));
        }
        // Pushing made room for more, and there may be an address for every call.
        return fields.slice();
      }
      case 'null':
        json.readNull();
        return undefined;
      default:
        return readInteger(json);
    }
  }

  #check(address: PlacedAddress, start: number): Address {
    const { type, value } = address;
    const ids = type === 'process' || type === 'thread' || type === 'call';
    for (const field of typeof value === 'object' ? value : [value]) {
      if (field < 0 && type !== 'relative' && type !== 'dn token') this.json.fail('negative address', start);
      if (ids && typeof field === 'bigint') this.json.fail('process, thread or call id too large', start);
    }
    return address;
  }
}
