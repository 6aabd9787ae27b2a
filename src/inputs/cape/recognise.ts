// Is this a CAPE report? Decided by the top-level keys in the first bytes, behind which the behaviour may well begin.

import { JsonCursor } from '../../bytes/json-cursor.ts';
import { INCOMPLETE, MALFORMED, PADDING } from '../../bytes/json-window.ts';
import type { Probe } from '../input.ts';

const NAME = /\.json(?:_|\.gz|\.zst)?$/i;

/** What the beginning of a document says. */
interface Outline {
  readonly keys: ReadonlySet<string>;
  /** `info.version`. */
  readonly version: string | undefined;
  /** First key inside of `statistics`. */
  readonly statistics: string | undefined;
  /** Nothing follows behind the bytes that were looked at. */
  readonly complete: boolean;
}

/** Certain by content: `CAPE` says so, or the parts that the reference asks for, unless another sandbox names itself. */
export function recogniseCape({ name, head }: Probe): 0 | 1 | 2 {
  const outline = readOutline(head);
  if (outline === undefined) return 0;
  const { keys, version, statistics, complete } = outline;
  if (keys.has('CAPE') || version?.includes('CAPE')) return 2;
  if (keys.has('behavior')) {
    // Cuckoo 2 has the same top-level keys; its arguments are objects, those of CAPE and its ancestors are lists.
    const found = /"arguments"\s*:\s*([[{])/.exec(new TextDecoder().decode(head))?.[1];
    if (found === '{') return 0;
    if (found === '[') return 2;
    if (keys.has('target') && keys.has('info')) return version === undefined ? 2 : 1;
  }
  if (statistics === 'processing') return 2;
  return NAME.test(name) && !complete ? 1 : 0;
}

/** Undefined for what is not the beginning of a JSON object. */
function readOutline(head: Uint8Array): Outline | undefined {
  const cursor = new JsonCursor();
  const bytes = new Uint8Array(head.length + PADDING);
  bytes.set(head);
  cursor.load(bytes, head.length);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) cursor.pos = 3;
  const keys = new Set<string>();
  let version: string | undefined;
  let statistics: string | undefined;
  try {
    if (!cursor.enterObject()) return undefined;
    for (let first = true; cursor.key(first); first = false) {
      const key = cursor.text();
      keys.add(key);
      if ((key !== 'info' && key !== 'statistics') || !cursor.enterObject()) {
        cursor.skipValue();
        continue;
      }
      for (let firstMember = true; cursor.key(firstMember); firstMember = false) {
        const member = cursor.text();
        if (key === 'statistics') statistics ??= member;
        const value = cursor.readScalar();
        if (key === 'info' && member === 'version' && typeof value === 'string') version = value;
      }
    }
    return { keys, version, statistics, complete: true };
  } catch (signal) {
    if (signal !== INCOMPLETE && signal !== MALFORMED) throw signal;
    return { keys, version, statistics, complete: signal === MALFORMED };
  }
}
