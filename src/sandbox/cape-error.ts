// What CAPE's failures mean. CAPE reports most of them inside a 200 answer, some as pages for people, some with the sentences of
// its web framework; here each becomes one error with a code, a hint, and a kind that says whether asking again can help.

import { CapaxError, type ErrorCode } from '../errors.ts';

/**
 * What the caller can do: `throttled` and `not-ready` pass by themselves, `transient` may, `disabled` means that this call does
 * not exist on this server while others may, `interrupted` is the user's wish, `final` is the rest.
 */
export type CapeErrorKind = 'throttled' | 'not-ready' | 'transient' | 'disabled' | 'interrupted' | 'final';

export interface CapeErrorDetails {
  readonly kind?: CapeErrorKind;
  readonly hint?: string;
  readonly where?: string;
  /** The wait that the server asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A failure in the conversation with a CAPE server. It never carries the transport's own error as cause: that could hold request
 * headers, and with them the token.
 */
export class CapeError extends CapaxError {
  readonly kind: CapeErrorKind;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: CapeErrorDetails = {}) {
    super(code, message, {
      ...(details.hint === undefined ? {} : { hint: details.hint }),
      ...(details.where === undefined ? {} : { where: details.where }),
    });
    this.kind = details.kind ?? 'final';
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The same failure with another hint. */
  withHint(hint: string): CapeError {
    return new CapeError(this.code, this.message, {
      kind: this.kind,
      hint,
      retryAfterMs: this.retryAfterMs,
      ...(this.where === undefined ? {} : { where: this.where }),
    });
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object, or undefined for text that is none. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an answer reports a failure: `error` is true or a list with entries. Success has false, `[]`, or no such key. */
export function isFailure(body: JsonObject): boolean {
  const error = body['error'];
  return error === true || (Array.isArray(error) && error.length > 0);
}

/** All that a failed answer says about itself, in one line; empty where it says nothing. */
export function failureText(body: JsonObject): string {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value !== '') texts.push(value);
    else if (Array.isArray(value)) for (const entry of value.slice(0, 10)) collect(entry);
    else if (isObject(value)) {
      for (const [name, entry] of Object.entries(value).slice(0, 10)) {
        if (typeof entry === 'string') texts.push(`${name}: ${entry}`);
      }
    }
  };
  for (const key of ['error_value', 'error', 'errors', 'detail', 'message']) collect(body[key]);
  return texts.join('; ');
}

const MAX_SERVER_TEXT = 300;

/** Text from the server as it may be shown: without the token, should a server repeat it, in one line, and short. */
export function quoteServer(text: string, token: string | undefined): string {
  const hidden = token === undefined || token === '' ? text : text.replaceAll(token, '(token)');
  const line = hidden.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_SERVER_TEXT ? `${line.slice(0, MAX_SERVER_TEXT)}…` : line;
}

/** The title of a page that was sent in place of data, or undefined if the text is no page. */
export function pageTitle(text: string): string | undefined {
  if (!text.trimStart().startsWith('<')) return undefined;
  return /<title[^>]{0,200}>([^<]{0,500})/i.exec(text)?.[1]?.trim() ?? '';
}

interface Meaning {
  readonly text: RegExp;
  readonly code: ErrorCode;
  readonly kind?: CapeErrorKind;
  readonly hint: string;
}

/** The error texts that CAPE is known for, and what each one asks for. */
const MEANINGS: readonly Meaning[] = [
  {
    text: /rate limit exceeded|request was throttled/i,
    code: 'sandbox-refused',
    kind: 'throttled',
    hint: 'Try again later, or ask the administrator of the server for a higher limit.',
  },
  {
    text: /still being analyzed/i,
    code: 'sandbox-task-failed',
    kind: 'not-ready',
    hint: 'Wait until the task is reported.',
  },
  {
    text: /\bis disabled\b/i,
    code: 'sandbox-refused',
    kind: 'disabled',
    hint: 'The administrator of the server enables this call in its api.conf; a report that was downloaded by other means can be analysed as a file.',
  },
  {
    text: /\btask failed\b/i,
    code: 'sandbox-task-failed',
    hint: 'Look at the page of the task for the reason and submit the sample again.',
  },
  {
    text: /task (?:does not exist|not found)/i,
    code: 'sandbox-task-failed',
    hint: 'Check the number of the task; servers answer the same for tasks of others, so check CAPE_TOKEN too.',
  },
  {
    text: /TLP of RED/i,
    code: 'sandbox-refused',
    hint: 'The server does not give out reports of tasks that were submitted with TLP red.',
  },
  {
    text: /reports? directory does not exist|no reports created|no analysis directory/i,
    code: 'sandbox-task-failed',
    hint: 'The server keeps no JSON report of this task: it was cleaned up, or jsondump is off in reporting.conf. Submit the sample again.',
  },
  {
    text: /machine .* does not exist/i,
    code: 'sandbox-refused',
    hint: 'Choose one of the machines of the server with --cape-machine.',
  },
];

export interface FailedAnswer {
  readonly status: number;
  /** The body as far as it was read. */
  readonly text: string;
  readonly where: string;
  readonly token: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The error for an answer that failed: a status of 400 and above, a failure inside a 200, or a page in place of data. */
export function explainAnswer(answer: FailedAnswer): CapeError {
  const { status, where, token, retryAfterMs } = answer;
  const body = parseObject(answer.text);
  const said = body === undefined ? '' : quoteServer(failureText(body), token);
  const quoted = said === '' ? '.' : `: ${said}`;
  if (status === 401 || status === 403) {
    return new CapeError('sandbox-refused', `CAPE does not let us in (HTTP ${status})${quoted}`, {
      where,
      hint:
        token === undefined
          ? 'Put your API token into the environment variable CAPE_TOKEN; it is only sent to the server in CAPE_URL where that is set.'
          : 'Check the token in CAPE_TOKEN and whether its user may use the API.',
    });
  }
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
    return new CapeError('sandbox-refused', `CAPE asks to slow down (HTTP ${status})${quoted}`, {
      where,
      kind: 'throttled',
      retryAfterMs,
      hint: 'Try again later, or ask the administrator of the server for a higher limit.',
    });
  }
  if (status >= 500) {
    return new CapeError('sandbox-unreachable', `The server fails (HTTP ${status})${quoted}`, {
      where,
      kind: 'transient',
      hint: 'Try again later, or look into the logs of the server.',
    });
  }
  if (status === 413) {
    return new CapeError('sandbox-refused', `The server takes no file of this size (HTTP 413)${quoted}`, {
      where,
      hint: 'The limit is set in the web server in front of CAPE.',
    });
  }
  if (body !== undefined && said !== '') {
    const meaning = MEANINGS.find((entry) => entry.text.test(said));
    return new CapeError(meaning?.code ?? 'sandbox-refused', `CAPE answers${quoted}`, {
      where,
      kind: meaning?.kind ?? 'final',
      retryAfterMs,
      hint: meaning?.hint ?? 'Look at the page of the task or into the logs of the server.',
    });
  }
  const title = pageTitle(answer.text);
  if (status < 400 && title !== undefined) {
    const named = title === '' ? '' : ` (${quoteServer(title, token)})`;
    return new CapeError('sandbox-refused', `The server answers with a page for people${named}, not with data.`, {
      where,
      hint: 'The user may lack the permission for reports, or must log in: check CAPE_TOKEN, and that the address is that of a CAPE server.',
    });
  }
  return new CapeError('sandbox-unreachable', `This is not the answer of a CAPE server (HTTP ${status}).`, {
    where,
    hint: 'Check the address: CAPE_URL is the address of its start page, and the API apiv2 must be enabled.',
  });
}

interface NetworkReason {
  readonly text: string;
  readonly hint: string;
  readonly certificate?: true;
}

/** What the codes of the machine's network errors mean, for a person. */
function explainNetworkCode(code: string): NetworkReason {
  const hint = 'Check the address (CAPE_URL) and the network.';
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code)) {
    return {
      text: `its certificate is not trusted (${code})`,
      hint: 'Name the authority of the server with NODE_EXTRA_CA_CERTS=FILE, or give --cape-insecure to skip this check.',
      certificate: true,
    };
  }
  if (/SSL|EPROTO|TLS/.test(code)) {
    return { text: `no TLS there (${code})`, hint: 'Check whether the address begins with http or with https.' };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { text: `its name is not known (${code})`, hint };
  if (code === 'ECONNREFUSED') return { text: `nothing listens there (${code})`, hint };
  return { text: code === '' ? 'the connection failed' : `the connection failed (${code})`, hint };
}

/** The error for a request that got no answer, or whose answer broke off. Only the code of the original error is kept. */
export function explainNetwork(error: unknown, where: string, during: string): CapeError {
  const reason = explainNetworkCode(networkCode(error));
  return new CapeError('sandbox-unreachable', `${during}: ${reason.text}.`, {
    where,
    kind: reason.certificate ? 'final' : 'transient',
    hint: reason.hint,
  });
}

/** `code` of the error or of the first cause that has one; only if it looks like a code. */
function networkCode(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && isObject(current); depth++) {
    const code = current['code'];
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
    current = current['cause'];
  }
  return '';
}
