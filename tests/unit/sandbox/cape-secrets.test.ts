// The token must not leave the configured server and must not show up in anything that capax could print. Every failure is made
// to happen with a token, on a server that repeats the token wherever it can.

import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { CapeClient, type CapeProgress } from '../../../src/sandbox/cape-client.ts';
import { type Answer, failure, json, page, partial, redirect, startCape } from '../../support/cape-server.ts';
import { createFakePace } from '../../support/fake-pace.ts';

const TOKEN = 'f00dfacef00dfacef00dfacef00dfacef00dface';
const ECHO = `Authorization: Token ${TOKEN}`;

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(close.map((run) => run()));
  close = [];
});

/** All that can be seen of an error: message, hint, place, stack, causes and every property. */
function everything(error: unknown): string {
  const { message, stack, cause, hint, where } = error as Error & { hint?: string; where?: string };
  return inspect({ error, message, stack, cause, hint, where }, { depth: 20, showHidden: true });
}

const ANSWERS: [string, Answer][] = [
  ['an error inside a 200', failure(ECHO)],
  ['a known error inside a 200', failure(`Task failed ${ECHO}`)],
  ['a list of errors', json({ error: [ECHO], errors: [{ [TOKEN]: TOKEN }] })],
  ['an upload without tasks', json({ error: [], data: { task_ids: [] }, errors: [{ [TOKEN]: ECHO }] })],
  ['401', json({ detail: ECHO }, 401)],
  ['403', json({ detail: ECHO }, 403)],
  ['404', json({ error: true, error_value: ECHO }, 404)],
  ['404 as a page', page(ECHO, 404)],
  ['413', json({ detail: ECHO }, 413)],
  ['429', json({ detail: ECHO }, 429, { 'retry-after': '99999' })],
  ['429 without a time', json({ detail: `${ECHO} Expected available in 99999 seconds` }, 429)],
  ['500', json({ detail: ECHO }, 500)],
  ['a page', page(ECHO)],
  ['words', (_request, response) => void response.end(ECHO)],
  ['a redirect to another host', redirect(`https://${TOKEN}.example/${TOKEN}`)],
  ['a redirect with credentials', redirect(`http://${TOKEN}@127.0.0.1/`)],
  ['a redirect to nowhere', redirect(`http://${TOKEN}:x/`)],
  ['a redirect to a place that fails', redirect(`/${TOKEN}/?token=${TOKEN}`)],
  ['an answer that breaks off', partial(`{"error": "${ECHO}`, 1000, 'close')],
  ['an answer that stalls', partial(`{"error": "${ECHO}`, 1000, 'silence')],
  ['no answer', (_request, response) => void response.destroy()],
  ['headers that cannot be', (request) => void request.socket.end(`HTTP/1.1 200 OK\r\n${TOKEN}\r\n\r\n`)],
  ['a status that is odd', json({ error: false, data: TOKEN })],
];

describe('token', () => {
  it.each(ANSWERS)('does not show up after %s', async (_name, answer) => {
    const cape = await startCape({ token: TOKEN });
    close.push(() => cape.close());
    const seen: CapeProgress[] = [];
    const client = new CapeClient({
      url: cape.url,
      token: TOKEN,
      pace: createFakePace(),
      idleMs: 50,
      onProgress: (step) => seen.push(step),
    });
    const calls: (() => Promise<unknown>)[] = [
      () => client.find('a'.repeat(64)),
      () => client.submit({ name: 'x', content: new Blob(['MZ']) }),
      () => client.wait(1, 0),
      async () => {
        const opened = await client.report(1, 0);
        try {
          for await (const _chunk of opened.source.open());
        } finally {
          await opened.close();
        }
      },
    ];
    let failures = 0;
    for (const call of calls) {
      cape.misbehave('', answer, answer);
      try {
        await call();
      } catch (error) {
        failures++;
        expect(error).toMatchObject({ name: 'CapaxError', hint: expect.any(String) });
        expect(everything(error)).not.toContain(TOKEN);
      }
    }
    expect(failures).toBeGreaterThan(0);
    expect(inspect(seen, { depth: 9 })).not.toContain(TOKEN);
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(TOKEN);
    expect(cape.requests.every(({ path }) => !path.includes(TOKEN) || path.startsWith(TOKEN))).toBe(true);
  });

  it('does not show up when it cannot be a token, or when the server cannot be reached', async () => {
    for (const token of [`${TOKEN}\nX: y`, `Token ${TOKEN}`, `${TOKEN}\u{1F4A9}`]) {
      expect(() => new CapeClient({ url: 'http://127.0.0.1:1/', token })).toThrow(
        expect.objectContaining({ code: 'option-invalid', message: expect.not.stringContaining(TOKEN) }),
      );
    }
    const cape = await startCape();
    await cape.close();
    const unreachable = new CapeClient({ url: cape.url, token: TOKEN }).status(1);
    await expect(unreachable).rejects.toSatisfy((error) => !everything(error).includes(TOKEN));
  });
});
