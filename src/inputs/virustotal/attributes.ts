// Attributes of a behaviour of VirusTotal, and what they mean. Facts: VirusTotal's documentation of the object file_behaviour, and
// behaviours of several sandboxes.

import type { BehaviorKind } from '../../features/behaviors.ts';

/** Items of an attribute: texts, or objects with these members. */
export interface AttributeFacts {
  /** What each item was done to; none where it is only something to read. */
  readonly kinds?: readonly BehaviorKind[];
  /** Members of an item that are an object of what was done, each on its own. */
  readonly objects?: readonly string[];
  /** Member that stands for the port of the object. */
  readonly port?: string;
  /** Members that are texts of the sample. */
  readonly texts?: readonly string[];
}

export const ATTRIBUTES: ReadonlyMap<string, AttributeFacts> = new Map<string, AttributeFacts>([
  ['files_opened', { kinds: ['file/read'] }],
  ['files_written', { kinds: ['file/write'] }],
  ['files_deleted', { kinds: ['file/delete'] }],
  ['files_dropped', { kinds: ['file/create', 'file/write'], objects: ['path'] }],
  ['files_copied', { kinds: ['file/move'], objects: ['source', 'destination'] }],
  ['files_attribute_changed', {}],
  ['registry_keys_opened', {}],
  ['registry_keys_set', { kinds: ['registry/set'], objects: ['key'], texts: ['value'] }],
  ['registry_keys_deleted', { kinds: ['registry/delete'] }],
  ['processes_created', { kinds: ['process/create'] }],
  ['command_executions', { kinds: ['process/create'] }],
  ['processes_injected', { kinds: ['process/inject'] }],
  ['processes_killed', { kinds: ['process/terminate'] }],
  ['processes_terminated', {}],
  ['services_created', { kinds: ['service/create'] }],
  ['services_started', { kinds: ['service/start'] }],
  ['services_stopped', { kinds: ['service/stop'] }],
  ['services_deleted', { kinds: ['service/stop'] }],
  ['services_opened', {}],
  ['services_bound', {}],
  ['mutexes_created', { kinds: ['mutex/create'] }],
  ['mutexes_opened', { kinds: ['mutex/create'] }],
  ['modules_loaded', { kinds: ['module/load'] }],
  ['dns_lookups', { kinds: ['network/dns'], objects: ['hostname'], texts: ['resolved_ips'] }],
  ['ip_traffic', { kinds: ['network/connect'], objects: ['destination_ip'], port: 'destination_port' }],
  ['http_conversations', { kinds: ['network/http'], objects: ['url'] }],
  ['tls', { texts: ['sni'] }],
  ['memory_pattern_domains', {}],
  ['memory_pattern_ips', {}],
  ['memory_pattern_urls', {}],
  ['text_highlighted', {}],
  ['text_decoded', {}],
  ['crypto_keys', {}],
  ['crypto_plain_text', {}],
  ['calls_highlighted', {}],
  ['permissions_requested', {}],
  ['system_property_lookups', {}],
  ['system_property_sets', { texts: ['key', 'value'] }],
  ['windows_searched', {}],
  ['windows_hidden', {}],
  ['invokes', {}],
]);

/** The same of the old behaviour in the attributes of a file, by part and list. */
export const OLD_PARTS: ReadonlyMap<string, AttributeFacts> = new Map<string, AttributeFacts>([
  ['filesystem.opened', { kinds: ['file/read'], objects: ['path'] }],
  ['filesystem.read', { kinds: ['file/read'], objects: ['path'] }],
  ['filesystem.written', { kinds: ['file/write'], objects: ['path'] }],
  ['filesystem.replaced', { kinds: ['file/write'], objects: ['path'] }],
  ['filesystem.downloaded', { kinds: ['file/write'], objects: ['path'] }],
  ['filesystem.deleted', { kinds: ['file/delete'], objects: ['path'] }],
  ['filesystem.moved', { kinds: ['file/move'], objects: ['src', 'dst'] }],
  ['filesystem.copied', { kinds: ['file/move'], objects: ['src', 'dst'] }],
  ['mutex.created', { kinds: ['mutex/create'], objects: ['mutex'] }],
  ['mutex.opened', { kinds: ['mutex/create'], objects: ['mutex'] }],
  ['process.created', { kinds: ['process/create'], objects: ['proc'] }],
  ['process.shellcmds', { kinds: ['process/create'], objects: ['cmd'] }],
  ['process.injected', { kinds: ['process/inject'], objects: ['proc'] }],
  ['process.terminated', { texts: ['proc'] }],
  ['registry.set', { kinds: ['registry/set'], objects: ['key'], texts: ['val'] }],
  ['registry.deleted', { kinds: ['registry/delete'], objects: ['key'] }],
  ['service.created', { kinds: ['service/create'], objects: ['name'] }],
  ['service.started', { kinds: ['service/start'], objects: ['name'] }],
  ['service.deleted', { kinds: ['service/stop'], objects: ['name'] }],
  ['service.opened', { texts: ['name'] }],
  ['network.dns', { kinds: ['network/dns'], objects: ['hostname'], texts: ['ip'] }],
  ['network.http', { kinds: ['network/http'], objects: ['url'] }],
  ['network.tcp', { kinds: ['network/connect'] }],
  ['network.udp', { kinds: ['network/connect'] }],
  ['runtime-dlls', { kinds: ['module/load'], objects: ['file'] }],
]);
