// A VMRay archive around a made function log, written as a stream.

import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { ZipWriter } from '@zip.js/zip.js';

const SUMMARY = {
  analysis_metadata: { sample_type: 'Windows Exe (x86-32)', submission_filename: 'made.exe' },
  files: {
    file_0: { is_sample: true, hash_values: { md5: '0'.repeat(32), sha1: '0'.repeat(40), sha256: '0'.repeat(64) } },
  },
  processes: {
    process_0: {
      monitor_id: 1,
      origin_monitor_id: 0,
      os_pid: 1000,
      image_name: 'made.exe',
      filename: 'C:\\made.exe',
      cmd_line: 'made.exe',
    },
  },
};

/** Writes the archive (deflated, as VMRay's are) and returns the size of the log in bytes. */
export async function writeVmrayArchive(path, log) {
  const encoder = new TextEncoder();
  const zip = new ZipWriter(Writable.toWeb(createWriteStream(path)), { useWebWorkers: false, level: 1 });
  let size = 0;
  let held = '';
  const stream = new ReadableStream({
    pull(controller) {
      while (held.length < 1 << 18) {
        const { done, value } = log.next();
        if (done) break;
        held += value;
      }
      if (held === '') return controller.close();
      const bytes = encoder.encode(held);
      size += bytes.length;
      held = '';
      controller.enqueue(bytes);
    },
  });
  await zip.add('logs/summary_v2.json', new Blob([JSON.stringify(SUMMARY)]).stream());
  await zip.add('logs/flog.xml', stream);
  await zip.close();
  return size;
}
