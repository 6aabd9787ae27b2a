// Types of YAML scalars. Rules are YAML 1.1: `yes` is a boolean, `010` is 8, `1:30` is 90, `1e3` is text. A YAML 1.2 reader
// decides all of these differently, which would change what published rules mean, so the resolution is done here.
// Follows https://yaml.org/type/ (YAML 1.1) as the reference's loader applies it.

import type { Integer } from '../features/feature.ts';
import { isYamlInteger, parseYamlInteger } from './integers.ts';

/** Type and value of one scalar. `text` is what was written, without quotes. */
export type ScalarValue =
  | { readonly kind: 'text' | 'null' | 'float' | 'date' | 'binary'; readonly text: string }
  | { readonly kind: 'integer'; readonly text: string; readonly value: Integer }
  | { readonly kind: 'boolean'; readonly text: string; readonly value: boolean };

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** No typed scalar but an integer is longer; spares long text the patterns above. */
const LONGEST_NAMED = 100;

/** Type of a plain (unquoted, untagged) scalar. Undefined for an integer with too many digits or none. */
export function resolvePlain(text: string): ScalarValue | undefined {
  if (isYamlInteger(text)) {
    const value = parseYamlInteger(text);
    return value === undefined ? undefined : { kind: 'integer', text, value };
  }
  if (text.length > LONGEST_NAMED) return { kind: 'text', text };
  if (NULL.test(text)) return { kind: 'null', text };
  if (TRUE.test(text)) return { kind: 'boolean', text, value: true };
  if (FALSE.test(text)) return { kind: 'boolean', text, value: false };
  if (FLOAT.test(text)) return { kind: 'float', text };
  if (DATE.test(text)) return { kind: 'date', text };
  return { kind: 'text', text };
}

/** Type of a scalar with an explicit tag (`!!str 5`). Undefined if the tag is unknown or the text does not fit it. */
export function resolveTagged(tag: string, text: string): ScalarValue | undefined {
  switch (tag) {
    case '!':
    case 'tag:yaml.org,2002:str':
      return { kind: 'text', text };
    case 'tag:yaml.org,2002:null':
      return { kind: 'null', text };
    case 'tag:yaml.org,2002:float':
      return { kind: 'float', text };
    case 'tag:yaml.org,2002:timestamp':
      return { kind: 'date', text };
    case 'tag:yaml.org,2002:binary':
      return { kind: 'binary', text };
    case 'tag:yaml.org,2002:int':
    case 'tag:yaml.org,2002:bool': {
      const value = resolvePlain(text);
      return value?.kind === (tag.endsWith('int') ? 'integer' : 'boolean') ? value : undefined;
    }
    default:
      return undefined;
  }
}
