// A web server on this machine that behaves like CAPE's pages and its REST API `apiv2`, as far as capax talks to it, and that can
// be told to misbehave in the ways CAPE and the servers in front of it do.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './self-signed-certificate.ts';

export interface FakeTask {
  /** One status, or those of successive questions; the last one stays. */
  status: string | string[];
  report?: string | Uint8Array;
  sha256?: string;
  custom?: string;
  category?: string;
  completedOn?: string;
}

export interface SeenRequest {
  readonly method: string;
  /** Path below the server's folder. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentLength: string | undefined;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeCape {
  /** Address of the start page. */
  readonly url: string;
  readonly tasks: Map<number, FakeTask>;
  readonly requests: SeenRequest[];
  /** Fields and files of the uploads that were taken. */
  readonly uploads: Map<string, string>[];
  /** Numbers that the next uploads get; default the next free one. */
  nextTasks: number[][];
  /** Answers the next calls whose path starts so with these, one each; then as CAPE does. */
  misbehave(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export interface FakeCapeOptions {
  /** Folder in which the server lives. Default `/`. */
  readonly folder?: string;
  /** Token to ask for; none if absent. */
  readonly token?: string;
  readonly tls?: Certificate;
}

export async function startCape(options: FakeCapeOptions = {}): Promise<FakeCape> {
  const folder = options.folder ?? '/';
  const scripted: { path: string; answer: Answer }[] = [];
  const tasks = new Map<number, FakeTask>();
  const requests: SeenRequest[] = [];
  const uploads: Map<string, string>[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').replace(folder, '');
    requests.push({
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization,
      contentLength: request.headers['content-length'],
    });
    const script = scripted.findIndex((entry) => path.startsWith(entry.path));
    if (script >= 0) {
      request.resume();
      scripted.splice(script, 1)[0]?.answer(request, response);
    } else if (!path.startsWith('apiv2/')) page('CAPE Sandbox')(request, response);
    // Django's routes end in a slash.
    else if (!path.endsWith('/')) json({ detail: 'Not found.' }, 404)(request, response);
    else if (options.token !== undefined && request.headers.authorization !== `Token ${options.token}`) {
      const given = request.headers.authorization !== undefined;
      const detail = given ? 'Invalid token.' : 'Authentication credentials were not provided.';
      json({ detail }, 401)(request, response);
    } else void answerApi(path.slice('apiv2/'.length), request, response);
  };

  const answerApi = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, call = '', id = ''] = /^tasks\/(status|view|get\/report)\/(\d+)\//.exec(path) ?? [];
    const task = tasks.get(Number(id));
    const hash = /^tasks\/search\/sha256\/([0-9a-f]{64})\/$/.exec(path)?.[1];
    if (path === 'tasks/create/file/' && request.method === 'POST') {
      await takeUpload(request, response);
    } else if (hash !== undefined) {
      const data = [...tasks]
        .filter(([, entry]) => entry.sha256 !== undefined)
        .map(([number, entry]) => ({
          id: number,
          status: stateOf(entry),
          category: entry.category ?? 'file',
          completed_on: entry.completedOn ?? null,
          custom: entry.custom ?? '',
          sample: { sha256: entry.sha256 },
        }));
      json({ error: [], data: data.filter((entry) => entry.sample.sha256 === hash || entry.custom === `in ${hash}`) })(
        request,
        response,
      );
    } else if (call === '') json({ error: true, error_value: 'Not found' }, 404)(request, response);
    else if (task === undefined) json({ error: true, error_value: 'Task does not exist' })(request, response);
    else if (call === 'status') json({ error: false, data: advance(task) })(request, response);
    else if (call === 'view') {
      json({ error: false, data: { id: Number(id), status: stateOf(task), custom: task.custom ?? '' } })(
        request,
        response,
      );
    } else if (stateOf(task).startsWith('failed_'))
      json({ error: true, error_value: 'Task failed' })(request, response);
    else if (stateOf(task) !== 'reported') {
      json({ error: true, error_value: 'Task is still being analyzed' })(request, response);
    } else if (task.report === undefined) {
      json({ error: true, error_value: 'Reports directory does not exist' })(request, response);
    } else report(task.report)(request, response);
  };

  const takeUpload = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(Buffer.concat(parts), { headers: { 'content-type': type } }).formData();
    const seen = new Map<string, string>();
    for (const [name, value] of form) {
      if (typeof value === 'string') seen.set(name, value);
      else seen.set(name, `${value.name}: ${Buffer.from(await value.arrayBuffer()).toString('latin1')}`);
    }
    uploads.push(seen);
    const ids = fake.nextTasks.shift() ?? [Math.max(0, ...tasks.keys()) + 1];
    for (const id of ids)
      if (!tasks.has(id)) tasks.set(id, { status: ['pending', 'running', 'completed', 'reported'] });
    json({ error: [], data: { task_ids: ids, message: 'submitted' }, errors: [], url: [] })(request, response);
  };

  const server: Server = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scheme = options.tls === undefined ? 'http' : 'https';
  const fake: FakeCape = {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}${folder}`,
    tasks,
    requests,
    uploads,
    nextTasks: [],
    misbehave: (path, ...answers) => scripted.push(...answers.map((answer) => ({ path, answer }))),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

function stateOf(task: FakeTask): string {
  return typeof task.status === 'string' ? task.status : (task.status[0] ?? '');
}

function advance(task: FakeTask): string {
  const state = stateOf(task);
  if (typeof task.status !== 'string' && task.status.length > 1) task.status = task.status.slice(1);
  return state;
}

/** An answer of the API. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** A report as CAPE sends it. */
export function report(bytes: string | Uint8Array): Answer {
  return (_request, response) => {
    response
      .writeHead(200, {
        'content-type': 'application/json; charset=UTF-8',
        'content-length': Buffer.byteLength(bytes),
        'content-disposition': 'attachment; filename=1_report.json',
      })
      .end(bytes);
  };
}

/** CAPE's way to fail: inside a good status. */
export function failure(text: string): Answer {
  return json({ error: true, error_value: text });
}

/** A page for people. */
export function page(title: string, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>…</body></html>`);
  };
}

export function redirect(location: string, status = 302): Answer {
  return (_request, response) => response.writeHead(status, { location }).end();
}

/** Sends a part of a body that was announced as longer (or of unknown length), then ends the connection or falls silent. */
export function partial(part: string, announced: number | undefined, then: 'close' | 'silence'): Answer {
  return (_request, response) => {
    response.writeHead(200, announced === undefined ? {} : { 'content-length': announced });
    response.write(part, () => {
      if (then === 'close') response.destroy();
    });
  };
}

/** A body without end and without a length. */
export function endless(piece: string): Answer {
  return (_request, response) => {
    response.writeHead(200, {});
    const fill = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', fill);
    };
    fill();
  };
}

/** A body byte by byte, with a pause before each, so that the server is silent at no moment; the beginning as it is. */
export function drip(body: string, pauseMs: number, beginning = ''): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(beginning);
    let at = 0;
    const timer = setInterval(() => {
      if (at >= body.length || response.destroyed) {
        clearInterval(timer);
        response.end();
      } else response.write(body[at++]);
    }, pauseMs);
  };
}
