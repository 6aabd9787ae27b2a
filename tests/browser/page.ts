// The script of the test page: fetches rules and inputs, analyses them in the browser and sends the outputs back.

import { loadRules, parseSerialisedRuleSet, serialiseRuleSet } from '../../src/rules/index.ts';
import { outputsOf, type PageInput } from './outputs.ts';

async function get(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function send(path: string, body: string): Promise<void> {
  await fetch(path, { method: 'POST', body });
}

/** Whether the page may make code of text; its content security policy must not let it. */
function canEvaluate(): boolean {
  try {
    return new Function('return true')() as boolean;
  } catch {
    return false;
  }
}

async function run(): Promise<void> {
  await send('/sent/evaluates', String(canEvaluate()));
  const fromTexts = loadRules(JSON.parse(await (await get('/rules.json')).text()), { strict: true });
  await send('/sent/rules', serialiseRuleSet(fromTexts.ruleSet));
  const compiled = parseSerialisedRuleSet(await (await get('/built-in-rules.json')).text());
  for (const { name, url } of (await (await get('/inputs.json')).json()) as PageInput[]) {
    const bytes = new Uint8Array(await (await get(url)).arrayBuffer());
    await send(`/sent/${url}`, JSON.stringify(await outputsOf(name, bytes, compiled)));
  }
}

run().then(
  () => send('/sent/end', 'done'),
  (error: unknown) => send('/sent/end', error instanceof Error ? String(error.stack) : String(error)),
);
