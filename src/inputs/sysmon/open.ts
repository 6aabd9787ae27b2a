// A log of Sysmon, in XML or JSON, as a trace of facts.

import { type ByteSource, readHead } from '../../bytes/source.ts';
import { CapaxError } from '../../errors.ts';
import type { Trace } from '../../features/trace.ts';
import type { OpenOptions } from '../input.ts';
import { type FactOutcome, traceOfFacts } from '../shared/facts/trace-of-facts.ts';
import { SYSMON_BEHAVIORS } from './event.ts';
import { readEventLines, readEventList } from './json.ts';
import { SysmonReader } from './reader.ts';
import { type EventShape, shapeOf } from './recognise.ts';
import { readEventXml } from './xml.ts';

const HEAD_BYTES = 65_536;

/** The trace. Its `read` throws CapaxError where nothing can be analysed; everything smaller becomes a diagnostic. */
export function openSysmon(source: ByteSource, options: OpenOptions): Trace {
  return traceOfFacts({
    sandbox: { format: 'sysmon', extractor: 'SysmonExtractor', producer: 'Sysmon', behaviors: SYSMON_BEHAVIORS },
    where: source.name,
    told: options.diagnostics,
    async read(facts, diagnostics): Promise<FactOutcome> {
      const head = await readHead(source, HEAD_BYTES);
      if (head.length === 0) return { empty: true, complete: true, isReport: false };
      const reader = new SysmonReader(facts, diagnostics);
      facts.missing.push(
        { part: 'hashes of the sample', consequence: 'the log cannot be matched with a file by its hash' },
        { part: 'which process is the sample', consequence: 'what other programs of the machine did matches too' },
        { part: 'events that the configuration of Sysmon leaves out', consequence: 'rules about them cannot match' },
      );
      const read: Record<EventShape, () => Promise<boolean>> = {
        xml: () => readEventXml(source, reader, diagnostics),
        lines: () => readEventLines(source, reader, diagnostics),
        list: () => readEventList(source, reader, diagnostics),
        evtx: () => refuseEvtx(source.name),
      };
      await read[shapeOf(head) ?? 'lines']();
      const complete = !diagnostics.list().some(({ severity }) => severity === 'error');
      return { empty: false, complete, isReport: reader.events > 0 };
    },
  });
}

function refuseEvtx(where: string): never {
  throw new CapaxError('input-unsupported', 'This is an event log as Windows keeps it (EVTX)', {
    where,
    hint: 'Export its events as XML: wevtutil qe FILE.evtx /lf:true /f:xml > FILE.xml.',
  });
}
