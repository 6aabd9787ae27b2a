import { describe, expect, it } from 'vitest';
import { encodeForm } from '../../../src/sandbox/multipart.ts';

describe('encodeForm', () => {
  it('is read back by another implementation, with its exact length known', async () => {
    const content = new Uint8Array([0, 13, 10, 45, 45, 255]);
    const file = { name: 'a"b\r\nc.exe', content: new Blob([content]) };
    const { body, contentType } = encodeForm(
      [
        ['package', 'exe'],
        ['tags', 'x64,ü'],
      ],
      'file',
      file,
    );
    const bytes = new Uint8Array(await body.arrayBuffer());
    expect(bytes.length).toBe(body.size);
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    expect(form.get('package')).toBe('exe');
    expect(form.get('tags')).toBe('x64,ü');
    const sent = form.get('file') as File;
    expect(sent.name).toBe('a"b\r\nc.exe');
    expect(new Uint8Array(await sent.arrayBuffer())).toEqual(content);
  });
});
