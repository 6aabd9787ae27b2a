// A WildFire report as a trace of facts.

import type { JsonValue } from '../../bytes/exact-json.ts';
import { jsonPaths } from '../../bytes/json-paths.ts';
import { readJson } from '../../bytes/json-stream.ts';
import { type ByteSource, readHead } from '../../bytes/source.ts';
import { readXml } from '../../bytes/xml-stream.ts';
import type { Diagnostics } from '../../diagnostics.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { asObject, textOf } from '../shared/facts/json-records.ts';
import type { RunFacts } from '../shared/facts/run-facts.ts';
import { setGlobals } from '../shared/facts/sample-globals.ts';
import { type FactOutcome, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { XmlRecords } from '../shared/facts/xml-records.ts';
import { shapeOf } from './recognise.ts';
import { WILDFIRE_BEHAVIORS, WildfireRun } from './run.ts';
import { elementParts, jsonParts, type ReportHandler } from './tree.ts';

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openWildfire(source: ByteSource, options: OpenOptions): Trace {
  return traceOfFacts({
    sandbox: {
      format: 'wildfire',
      extractor: 'WildfireExtractor',
      producer: 'WildFire',
      behaviors: WILDFIRE_BEHAVIORS,
    },
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics) {
      const head = await readHead(source, 1000);
      if (head.length === 0) return { empty: true, complete: true, isReport: false };
      const reader = new ReportReader(facts);
      const outcome = await (shapeOf(head) === 'xml' ? readElements : readMembers)(source, reader, diagnostics);
      reader.finish();
      return outcome;
    },
  });
}

class ReportReader implements ReportHandler {
  readonly #facts: RunFacts;
  #type = '';
  #guest = '';
  #runs = 0;
  #isReport = false;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    facts.target = 'file';
  }

  get isReport(): boolean {
    return this.#isReport;
  }

  file(value: JsonValue): void {
    const info = asObject(value);
    this.#isReport = true;
    const read = (name: string): string => textOf(info, name).toLowerCase();
    this.#facts.hashes = { md5: read('md5'), sha1: read('sha1'), sha256: read('sha256') };
    this.#type = textOf(info, 'filetype');
  }

  report(value: JsonValue): void {
    this.#isReport = true;
    const report = asObject(value);
    this.#guest ||= systemOf(textOf(report, 'software'));
    new WildfireRun(this.#facts, this.#runs++).add(report);
  }

  finish(): void {
    const type = this.#type === 'PE' ? 'PE32' : this.#type;
    setGlobals(this.#facts, type, this.#guest);
  }
}

/** The system of a run, from the list of its software: `Windows 7 x64 SP1, Adobe Reader 11, ...`. */
function systemOf(software: string): string {
  return /^(?:Windows|Linux)\b/i.exec(software)?.[0] ?? '';
}

async function readMembers(source: ByteSource, reader: ReportReader, diagnostics: Diagnostics): Promise<FactOutcome> {
  const { paths, finish } = jsonParts(reader);
  const { empty, complete } = await readJson(source, jsonPaths(paths), { diagnostics });
  finish();
  return { empty, complete, isReport: reader.isReport };
}

async function readElements(source: ByteSource, reader: ReportReader, diagnostics: Diagnostics): Promise<FactOutcome> {
  const elements = new XmlRecords(elementParts(reader));
  await readXml(source, elements, diagnostics);
  const complete = !diagnostics.list().some(({ severity }) => severity === 'error');
  return { empty: false, complete, isReport: elements.root === 'wildfire' };
}
