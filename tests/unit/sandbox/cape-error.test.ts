import { describe, expect, it } from 'vitest';
import {
  explainAnswer,
  explainNetwork,
  failureText,
  isFailure,
  pageTitle,
  parseObject,
  quoteServer,
} from '../../../src/sandbox/cape-error.ts';

const answer = (status: number, body: unknown, token?: string) =>
  explainAnswer({
    status,
    text: typeof body === 'string' ? body : JSON.stringify(body),
    where: 'https://cape.example/apiv2/x/',
    token,
    retryAfterMs: undefined,
  });

describe('isFailure', () => {
  it.each([
    [{ error: true, error_value: 'x' }, true],
    [{ error: ['x'] }, true],
    [{ error: false, data: 1 }, false],
    [{ error: [], data: 1 }, false],
    [{ info: {} }, false],
    [{ error: null }, false],
  ])('%j: %s', (body, expected) => {
    expect(isFailure(body)).toBe(expected);
  });
});

describe('failureText', () => {
  it('gathers what the answer says, wherever it says it', () => {
    expect(failureText({ error: true, error_value: 'no', errors: [{ 'a.exe': 'too big' }, 'b'] })).toBe(
      'no; a.exe: too big; b',
    );
    expect(failureText({ detail: 'Invalid token.' })).toBe('Invalid token.');
    expect(failureText({ error: true })).toBe('');
    expect(failureText(parseObject('{"__proto__": {"detail": "x"}, "error": [["a", 1]]}') ?? {})).toBe('a');
  });
});

describe('explainAnswer', () => {
  it.each([
    ['File Create API is Disabled', 'sandbox-refused', 'disabled'],
    ['Task Report API is Disabled', 'sandbox-refused', 'disabled'],
    ['Task Search by SHA256 is Disabled', 'sandbox-refused', 'disabled'],
    ['No file was submitted', 'sandbox-refused', 'final'],
    ["Machine 'x' does not exist. Available: win10, win11", 'sandbox-refused', 'final'],
    ['Error adding task to database', 'sandbox-refused', 'final'],
    ['You uploaded an empty file.', 'sandbox-refused', 'final'],
    ['Task does not exist', 'sandbox-task-failed', 'final'],
    ['Task not found in database', 'sandbox-task-failed', 'final'],
    ['Task is still being analyzed', 'sandbox-task-failed', 'not-ready'],
    ['Task failed', 'sandbox-task-failed', 'final'],
    ['Task has a TLP of RED', 'sandbox-refused', 'final'],
    ['Reports directory does not exist', 'sandbox-task-failed', 'final'],
    ['No reports created for task 12', 'sandbox-task-failed', 'final'],
    ['Rate limit exceeded for this API', 'sandbox-refused', 'throttled'],
  ])('knows "%s" inside a 200', (text, code, kind) => {
    const error = answer(200, { error: true, error_value: text });
    expect(error).toMatchObject({ code, kind });
    expect(error.message).toContain(text);
    expect(error.hint).toBeTruthy();
  });

  it.each([
    [401, { detail: 'Authentication credentials were not provided.' }, 'sandbox-refused', 'final'],
    [403, { detail: 'Invalid token.' }, 'sandbox-refused', 'final'],
    [404, { error: true, error_value: 'Task not found' }, 'sandbox-task-failed', 'final'],
    [404, '<html>nginx</html>', 'sandbox-unreachable', 'final'],
    [400, { error: true, error_value: 'Report format not found: x' }, 'sandbox-refused', 'final'],
    [413, '<html>Too large</html>', 'sandbox-refused', 'final'],
    [429, { detail: 'Request was throttled.' }, 'sandbox-refused', 'throttled'],
    [500, '<html>Server Error</html>', 'sandbox-unreachable', 'transient'],
    [502, '', 'sandbox-unreachable', 'transient'],
    [503, '', 'sandbox-unreachable', 'transient'],
    [200, 'plain words', 'sandbox-unreachable', 'final'],
    [200, '', 'sandbox-unreachable', 'final'],
    [200, '[1]', 'sandbox-unreachable', 'final'],
    [200, { error: true }, 'sandbox-unreachable', 'final'],
  ])('explains HTTP %i %j', (status, body, code, kind) => {
    const error = answer(status, body);
    expect(error).toMatchObject({ code, kind, where: 'https://cape.example/apiv2/x/' });
    expect(error.hint).toBeTruthy();
  });

  it('asks for a token where none was sent, and doubts the one that was', () => {
    expect(answer(401, {}).hint).toContain('Put your API token into the environment variable CAPE_TOKEN');
    expect(answer(401, {}, 'abc').hint).toContain('Check the token');
  });

  it('names the title of a page that comes in place of data', () => {
    expect(answer(200, '\n<!doctype html><title>\n Log in </title>').message).toContain('(Log in)');
    expect(answer(200, '<p>').code).toBe('sandbox-refused');
  });
});

describe('quoteServer', () => {
  it('hides the token, keeps one line and bounds the length', () => {
    expect(quoteServer('bad token\n s3cret!', 's3cret')).toBe('bad token (token)!');
    expect(quoteServer('x'.repeat(1000), undefined)).toHaveLength(301);
    expect(quoteServer(`${'x'.repeat(298)}s3cret`, 's3cret')).not.toContain('s3');
  });
});

describe('pageTitle', () => {
  it('is undefined for what is no page', () => {
    expect(pageTitle('{"a": "<title>x"}')).toBeUndefined();
    expect(pageTitle(' <html>')).toBe('');
  });
});

describe('explainNetwork', () => {
  it.each([
    ['ECONNREFUSED', 'transient', 'nothing listens'],
    ['ENOTFOUND', 'transient', 'not known'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'final', 'not trusted'],
    ['CERT_HAS_EXPIRED', 'final', 'not trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'final', 'not trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'final', 'not trusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'transient', 'no TLS'],
    ['UND_ERR_SOCKET', 'transient', 'the connection failed (UND_ERR_SOCKET)'],
  ])('finds %s in a cause and keeps nothing else', (code, kind, text) => {
    const cause = Object.assign(new Error('Token s3cret'), { code });
    const error = explainNetwork(new TypeError('s3cret', { cause }), 'https://x/', 'No answer');
    expect(error).toMatchObject({ code: 'sandbox-unreachable', kind });
    expect(error.message).toContain(text);
    expect(error.cause).toBeUndefined();
    expect(`${error.message}${error.hint}${error.stack}`).not.toContain('s3cret');
  });

  it('does without a code, and takes none that does not look like one', () => {
    expect(explainNetwork(new Error('x'), 'w', 'No answer').message).toBe('No answer: the connection failed.');
    expect(explainNetwork({ code: 'Token s3cret' }, 'w', 'No answer').message).not.toContain('s3cret');
    expect(explainNetwork(undefined, 'w', 'No answer').message).toBe('No answer: the connection failed.');
  });
});
