// Input that a CAPE server has or makes: the address of a task, or a sample whose report is looked up or waited for. Loaded only when
// it is asked for, with all that a connection needs.

import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import { parseCapeAddress, tokenFor } from '../sandbox/cape-address.ts';
import { CapeClient, type CapeProgress } from '../sandbox/cape-client.ts';
import { fetchTask, findBySample, submitAndWait, useFirstWithCalls } from '../sandbox/cape-tasks.ts';
import type { CapeOptions } from './cape-options.ts';
import { createCapeTransport, openUpload } from './cape-transport.ts';
import { openFile } from './file-source.ts';
import { withoutSecrets } from './hide-secrets.ts';
import type { InputHost } from './input-host.ts';
import { createTemporarySpool } from './temporary-spool.ts';

/** Fetches the report and hands it to `use`. With several finished tasks, `use` gets the newest that has calls. */
export function useCape<T>(
  input: string,
  cape: CapeOptions,
  host: InputHost,
  use: (source: ByteSource, name: string) => Promise<T>,
): Promise<T> {
  return cape.mode === undefined ? useAddress(input, cape, host, use) : useSample(input, cape, host, use);
}

async function useAddress<T>(
  input: string,
  cape: CapeOptions,
  host: InputHost,
  use: (source: ByteSource, name: string) => Promise<T>,
): Promise<T> {
  const { task } = parseCapeAddress(input);
  if (task === undefined) {
    throw new CapaxError('option-invalid', 'the address names no task of a CAPE server', {
      where: withoutSecrets(input),
      hint: 'Open the analysis in a browser and paste its address, like https://cape.example/analysis/123/.',
    });
  }
  return withClient(input, cape, host, async (client) => {
    const report = await fetchTask(client, task, cape.waitSeconds * 1000);
    try {
      return await use(report.source, report.page);
    } finally {
      await report.close();
    }
  });
}

async function useSample<T>(
  input: string,
  cape: CapeOptions,
  host: InputHost,
  use: (source: ByteSource, name: string) => Promise<T>,
): Promise<T> {
  const url = cape.url ?? process.env['CAPE_URL'];
  if (url === undefined || url === '') {
    throw new CapaxError('option-invalid', 'no CAPE server is named', {
      hint: 'Use --cape-url https://cape.example/ or the environment variable CAPE_URL.',
    });
  }
  // A sample is a file: a pipe or a device may have no end.
  const sample = await openUpload(input);
  return withClient(url, cape, host, async (client) => {
    if (cape.mode === 'find') {
      const finished = await findBySample(client, await hashFile(input));
      return useFirstWithCalls(finished, (report) => use(report.source, report.page));
    }
    const { finished, failed, rejected } = await submitAndWait(client, sample, cape, cape.waitSeconds * 1000);
    for (const { message } of failed) host.warn(message);
    if (rejected !== '') host.warn(rejected);
    return useFirstWithCalls(finished, (report) => use(report.source, report.page));
  });
}

/** A client for `url`; Ctrl-C ends what it is doing and says how to go on later. */
async function withClient<T>(
  url: string,
  cape: CapeOptions,
  host: InputHost,
  use: (client: CapeClient) => Promise<T>,
): Promise<T> {
  const address = parseCapeAddress(url);
  const abort = new AbortController();
  const endWatch = host.onInterrupt?.(() => abort.abort());
  try {
    const client = new CapeClient({
      url: address.base,
      token: tokenFor(address, process.env['CAPE_TOKEN'], cape.url ?? process.env['CAPE_URL']),
      transport: createCapeTransport(cape.insecure ? new URL(address.base).hostname : undefined),
      spool: createTemporarySpool(),
      signal: abort.signal,
      waitMs: cape.waitSeconds * 1000,
      maxReportBytes: cape.maxReportBytes,
      onProgress: (progress) => host.say(describeProgress(progress)),
    });
    return await use(client);
  } finally {
    endWatch?.();
  }
}

function describeProgress(progress: CapeProgress): string {
  switch (progress.step) {
    case 'uploading':
      return `uploading ${(progress.bytes / 1e6).toFixed(1)} MB`;
    case 'submitted':
      return `submitted as task ${progress.tasks.join(', ')}`;
    case 'waiting':
      return `task ${progress.task} is ${progress.status} (${Math.round(progress.waitedMs / 1000)} s; Ctrl-C to pick it up later)`;
    case 'throttled':
      return `the server asks to wait ${Math.ceil(progress.delayMs / 1000)} s`;
    case 'downloading': {
      const share = progress.size ? ` of ${(progress.size / 1e6).toFixed(1)}` : '';
      return `downloading the report of task ${progress.task}: ${(progress.received / 1e6).toFixed(1)}${share} MB`;
    }
  }
}

/** SHA-256 of a file, in lower-case hexadecimal. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of (await openFile(path)).open()) hash.update(chunk);
  return hash.digest('hex');
}
