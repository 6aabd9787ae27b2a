import { describe, expect, it } from 'vitest';
import { joeInput } from '../../../../src/inputs/joe/index.ts';
import { JOE_REPORT } from '../../../support/fact-reports.ts';
import { behaviorLines, readFacts, textsOfProcess } from '../../../support/read-facts.ts';
import { xmlOfJson } from '../../../support/xml-of-json.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const recognise = (text: string): number => joeInput.recognise({ name: 'x', raw: bytes(text), head: bytes(text) });

const JSON_REPORT = JSON.stringify(JOE_REPORT);
const XML_REPORT = `<?xml version="1.0"?>\n${xmlOfJson('analysis', JOE_REPORT['analysis'])}`;

describe('a report of Joe Sandbox', () => {
  it('as XML says what it says as JSON', async () => {
    const [xml, json] = await Promise.all([XML_REPORT, JSON_REPORT].map((text) => readFacts(joeInput, bytes(text))));
    expect(behaviorLines(xml!)).toEqual(behaviorLines(json!));
    expect(behaviorLines(xml!)).toContain('100 registry/set HKEY_CURRENT_USER\\Run\\x');
    expect(textsOfProcess(xml!, 0)).toEqual(textsOfProcess(json!, 0));
    expect([xml!.hashes, xml!.globals]).toEqual([json!.hashes, json!.globals]);
    expect(xml!.health).toEqual(json!.health);
  });

  it('for incidents has its facts in XML too, as attributes or elements', async () => {
    const report =
      '<analysis><version>40</version><reporttype>IR</reporttype><hashes md5="AB"/><contacted><domains>' +
      '<domain malicious="true">evil.example</domain></domains><ips><ip>192.0.2.1</ip></ips></contacted></analysis>';
    expect(recognise(report)).toBe(2);
    const summary = await readFacts(joeInput, bytes(report));
    expect(behaviorLines(summary)).toEqual(['network/dns evil.example', 'network/connect 192.0.2.1']);
    expect([summary.hashes.md5, summary.health.producerVersion]).toEqual(['ab', '40']);
  });

  it('is recognised, and not taken for the function log of VMRay', () => {
    expect([JSON_REPORT, XML_REPORT].map(recognise)).toEqual([2, 2]);
    expect(recognise('<analysis log_version="2"><fncall name="generalinfo"/></analysis>')).toBe(0);
    expect(recognise('<analysis>')).toBe(0);
  });
});
