// What a user pastes from a CAPE server's pages or its API, as the server's base and the task's number. Servers may live below a
// path (`https://host/cape/`). Follows docs/cape.md; the paths are those of CAPE's web pages and of its REST API `apiv2`.

import { CapaxError } from '../errors.ts';

export interface CapeAddress {
  /** Base of the server's pages, ends in `/`; the API is `apiv2/` below it. Without credentials, query and fragment. */
  readonly base: string;
  /** The task that the address names, if it names one. */
  readonly task: number | undefined;
}

/** Paths that name a task; the part before `base` is the folder in which the server lives. */
const TASK_PATHS: readonly RegExp[] = [
  /^(?<base>.*\/)apiv2\/tasks\/(?:status|view|get\/[a-z]+)\/(?<task>\d+)(?:\/|$)/,
  /^(?<base>.*\/)submit\/status\/(?<task>\d+)(?:\/|$)/,
  /^(?<base>.*\/)(?:analysis|filereport)\/(?<task>\d+)(?:\/|$)/,
];

/** Whether the text is a web address, so that it should be fetched and not opened as a file. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * Reads a page (`/analysis/ID/`, `/submit/status/ID/`, `/filereport/ID/json/`), an API address (`/apiv2/tasks/get/report/ID/json/`
 * and the like) or the server's own address. Throws `option-invalid` for anything that is not http or https, and for addresses
 * with a user name or password in them, which are never repeated in the message.
 */
export function parseCapeAddress(text: string): CapeAddress {
  const url = isWebAddress(text.trim()) && URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined) {
    throw new CapaxError('option-invalid', 'The address of the CAPE server is not a web address.', {
      hint: 'Write it with its scheme, like https://cape.example/ or https://cape.example/analysis/123/.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new CapaxError('option-invalid', 'The address of the CAPE server holds a user name or a password.', {
      where: url.host,
      hint: 'Remove it from the address and put an API token into the environment variable CAPE_TOKEN.',
    });
  }
  for (const pattern of TASK_PATHS) {
    const groups = pattern.exec(url.pathname)?.groups;
    const task = Number(groups?.['task']);
    if (groups !== undefined && Number.isSafeInteger(task) && task > 0) {
      return { base: `${url.origin}${groups['base'] ?? '/'}`, task };
    }
  }
  const folder = url.pathname.replace(/apiv2(?:\/.*)?$/, '');
  return { base: `${url.origin}${folder.endsWith('/') ? folder : `${folder}/`}`, task: undefined };
}

/** The page on which the server shows a task; also what `capax` takes to fetch it. */
export function taskPage(base: string, task: number): string {
  return `${base}analysis/${task}/`;
}

/**
 * Whether `to` is the server of `from`: the same host and port; http may become https, on the same port or on the default one.
 * Redirects and tokens never leave this circle.
 */
export function isSameServer(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname || to.username !== '' || to.password !== '') return false;
  if (from.protocol === to.protocol) return from.port === to.port;
  return from.protocol === 'http:' && to.protocol === 'https:' && (to.port === from.port || to.port === '');
}

/**
 * The token that may be sent to `address`: with a configured server (CAPE_URL) only if the address is on that server, so that a
 * pasted link to another host cannot collect it; without one, the pasted address is the configured server.
 */
export function tokenFor(address: CapeAddress, token: string | undefined, configured?: string): string | undefined {
  if (token === undefined || configured === undefined) return token;
  const server = new URL(parseCapeAddress(configured).base);
  return isSameServer(server, new URL(address.base)) ? token : undefined;
}
