// What handles stand for, from a report to what people read.

import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { memorySource } from '../../../src/bytes/source.ts';
import { renderTimeline, renderVverbose } from '../../../src/render/registry.ts';
import { readDocument } from '../../../src/result/capa-json/read.ts';
import { writeDocument } from '../../../src/result/capa-json/write.ts';
import type { ResultDocument } from '../../../src/result/document.ts';
import { loadRules } from '../../../src/rules/load.ts';
import { capeCall, capeProcess, capeReport } from '../../support/cape-report.ts';
import { collect, PLAIN } from '../../support/result-documents.ts';
import { ruleText } from '../../support/rule-text.ts';

const created = { FileHandle: '0x470', FileName: 'C:\\first' };
const CALLS = [
  capeCall(1, 'NtCreateFile', created),
  capeCall(1, 'NtWriteFile', { FileHandle: '0x470', Length: '0x1' }),
  capeCall(1, 'NtOpenProcess', { ProcessHandle: '0x470', ProcessIdentifier: '200' }),
  capeCall(2, 'WriteProcessMemory', { ProcessHandle: '0x470', BaseAddress: '0x1', ProcessId: '200' }),
  // Fails: the handle stands for what it stood for.
  capeCall(1, 'NtOpenProcess', { ProcessHandle: '0x470', ProcessIdentifier: '4' }, { return: '0xc0000022' }),
  capeCall(1, 'WriteProcessMemory', { ProcessHandle: '0x470', BaseAddress: '0x2' }),
  capeCall(1, 'WriteProcessMemory', { ProcessHandle: '0xffffffff', BaseAddress: '0x3' }),
  capeCall(1, 'NtCreateFile', { ...created, FileName: 'C:\\second' }),
  capeCall(1, 'NtWriteFile', { FileHandle: '0x470', Length: '0x2' }),
  capeCall(1, 'NtWriteFile', { FileHandle: '0x474', Length: '0x3' }),
  capeCall(1, 'NtWriteFile', { FileHandle: '0x470', HandleName: 'C:\\SECOND', Length: '0x4' }),
  capeCall(1, 'RegOpenKeyExA', { Registry: '0x80000001', SubKey: 'Soft', Handle: '0xe0' }),
  capeCall(1, 'RegOpenKeyExA', { Registry: '0xe0', SubKey: 'Run', Handle: '0xe4' }),
  capeCall(1, 'RegSetValueExA', { Handle: '0xe4', ValueName: 'x', ThreadId: '0x10' }),
];
/** Calls of another process have handles of their own. */
const OTHER = [capeCall(3, 'WriteProcessMemory', { ProcessHandle: '0x470', BaseAddress: '0x4' })];
const REPORT = memorySource(
  'report.json',
  new TextEncoder().encode(JSON.stringify(capeReport([capeProcess(100, CALLS), capeProcess(200, OTHER)]))),
);
const RULES = loadRules(
  ['NtWriteFile', 'WriteProcessMemory', 'RegSetValueExA'].map((api) => ({
    path: `${api}.yml`,
    text: ruleText(`- api: ${api}`, { name: api, dynamic: 'call' }),
  })),
).ruleSet;

const show = (document: ResultDocument): Promise<string> => collect(renderVverbose(document, PLAIN));

describe('handles in evidence', () => {
  let document: ResultDocument;
  let text: string;
  beforeAll(async () => {
    ({ document } = await analyze(REPORT, { rules: RULES }));
    text = await show(document);
  });

  /** The lines of calls with an argument. */
  const linesWith = (start: string): string[] =>
    text.split('\n').flatMap((line) => (line.trim().startsWith(start) ? [line.trim()] : []));

  it('are what the last call before that gave one of their kind says', () => {
    expect(linesWith('ProcessHandle')).toEqual([
      'ProcessHandle=0x470 (process200.exe, pid 200),',
      'ProcessHandle=0xffffffff (this process),',
      // The call of the other thread.
      'ProcessHandle=0x470 (process200.exe, pid 200),',
      'ProcessHandle=0x470,',
    ]);
    expect(linesWith('FileHandle')).toEqual([
      'FileHandle=0x470 (C:\\first),',
      'FileHandle=0x470 (C:\\second),',
      'FileHandle=0x474,',
      'FileHandle=0x470,',
    ]);
    expect(linesWith('Handle=')).toEqual(['Handle=0xe4 (HKEY_CURRENT_USER\\Soft\\Run),']);
  });

  it('have ids in decimal beside them, with names', () => {
    expect(linesWith('ProcessId')).toEqual(['ProcessId=200 (process200.exe),']);
    expect(linesWith('ThreadId')).toEqual(['ThreadId=16,']);
  });

  it('come first in the timeline', async () => {
    expect(await collect(renderTimeline(document, PLAIN))).toContain(
      'WriteProcessMemory(ProcessHandle=0x470 (process200.exe, pid 200), BaseAddress=0x2) -> 0x0',
    );
  });

  it('are in saved documents, beside texts that other tools can read', async () => {
    const saved = await collect(writeDocument(document));
    expect(saved).toContain('"shown":{"0":"0x470 (C:\\\\first)"}},"name":"NtWriteFile(FileHandle=0x470, Length=0x1)');
    expect(await show(readDocument(saved))).toBe(text);
    expect(await collect(writeDocument(readDocument(saved)))).toBe(saved);
  });

  it('are the same whichever matcher found the calls', async () => {
    const defined = await analyze(REPORT, { rules: RULES, matcher: 'definition' });
    expect(await show(defined.document)).toBe(text);
  });

  it('are left alone where the reference is followed', async () => {
    const compatible = await analyze(REPORT, { rules: RULES, compat: true });
    const shown = await show(compatible.document);
    expect(shown).toContain('ProcessHandle=0x470,');
    expect(shown).not.toMatch(/Handle=\w+ \(|ProcessId=200 /);
    expect(await collect(writeDocument(compatible.document))).not.toContain('"shown"');
  });
});
