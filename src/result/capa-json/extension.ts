// Where capax's own additions live in a saved document. The reference's reader refuses unknown keys, so the extension is one more
// element of `meta.argv`, the list of command-line arguments: `capax:` and compact JSON.

import { JsonSyntaxError, parseExactJson, writeExactJson } from '../../bytes/exact-json.ts';
import type { Diagnostic, Severity } from '../../diagnostics.ts';
import type { Health, MissingPart, TraceHealth } from '../../features/health.ts';
import type { Flavour } from '../../features/scopes.ts';
import type { CapaxFacts } from '../document.ts';
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
/** As saved: every health has the counts of a trace, and the document says which flavour it is. */
type SavedHealth = Omit<TraceHealth, 'flavour'>;

interface SavedFacts {
  /** The version. */
  readonly capax: string;
  readonly compat: boolean;
  readonly health: SavedHealth;
}

const readMembers = readFields<SavedFacts>(
  {
    capax: required(readText),
    compat: required(readFlag),
    health: required(
      readFields<SavedHealth>(
        {
          producer: required(readText),
          producerVersion: optional(readText),
          target: optional(readText),
          factsOnly: optional(readFlag),
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

function contents(health: Health): Pick<TraceHealth, 'factsOnly' | 'processes' | 'threads' | 'calls'> {
  switch (health.flavour) {
    case 'static':
      return { processes: 0, threads: 0, calls: 0 };
    case 'dynamic': {
      const { factsOnly, processes, threads, calls } = health;
      return { ...(factsOnly === true ? { factsOnly } : {}), processes, threads, calls };
    }
  }
}

function ofFlavour({ factsOnly, processes, threads, calls, ...facts }: SavedHealth, flavour: Flavour): Health {
  switch (flavour) {
    case 'static':
      return { ...facts, flavour };
    case 'dynamic':
      return { ...facts, flavour, ...(factsOnly === true ? { factsOnly } : {}), processes, threads, calls };
  }
}

/** The extension as an element of `meta.argv`. Keys have a fixed order, so that equal extensions give equal text. */
export function writeExtension({ version, compat, health }: CapaxFacts): string {
  const text = writeExactJson({
    capax: version,
    compat,
    health: {
      producer: health.producer,
      producerVersion: health.producerVersion,
      target: health.target,
      ...contents(health),
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

/** The extension that an element of `meta.argv` holds, in a document of `flavour`; undefined for an ordinary argument. */
export function readExtension(argument: string | undefined, flavour: Flavour, place: Place): CapaxFacts | undefined {
  if (argument === undefined || !argument.startsWith(`${PREFIX}{`)) return undefined;
  try {
    const { capax, compat, health } = readMembers(parseExactJson(argument.slice(PREFIX.length)), place);
    return { version: capax, compat, health: ofFlavour(health, flavour) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return failAt(place, `the capax extension is not JSON: ${error.message},`);
  }
}
