// Where capax's own additions live in a saved document. The reference's reader refuses unknown keys, so the extension is one more
// element of `meta.argv`, the list of command-line arguments: `capax:` and compact JSON.

import { JsonSyntaxError, parseExactJson, writeExactJson } from '../bytes/exact-json.ts';
import type { Diagnostic, Severity } from '../diagnostics.ts';
import type { Health, MissingPart } from '../features/health.ts';
import type { CapaxExtension } from './document.ts';
import {
  failAt,
  optional,
  type Place,
  readCount,
  readFields,
  readFlag,
  readList,
  readOneOf,
  readText,
  required,
} from './json-reader.ts';

const PREFIX = 'capax:';

// Loose all the way down: a later capax may add members, and this one shall still read its documents.
const readMembers = readFields<CapaxExtension>(
  {
    capax: required(readText),
    compat: required(readFlag),
    health: required(
      readFields<Health>(
        {
          producer: required(readText),
          producerVersion: optional(readText),
          target: optional(readText),
          processes: required(readCount),
          threads: required(readCount),
          calls: required(readCount),
          skippedRecords: required(readCount),
          missing: required(
            readList(readFields<MissingPart>({ part: required(readText), consequence: required(readText) }, true)),
          ),
          diagnostics: required(
            readList(
              readFields<Diagnostic>(
                {
                  code: required(readText),
                  severity: required(readOneOf<Severity>(['error', 'warning', 'note'])),
                  message: required(readText),
                  where: optional(readText),
                  count: required(readCount),
                },
                true,
              ),
            ),
          ),
        },
        true,
      ),
    ),
  },
  true,
);

/** The extension as an element of `meta.argv`. Keys have a fixed order, so that equal extensions give equal text. */
export function writeExtension({ capax, compat, health }: CapaxExtension): string {
  const text = writeExactJson({
    capax,
    compat,
    health: {
      producer: health.producer,
      producerVersion: health.producerVersion,
      target: health.target,
      processes: health.processes,
      threads: health.threads,
      calls: health.calls,
      skippedRecords: health.skippedRecords,
      missing: health.missing.map(({ part, consequence }) => ({ part, consequence })),
      diagnostics: health.diagnostics.map(({ code, severity, message, where, count }) => ({
        code,
        severity,
        message,
        where,
        count,
      })),
    },
  });
  return PREFIX + text;
}

/** The extension that an element of `meta.argv` holds; undefined for an ordinary argument. */
export function readExtension(argument: string | undefined, place: Place): CapaxExtension | undefined {
  if (argument === undefined || !argument.startsWith(`${PREFIX}{`)) return undefined;
  try {
    return readMembers(parseExactJson(argument.slice(PREFIX.length)), place);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return failAt(place, `the capax extension is not JSON: ${error.message},`);
  }
}
