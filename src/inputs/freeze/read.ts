// The unpacked text of a freeze file -> a program or a trace. The header decides; whatever order its keys have, the features are
// read once it is known what they are.

import { JsonSyntaxError } from '../../bytes/exact-json.ts';
import type { JsonWalker } from '../../bytes/json-walker.ts';
import type { Address } from '../../features/address.ts';
import type { MissingPart, TraceHealth } from '../../features/health.ts';
import type { SampleHashes } from '../../features/sample.ts';
import { FLAVOURS, type Flavour } from '../../features/scopes.ts';
import type { Subject } from '../../features/subject.ts';
import type { OpenOptions } from '../input.ts';
import { FREEZE_VERSION } from './format.ts';
import { FrozenTrace } from './frozen-trace.ts';
import { type DynamicFeatures, readDynamicFeatures } from './read-dynamic.ts';
import { need } from './read-feature.ts';
import { readStaticFeatures, type StaticFeatures } from './read-static.ts';
import { FreezeReader } from './reader.ts';

type Features = ({ readonly flavour: 'static' } & StaticFeatures) | ({ readonly flavour: 'dynamic' } & DynamicFeatures);

interface Header {
  version?: number;
  baseAddress?: Address;
  hashes?: SampleHashes;
  flavour?: Flavour;
  extractor?: { name: string; version: string };
  features?: Features;
  /** Where features start that could not be read yet. */
  featuresAt?: number;
}

const NO_LIBRARY_FLAGS: MissingPart = {
  part: 'marks of library functions',
  consequence: 'functions of known libraries are matched like the functions of the program itself',
};

const NO_HEALTH: MissingPart = {
  part: 'health of the recording',
  consequence: 'a freeze file does not say what was lost or missing when it was saved',
};
/** The version of an extractor that capax has written, none for reproducible files. Others do not say for how many a call stands. */
const OWN_VERSION = /^(?:capax |$)/;

/**
 * Reads the JSON of a freeze file; `name` is for messages. Malformed entries are left out with a diagnostic. Throws CapaxError
 * `freeze-invalid`, which says where, if the text is not JSON, the header is not that of a freeze file of the known version, or
 * no entry at all could be read.
 */
export function readFreeze(text: Uint8Array, name: string, options: OpenOptions): Subject {
  const reader = new FreezeReader(text, name, options.diagnostics, options.budget);
  try {
    return assemble(reader, options);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw reader.refuse(`The freeze file is not valid: ${error.reason}`, error);
  }
}

function assemble(reader: FreezeReader, options: OpenOptions): Subject {
  const { json } = reader;
  const header = readHeader(reader, options);
  const extractor = need(json, header.extractor, 'extractor', 0);
  const hashes = need(json, header.hashes, 'sample_hashes', 0);
  const baseAddress = need(json, header.baseAddress, 'base_address', 0);
  const features = need(json, header.features, 'features', 0);
  if (isEmpty(features) && reader.firstProblem !== undefined) throw reader.firstProblem;

  // Whoever keeps the reader keeps the whole text.
  const { skipped } = reader;
  const health = () => ({
    producer: extractor.name,
    ...(extractor.version === '' ? {} : { producerVersion: extractor.version }),
    skippedRecords: skipped,
    diagnostics: options.diagnostics.list(),
  });
  switch (features.flavour) {
    case 'static': {
      const { globals, file, functions, table } = features;
      return {
        flavour: 'static',
        format: 'freeze',
        extractor: 'NullStaticFeatureExtractor',
        hashes,
        baseAddress,
        globals,
        file,
        functions: (registrar) => table.renumber(functions, registrar),
        health: () => ({ ...health(), flavour: 'static', missing: [NO_LIBRARY_FLAGS] }),
      };
    }
    case 'dynamic': {
      const { processes } = features;
      const threads = processes.flatMap((process) => process.threads);
      const calls = threads.reduce((sum, thread) => sum + thread.calls.length, 0);
      const recorded = (): TraceHealth => ({
        ...health(),
        flavour: 'dynamic',
        processes: processes.length,
        threads: threads.length,
        calls,
        missing: [NO_HEALTH],
      });
      const countsRepeats = options.semantics['repeated-calls'] && OWN_VERSION.test(extractor.version);
      return new FrozenTrace(hashes, features, recorded, countsRepeats);
    }
  }
}

function isEmpty(features: Features): boolean {
  if (features.globals.length + features.file.length > 0) return false;
  switch (features.flavour) {
    case 'static':
      return features.functions.length === 0;
    case 'dynamic':
      return features.processes.length === 0;
  }
}

function readHeader(reader: FreezeReader, options: OpenOptions): Header {
  const { json } = reader;
  const header: Header = {};
  json.enterObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    switch (key) {
      case 'version':
        header.version = readVersion(json);
        break;
      case 'base_address':
      case 'base address':
        header.baseAddress = reader.readAddress();
        break;
      case 'sample_hashes':
        header.hashes = readTexts(json, ['md5', 'sha1', 'sha256']);
        break;
      case 'flavor':
        header.flavour = readFlavour(json);
        break;
      case 'extractor':
        header.extractor = readTexts(json, ['name', 'version']);
        break;
      case 'features':
        if (header.version !== undefined && header.flavour !== undefined) {
          header.features = readFeatures(reader, header.flavour, options);
        } else {
          header.featuresAt = json.position;
          json.skip();
        }
        break;
      default:
        json.skip();
    }
  }
  json.finish();
  need(json, header.version, 'version', 0);
  const flavour = need(json, header.flavour, 'flavor', 0);
  if (header.featuresAt !== undefined) {
    json.rewind(header.featuresAt);
    header.features = readFeatures(reader, flavour, options);
  }
  return header;
}

function readFeatures(reader: FreezeReader, flavour: Flavour, options: OpenOptions): Features {
  switch (flavour) {
    case 'static':
      return { flavour, ...readStaticFeatures(reader) };
    case 'dynamic':
      return { flavour, ...readDynamicFeatures(reader, options.semantics['recycled-process-ids']) };
  }
}

function readVersion(json: JsonWalker): number {
  const at = json.position;
  const version = json.readNumber();
  if (version === FREEZE_VERSION) return version;
  return json.fail(`version ${String(version).slice(0, 20)} is not supported, only ${FREEZE_VERSION}`, at);
}

function readFlavour(json: JsonWalker): Flavour {
  const at = json.position;
  const flavour = json.readString();
  return FLAVOURS.find((known) => known === flavour) ?? json.fail('unknown flavor', at);
}

/** An object of texts, all of which must be there. */
function readTexts<K extends string>(json: JsonWalker, keys: readonly K[]): Record<K, string> {
  const start = json.position;
  const texts = new Map<string, string>();
  json.enterObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    if ((keys as readonly string[]).includes(key)) texts.set(key, json.readString());
    else json.skip();
  }
  return Object.fromEntries(keys.map((key) => [key, need(json, texts.get(key), key, start)])) as Record<K, string>;
}
