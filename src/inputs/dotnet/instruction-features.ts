// Features of CIL instructions. What a token gives depends on the kind of its instruction only, so it is made once for each of both.

import { toHexadecimal } from '../../bytes/hexadecimal.ts';
import { IntegerMap } from '../../bytes/integer-map.ts';
import type { CilDecoder } from '../../code/cil/decode.ts';
import { OP, OPERAND } from '../../code/cil/opcodes.ts';
import type { Feature } from '../../features/feature.ts';
import { featureKey } from '../../features/feature-types.ts';
import type { PlacedFeatures } from '../../features/program.ts';
import type { FeatureRegistrar } from '../../features/registrar.ts';
import { rowOf, TABLE, USER_STRING } from '../../formats/dotnet/schema.ts';
import type { Semantics } from '../../semantics.ts';
import type { FieldData } from './field-data.ts';
import { METHOD } from './find-methods.ts';
import { type Access, isNative, type Member, type Members, nativeCallNames } from './members.ts';
import type { TypeName } from './type-names.ts';

export const NO_FEATURES: PlacedFeatures = { numbers: [] };

/** What instructions with tokens do with them. */
type Use = 'call' | 'create' | 'take' | 'read field' | 'write field' | 'type' | 'string' | 'token';

/** Shortest text that is a feature, in code points. */
const SHORTEST_TEXT = 4;
/** Texts this long have enough code points, whatever they are. */
const SURELY_LONG = 2 * SHORTEST_TEXT;

export class InstructionFeatures {
  readonly #members: Members;
  readonly #fieldData: FieldData;
  readonly #semantics: Semantics;
  readonly #registrar: FeatureRegistrar;
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Use, IntegerMap<PlacedFeatures>>();

  constructor(members: Members, fieldData: FieldData, semantics: Semantics, registrar: FeatureRegistrar) {
    this.#members = members;
    this.#fieldData = fieldData;
    this.#semantics = semantics;
    this.#registrar = registrar;
  }

  /** Features of the latest instruction of a decoder. */
  of(decoder: CilDecoder): PlacedFeatures {
    const use = useOf(decoder);
    if (use !== undefined) return this.#ofToken(use, decoder.operand);
    const number = decoder.number();
    if (number === undefined) return NO_FEATURES;
    const { value, isFloat } = number;
    return { numbers: [this.number({ type: 'number', value, ...(isFloat ? { float: true } : {}) })] };
  }

  /** The number of a feature. */
  number(feature: Feature): number {
    // A number that was written with a fraction is the same feature, and written otherwise.
    const isFloat = 'float' in feature && feature.float === true;
    const negativeZero = isFloat && Object.is(feature.value, -0) ? '-' : '';
    const key = `${featureKey(feature)}${isFloat ? `\0float${negativeZero}` : ''}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#registrar.feature(feature);
    this.#numbers.set(key, number);
    return number;
  }

  #ofToken(use: Use, token: number): PlacedFeatures {
    let known = this.#known.get(use);
    if (known === undefined) this.#known.set(use, (known = new IntegerMap()));
    const found = known.get(token);
    if (found !== undefined) return found;
    const features = this.#find(use, token).map((feature) => this.number(feature));
    const placed = features.length === 0 ? NO_FEATURES : { numbers: features };
    known.set(token, placed);
    return placed;
  }

  #find(use: Use, token: number): Feature[] {
    switch (use) {
      case 'call':
      case 'create':
        return this.#ofCall(use, token);
      case 'take': {
        const callee = this.#members.calleeOf(token);
        return callee === undefined || isNative(callee) ? [] : typeFeatures(callee.owners);
      }
      case 'read field':
        return this.#ofField(token, 'read');
      case 'write field':
        return this.#ofField(token, 'write');
      case 'type':
        return typeFeatures(this.#members.types.of(token).asType);
      case 'string':
        return this.#ofString(token);
      case 'token':
        return this.#semantics['dotnet-tokens'] ? this.#ofNamed(token) : [];
    }
  }

  #ofCall(use: 'call' | 'create', token: number): Feature[] {
    const callee = this.#members.calleeOf(token);
    const features: Feature[] = [];
    if (callee !== undefined && isNative(callee)) {
      for (const value of nativeCallNames(callee)) features.push({ type: 'api', value });
    } else if (callee !== undefined) {
      if (callee.access === undefined) for (const value of callee.names) features.push({ type: 'api', value });
      else if (use === 'call') features.push(...propertyFeatures(callee, callee.access));
      features.push(...typeFeatures(callee.owners));
    }
    if (use === 'call' && this.#isUnmanaged(token)) features.push({ type: 'characteristic', value: 'unmanaged call' });
    return features;
  }

  #isUnmanaged(token: number): boolean {
    const { table, row } = rowOf(token);
    if (table !== TABLE.methodDef || !this.#members.metadata.has({ table, row })) return false;
    const { flags, implFlags } = this.#members.metadata.methodDef(row);
    const isNativeCode = (implFlags & METHOD.codeType) === METHOD.native;
    return (flags & METHOD.nativeImport) !== 0 || (implFlags & METHOD.unmanaged) !== 0 || isNativeCode;
  }

  #ofField(token: number, access: Access): Feature[] {
    const field = this.#members.fieldOf(token);
    if (field === undefined) return [];
    return [...propertyFeatures(field, access), ...typeFeatures(field.owners)];
  }

  #ofString(token: number): Feature[] {
    const { table, row } = rowOf(token);
    const found = table === USER_STRING ? this.#members.metadata.userString(row) : undefined;
    if (found === undefined || (found.isDamaged && !this.#semantics['dotnet-damage'])) return [];
    const isLong = found.text.length >= SURELY_LONG || [...found.text].length >= SHORTEST_TEXT;
    return isLong ? [{ type: 'string', value: found.text }] : [];
  }

  /** Of what is loaded as a token: a type, a method or a field, and what a field begins with. */
  #ofNamed(token: number): Feature[] {
    const { table, row } = rowOf(token);
    if (table !== TABLE.field) {
      const callee = this.#members.calleeOf(token);
      if (callee !== undefined) return isNative(callee) ? [] : typeFeatures(callee.owners);
      return typeFeatures(this.#members.types.of(token).asType);
    }
    const owners = this.#members.fieldOf(token)?.owners ?? [];
    const bytes = this.#semantics['dotnet-field-data'] ? this.#fieldData.of(row) : undefined;
    const data: Feature[] = bytes === undefined ? [] : [{ type: 'bytes', value: toHexadecimal(bytes) }];
    return [...typeFeatures(owners), ...data];
  }
}

function typeFeatures(types: readonly TypeName[]): Feature[] {
  const namespaces = new Set(types.map(({ namespace }) => namespace).filter((namespace) => namespace !== ''));
  return [
    ...types.filter(({ full }) => full !== '').map(({ full }): Feature => ({ type: 'class', value: full })),
    ...[...namespaces].map((value): Feature => ({ type: 'namespace', value })),
  ];
}

function propertyFeatures({ names }: Member, access: Access): Feature[] {
  return names.flatMap((value): Feature[] => [
    { type: 'property', access, value },
    { type: 'property', value },
  ]);
}

function useOf({ kind, opcode }: CilDecoder): Use | undefined {
  switch (kind) {
    case OPERAND.method:
      if (opcode === OP.ldftn || opcode === OP.ldvirtftn) return 'take';
      return opcode === OP.newobj ? 'create' : 'call';
    case OPERAND.field:
      return opcode === OP.stfld || opcode === OP.stsfld ? 'write field' : 'read field';
    case OPERAND.type:
      return 'type';
    case OPERAND.string:
      return 'string';
    case OPERAND.token:
      return 'token';
    default:
      return undefined;
  }
}
