// Is this a Cuckoo 2 report? CAPE descends from an older Cuckoo and has the same members at the top, so a report has to show what
// only Cuckoo 2 has: its version, or arguments that are an object. Where the first bytes show neither it is left to CAPE.

import { JsonStream } from '../../bytes/json-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { Probe } from '../input.ts';
import type { Cuckoo2Code } from './codes.ts';

const VERSION = /^2\.\d/;
/** Members of `info` of which a report has some: a version alone stands in many documents. */
const INFO = ['machine', 'package', 'monitor', 'route', 'git'];
/** Members at the top that hold calls. */
const PARTS = ['behavior', 'signatures'];
const ARGUMENTS = /"arguments"\s*:\s*([[{])/;

/** Certain if the report names its version, or shows its calls. */
export function recogniseCuckoo2({ head }: Probe): 0 | 1 | 2 {
  const keys = new Set<string>();
  const info = new Set<string>();
  let version = '';
  const stream = new JsonStream(
    {
      members: new Map([
        [
          'info',
          {
            others: {
              value: (cursor, _at, _index, key) => {
                info.add(key);
                const value = cursor.readScalar();
                if (key === 'version' && typeof value === 'string') version = value;
              },
            },
          },
        ],
      ]),
      others: {
        value: (cursor, _at, _index, key) => {
          keys.add(key);
          cursor.skipValue();
        },
      },
    },
    { diagnostics: new Diagnostics<Cuckoo2Code>() },
  );
  stream.push(head);
  if (keys.has('CAPE') || version.includes('CAPE')) return 0;
  const written = ARGUMENTS.exec(new TextDecoder().decode(head))?.[1];
  if (written === '[') return 0;
  if (VERSION.test(version) && INFO.some((member) => info.has(member))) return 2;
  return written === '{' && PARTS.some((part) => keys.has(part)) ? 2 : 0;
}
