// One input from bytes to text, with everything it needs stated in plain values, so that it runs the same in this process, in a worker
// thread, and in whatever else takes jobs. What an outcome means to a shell, and in which words it is told, is not known here.

import { resolve } from 'node:path';
import { analyze } from '../analyze.ts';
import type { ByteSource } from '../bytes/source.ts';
import { CapaxError } from '../errors.ts';
import { OUTPUTS } from '../render/registry.ts';
import type { ResultDocument } from '../result/document.ts';
import { onlyRules } from '../result/rule-texts.ts';
import type { RuleSet } from '../rules/rule.ts';
import { carriesTag } from '../rules/rule-set.ts';
import { isWebAddress } from '../sandbox/cape-address.ts';
import { COMPAT_SEMANTICS, DEFAULT_SEMANTICS } from '../semantics.ts';
import { detectMember } from './archive-members.ts';
import { filesBeside } from './file-beside.ts';
import { findRules } from './find-rules.ts';
import { sampleFinder } from './find-sample.ts';
import { signaturesFor } from './find-signatures.ts';
import { inflate, unpackSource } from './gunzip.ts';
import { withoutSecrets } from './hide-secrets.ts';
import type { JobHost } from './job-host.ts';
import { limit } from './job-limits.ts';
import type { JobOptions } from './job-options.ts';
import { installedOrdinalNames } from './ordinal-names.ts';
import { useInput } from './use-input.ts';
import { writeAll } from './write-all.ts';

/** Analyses or re-renders one input. Throws CapaxError for what ends it. */
export function runJob(input: string, options: JobOptions, host: JobHost): Promise<void> {
  const argv = [...options.argv.before, withoutSecrets(input), ...options.argv.after];
  return useInput(input, options.cape, host, (source, name, member) =>
    runSource(source, { name, argv, ...(member === undefined ? {} : { member }) }, options, host),
  );
}

async function runSource(
  given: ByteSource,
  { name, argv, member }: { readonly name: string; readonly argv: readonly string[]; readonly member?: string },
  options: JobOptions,
  host: JobHost,
): Promise<void> {
  const output = OUTPUTS.find((candidate) => candidate.name === options.output);
  if (output === undefined) throw new CapaxError('option-invalid', `there is no output ${options.output}`);
  const limits = await limit(given, options, host);
  const { source, unpack, budget, checkMatching, checkShowing, restart } = limits;
  const show = (document: ResultDocument): Promise<void> =>
    writeAll(output.render(document, options.render), host, checkShowing);
  const detected = await detectMember(source, member, { ...options, unpack });
  if (detected.input === 'result') {
    const { showSaved } = await import('./saved-result.ts');
    const saved = await showSaved(detected, options, host, budget);
    if (saved.capax !== undefined) host.health(saved.capax.health);
    await show(options.compat && !output.isMachine ? asReference(saved) : saved);
    return;
  }
  // A recording of executed instructions is shown as what it is: code, and a run.
  if (detected.followsCode === true && !options.compat) {
    const { runRecording } = await import('./together-job.ts');
    const recording = { input: name, source: detected.source, name, ...(member === undefined ? {} : { member }) };
    if (await runRecording({ ...recording, detected }, limits, options, host)) return;
  }
  const found = await findRules(options.rules);
  host.rules(found.diagnostics);
  const signatures = await signaturesFor(detected.input, options.signatures);
  host.signatures(signatures.diagnostics);
  // What the rules and signatures took, which are read once for all inputs, is not the input's time.
  restart?.();
  const started = performance.now();
  const { document, diagnostics, stats } = await analyze(detected, {
    ...options,
    argv,
    rules: found.ruleSet,
    rulePaths: found.paths,
    path: isWebAddress(name) ? name : resolve(name),
    unpack: unpackSource,
    inflate,
    ...budget,
    ...(checkMatching === undefined ? {} : { check: checkMatching }),
    ordinalNames: installedOrdinalNames,
    findSample: sampleFinder(name, options.sample),
    beside: filesBeside(name),
    signatures: signatures.files,
    onProgress: (progress) => host.progress(progress),
    onLimitation: (limitation) => {
      host.limitation(limitation);
      if (output.isBrief) throw limited(name);
    },
  });
  if (document.capax !== undefined) host.health(document.capax.health);
  for (const { code, message } of diagnostics) if (code === 'process-unknown') host.warn(message);
  await show(shownRules(document, found.ruleSet, options));
  host.finished(stats, performance.now() - started);
}

/** The brief output would say too little of an input with limitations. */
function limited(input: string): CapaxError {
  return new CapaxError('limitation', 'its capabilities would mislead, so they are not shown', {
    where: input,
    hint: 'Analyse what is inside, or the report of a sandbox in which it ran; -v, -vv or -j show what capax sees in it as it is.',
  });
}

/** The document without what the reference's text does not have. */
function asReference({ capax: _, ...document }: ResultDocument): ResultDocument {
  return document;
}

/** The document with what was asked for: rules that others depend on are not. */
function shownRules(
  document: ResultDocument,
  ruleSet: RuleSet,
  { rules: { tag }, compat }: JobOptions,
): ResultDocument {
  if (tag === undefined || !(compat ? COMPAT_SEMANTICS : DEFAULT_SEMANTICS)['tagged-rules-only']) return document;
  return onlyRules(document, ({ name }) => {
    const rule = ruleSet.byName.get(name);
    return rule !== undefined && carriesTag(rule, tag);
  });
}
