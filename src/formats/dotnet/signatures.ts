// Signatures (ECMA-335, II.23.2), as far as names need them: which type a constructed one is made of.

import { compressedAt } from './heaps.ts';
import { CODED, tokenOf } from './schema.ts';

const ELEMENT = {
  pointer: 0x0f,
  reference: 0x10,
  valueType: 0x11,
  class: 0x12,
  array: 0x14,
  genericInstance: 0x15,
  vector: 0x1d,
  requiredModifier: 0x1f,
  optionalModifier: 0x20,
  pinned: 0x45,
} as const;

export interface ConstructedType {
  /** Token of the type that has a name. */
  readonly token: number;
  /** Whether it is only what elements are of, or what is pointed to. */
  readonly isElement: boolean;
}

/** The named type in the signature of a type; undefined where there is none, as in arrays of integers. */
export function typeInSignature(bytes: Uint8Array): ConstructedType | undefined {
  let isElement = false;
  for (let at = 0; at < bytes.length; ) {
    switch (bytes[at]) {
      case ELEMENT.pointer:
      case ELEMENT.reference:
      case ELEMENT.array:
      case ELEMENT.vector:
        isElement = true;
        at++;
        break;
      case ELEMENT.pinned:
      case ELEMENT.genericInstance:
        at++;
        break;
      case ELEMENT.requiredModifier:
      case ELEMENT.optionalModifier:
        at += 1 + (compressedAt(bytes, at + 1)?.length ?? bytes.length);
        break;
      case ELEMENT.valueType:
      case ELEMENT.class: {
        const token = tokenAt(bytes, at + 1);
        return token === undefined ? undefined : { token, isElement };
      }
      default:
        return undefined;
    }
  }
  return undefined;
}

/** A type in a signature: an index like those in tables, compressed. */
function tokenAt(bytes: Uint8Array, at: number): number | undefined {
  const value = compressedAt(bytes, at)?.value;
  const table = value === undefined ? undefined : CODED.typeDefOrRef.tables[value & 3];
  return value === undefined || table === undefined ? undefined : tokenOf(table, value >>> 2);
}
