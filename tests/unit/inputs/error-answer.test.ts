import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/bytes/source.ts';
import { unpackSource } from '../../../src/bytes/unpack.ts';
import { detectInput } from '../../../src/inputs/detect.ts';

function detect(text: string) {
  return detectInput(memorySource('report.json', new TextEncoder().encode(text)), { unpack: unpackSource });
}

describe('an error answer of a server that was saved as a report', () => {
  it.each([
    ['{"error": true, "error_value": "Task not found"}', 'This is an error answer of a CAPE server: Task not found'],
    ['{"message": "Report not found", "status": 404}', 'This is an error answer of a server: Report not found'],
    ['{"result": "error", "error_msg": " No access "}', 'This is an error answer of a server: No access'],
    ['{"detail": "Request was throttled."}', 'This is an error answer of a server: Request was throttled.'],
  ])('is shown: %s', async (text, message) => {
    await expect(detect(text)).rejects.toMatchObject({ code: 'input-unsupported', message });
  });

  it.each(['{"error": true}', '{"message": 5}', '{"message": ""}', '[{"error": "x"}]', '"message"'])(
    'is not seen in %s',
    async (text) => {
      await expect(detect(text)).rejects.toMatchObject({
        message: 'report.json is none of the inputs that capax reads',
      });
    },
  );
});
