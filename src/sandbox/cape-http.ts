// Calls of CAPE's API over HTTP. Here live the promises about the server: the token goes only to the configured one, redirects
// stay on it, throttling is obeyed, and what it says is read as CAPE means it.

import { CapaxError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { isSameServer } from './cape-address.ts';
import { CapeError, explainAnswer, isFailure, type JsonObject, parseObject, quoteServer } from './cape-error.ts';
import { type Download, Exchange, readText, type Transport, type Upload } from './exchange.ts';
import { type Pace, readRetryAfterMs, retryThrottled } from './throttle.ts';

export interface CapeHttpOptions {
  /** Base of the server's pages, ends in `/`. */
  readonly base: string;
  readonly token?: string | undefined;
  readonly transport: Transport;
  readonly pace: Pace;
  readonly signal?: AbortSignal | undefined;
  /** Longest silence of the server before it counts as gone, in milliseconds. */
  readonly idleMs: number;
  /** Longest time to obey throttling for one answer, in milliseconds. */
  readonly throttleMs: number;
  readonly onThrottle: (milliseconds: number) => void;
}

/** The time for something that takes one request or several. */
export interface TimeLimit {
  /** Moment of the client's clock. */
  readonly deadline: number;
  /** Raised at that moment. */
  readonly late: AbortSignal;
}

/** Longest time of a timer, in milliseconds. A longer one would end at once. */
const LONGEST_TIMER = 0x7fffffff;
const MAX_REDIRECTS = 5;
/** So much of a failed answer is read to explain it. */
const EXPLAIN_BYTES = 65_536;

export class CapeHttp {
  readonly #options: CapeHttpOptions;
  readonly #token: string | undefined;
  #base: URL;

  /** Throws `option-invalid` for a token that cannot be one; the message does not repeat it. */
  constructor(options: CapeHttpOptions) {
    this.#options = options;
    this.#base = new URL(options.base);
    const token = options.token?.trim();
    if (token !== undefined && !/^[\x21-\x7e]*$/.test(token)) {
      throw new CapaxError('option-invalid', 'The CAPE token holds characters that no token has.', {
        hint: 'Set CAPE_TOKEN to the key alone, without the word Token and without line ends.',
      });
    }
    this.#token = token === '' ? undefined : token;
  }

  /** Base of the server's pages, ends in `/`; https once the server has redirected there. */
  get base(): string {
    return this.#base.href;
  }

  /** Text from the server, fit to be shown. */
  quote(text: string): string {
    return quoteServer(text, this.#token);
  }

  /** Does `work` under a limit of time; a server that answers byte by byte is silent at no moment. */
  async within<T>(deadline: number, work: (limit: TimeLimit) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const left = Math.max(0, Math.min(deadline - this.#options.pace.now(), LONGEST_TIMER));
    const timer = setTimeout(() => late.abort(), left);
    try {
      return await work({ deadline, late: late.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits while the server throttles, and tries again, as long as the limit allows. */
  patiently<T>(attempt: () => Promise<T>, limit?: TimeLimit): Promise<T> {
    const { pace, signal, throttleMs, onThrottle } = this.#options;
    const longestMs = limit === undefined ? throttleMs : Math.min(throttleMs, limit.deadline - pace.now());
    return retryThrottled(attempt, { pace, signal, longestMs, onWait: onThrottle });
  }

  /** The answer of an API call (`tasks/status/1/`) as a JSON object that is no failure. Waits while the server throttles. */
  json(path: string, limit: TimeLimit, upload?: Upload): Promise<JsonObject> {
    return this.patiently(async () => {
      const download = await this.open(path, limit, upload);
      const text = await readText(download, LIMITS.sandboxAnswerBytes);
      const body = text === undefined ? undefined : parseObject(text);
      if (body === undefined || isFailure(body)) throw this.explain(path, text ?? '');
      return body;
    }, limit);
  }

  /** Why an answer with a good status is none. */
  explain(path: string, text: string): CapeError {
    const retryAfterMs = readRetryAfterMs(null, text, 0);
    return explainAnswer({ status: 200, text, where: this.#apiUrl(path).href, token: this.#token, retryAfterMs });
  }

  /** Opens the body of an API call with a good status. Throws CapeError for everything else. */
  async open(path: string, limit?: TimeLimit, upload?: Upload): Promise<Download> {
    let url = this.#apiUrl(path);
    let sent = upload;
    for (let redirects = 0; ; redirects++) {
      // A redirect's address is the server's text, so it is cleaned before it is shown.
      const where = this.quote(url.href);
      const { signal, idleMs } = this.#options;
      const exchange = new Exchange({ signal, late: limit?.late, idleMs }, where);
      const response = await exchange.send(this.#options.transport, url.href, {
        method: sent === undefined ? 'GET' : 'POST',
        headers: {
          ...(this.#token === undefined ? {} : { authorization: `Token ${this.#token}` }),
          ...(sent === undefined ? {} : { 'content-type': sent.contentType }),
        },
        ...(sent === undefined ? {} : { body: sent.body }),
        redirect: 'manual',
        credentials: 'omit',
      });
      const { status } = response;
      const location = response.headers.get('location');
      if ((status >= 300 && status < 400 && status !== 304) || status === 0) {
        await exchange.cancel();
        url = this.#follow(url, location, redirects);
        if (status === 303) sent = undefined;
        continue;
      }
      if (status >= 200 && status < 300) return exchange;
      const text = (await readText(exchange, EXPLAIN_BYTES).catch(() => undefined)) ?? '';
      const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), text, this.#options.pace.now());
      throw explainAnswer({ status, text, where, token: this.#token, retryAfterMs });
    }
  }

  /** The target of a redirect, if it stays on the server. A step from http to https is kept for all later requests. */
  #follow(from: URL, location: string | null, redirects: number): URL {
    const to = location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
    if (to === undefined || redirects >= MAX_REDIRECTS) {
      throw new CapeError('sandbox-unreachable', 'The server redirects without end or without saying where to.', {
        where: this.quote(from.href),
        hint: 'Check the address of the server (CAPE_URL).',
      });
    }
    if (!isSameServer(this.#base, to)) {
      throw new CapeError('sandbox-refused', `The server redirects to ${this.quote(`${to.protocol}//${to.host}`)}.`, {
        where: this.quote(from.href),
        hint: 'Redirects to other servers are not followed. If that is the right one, give its address (CAPE_URL).',
      });
    }
    if (this.#base.protocol !== to.protocol) this.#base = new URL(this.#base.pathname, to.origin);
    return to;
  }

  #apiUrl(path: string): URL {
    return new URL(`apiv2/${path}`, this.#base);
  }
}
