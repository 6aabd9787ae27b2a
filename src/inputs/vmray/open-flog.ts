// The function log of an analysis, in the form in which it is there.

import { readXml } from '../../bytes/xml-stream.ts';
import { Diagnostics } from '../../diagnostics.ts';
import type { VmrayFiles } from './archive.ts';
import { FlogReader } from './flog.ts';
import { FlogTextReader, readFlogText } from './flog-text.ts';
import type { FlogListener, FlogProgress } from './records.ts';

interface OpenFlog {
  readonly progress: FlogProgress;
  /** Reads the log once, to `listener`. What is wrong with the XML itself is told to `diagnostics`. */
  read(diagnostics?: Diagnostics): Promise<void>;
}

export function openFlog({ flog, form }: VmrayFiles, listener: FlogListener): OpenFlog {
  if (form === 'text') {
    const reader = new FlogTextReader(listener);
    return { progress: reader, read: () => readFlogText(flog, reader, listener) };
  }
  const reader = new FlogReader(listener);
  return { progress: reader, read: (diagnostics = new Diagnostics()) => readXml(flog, reader, diagnostics) };
}
