// What a VMRay summary says was done: files, keys and mutexes with the operations that VMRay names, processes that were started, and the
// network as it was captured. Facts: summaries of analyzers 2024; the words of operations are those of artifacts (`access`, `create`,
// `read`, `write`, `delete`), of which a mere access is no behaviour.

import type { JsonObject, JsonValue } from '../../bytes/exact-json.ts';
import { BEHAVIOR_KINDS, type BehaviorKind } from '../../features/behaviors.ts';
import { asList, asObject, asText, hostAndPort, textOf } from '../shared/facts/json-records.ts';

export interface SummaryDeed {
  readonly kind: BehaviorKind;
  readonly object: string;
}

type Operations = Readonly<Record<string, BehaviorKind>>;

const FILE: Operations = { create: 'file/create', read: 'file/read', write: 'file/write', delete: 'file/delete' };
const KEY: Operations = {
  create: 'registry/create',
  read: 'registry/read',
  write: 'registry/set',
  delete: 'registry/delete',
};
const MUTEX: Operations = { access: 'mutex/create', create: 'mutex/create' };

/** Part of the summary, the member that is the object, and what its operations are. */
const PARTS: readonly (readonly [part: string, member: string, operations: Operations])[] = [
  ['filenames', 'filename', FILE],
  ['registry_records', 'reg_key_name', KEY],
  ['mutexes', 'name', MUTEX],
];

const OTHERS: readonly BehaviorKind[] = ['process/create', 'network/connect', 'network/dns', 'network/http'];
const SHOWN: ReadonlySet<BehaviorKind> = new Set([
  ...PARTS.flatMap(([, , operations]) => Object.values(operations)),
  ...OTHERS,
]);

/** The kinds of behaviours that a summary tells. */
export const SUMMARY_BEHAVIORS: readonly BehaviorKind[] = BEHAVIOR_KINDS.filter((kind) => SHOWN.has(kind));

/** What was done, each once, as the parts of a summary have it; `root` is the summary. */
export function summaryDeeds(root: JsonObject): SummaryDeed[] {
  const objects = PARTS.flatMap(([part, member, operations]) =>
    entries(root[part]).flatMap((entry) =>
      asList(entry['operations']).flatMap((word) => deed(kindOf(operations, asText(word)), textOf(entry, member))),
    ),
  );
  const all = [...objects, ...requests(asObject(root['network'])), ...streams(root), ...addresses(root)];
  return [...new Map(all.map((one) => [`${one.kind} ${one.object}`, one])).values()];
}

function entries(value: JsonValue | undefined): JsonObject[] {
  return Object.values(asObject(value)).map(asObject);
}

function kindOf(operations: Operations, word: string): BehaviorKind | undefined {
  const known = word.toLowerCase();
  return Object.hasOwn(operations, known) ? operations[known] : undefined;
}

function deed(kind: BehaviorKind | undefined, object: string): SummaryDeed[] {
  return kind === undefined || object === '' ? [] : [{ kind, object }];
}

function requests(network: JsonObject): SummaryDeed[] {
  return [
    ...entries(network['dns']).flatMap((query) => deed('network/dns', textOf(query, 'name'))),
    ...entries(network['http']).flatMap((request) => deed('network/http', textOf(request, 'url'))),
  ];
}

/** Connections that the guest began. */
function streams(root: JsonObject): SummaryDeed[] {
  const network = asObject(root['network']);
  return ['tcp', 'udp'].flatMap((protocol) =>
    entries(network[protocol]).flatMap((stream) => {
      const connection = asObject(stream['connection']);
      if (stream['is_client'] !== true && connection['is_client'] !== true) return [];
      const [, key = ''] = asList(asObject(connection['ref_remote_ip_address'])['path']).map(asText);
      const host = textOf(asObject(asObject(root['ip_addresses'])[key]), 'ip_address');
      return host === '' ? [] : deed('network/connect', hostAndPort(host, connection['remote_port']));
    }),
  );
}

/** URLs that were asked for, not those that only stood in some file. */
function addresses(root: JsonObject): SummaryDeed[] {
  return entries(root['urls']).flatMap((entry) => {
    const isAsked = asList(entry['categories']).some((word) => asText(word).includes('contact'));
    return isAsked ? deed('network/http', textOf(entry, 'url')) : [];
  });
}
