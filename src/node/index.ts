// `import { analyzeFile, loadRules } from 'capax/node'`: the library on files.

import { type Analysis, type AnalyzeOptions, analyze } from '../analyze.ts';
import {
  analyzeTogether,
  type TogetherAnalysis,
  type TogetherInput,
  type TogetherOptions,
} from '../analyze-together.ts';
import type { LoadedRules } from '../rules/load.ts';
import { CAPAX_VERSION } from '../version.ts';
import { payloadsBeside } from './analysis-files.ts';
import { filesBeside } from './file-beside.ts';
import { openFile } from './file-source.ts';
import { findRules } from './find-rules.ts';
import { sampleFinder } from './find-sample.ts';
import { inflate, unpackSource } from './gunzip.ts';
import { loadRulesFromPaths } from './load-rules.ts';
import { installedOrdinalNames } from './ordinal-names.ts';

export { openFile } from './file-source.ts';
export { unpackSource } from './gunzip.ts';
export { type LoadedSignatures, loadSignatures } from './load-signatures.ts';

export type AnalyzeFileOptions = Omit<AnalyzeOptions, 'rules' | 'unpack' | 'inflate'> &
  Partial<Pick<AnalyzeOptions, 'rules'>>;

/**
 * Analyses a file. Without `rules` those of CAPAX_RULES, the installed or the built-in ones are used. Throws CapaxError for what
 * ends the analysis; the file is read again while the document is written, so keep it until then.
 */
export async function analyzeFile(path: string, options: AnalyzeFileOptions = {}): Promise<Analysis> {
  const source = await openFile(path);
  try {
    const { ruleSet, paths } =
      options.rules === undefined
        ? await findRules({ paths: [], strict: false, cache: true })
        : { ruleSet: options.rules, paths: [] };
    return await analyze(source, {
      rulePaths: paths,
      ...options,
      rules: ruleSet,
      unpack: unpackSource,
      inflate,
      ordinalNames: installedOrdinalNames,
      findSample: options.findSample ?? sampleFinder(path, undefined),
      beside: options.beside ?? filesBeside(path),
    });
  } catch (error) {
    await source.close?.();
    throw error;
  }
}

/** Loads rule files and folders, with the compiled cache. Invalid rules are set aside, with a diagnostic each. */
export async function loadRules(
  paths: readonly string[],
  options: { readonly cache?: boolean } = {},
): Promise<LoadedRules> {
  return loadRulesFromPaths(paths, { version: CAPAX_VERSION, cache: options.cache });
}

export type AnalyzeFilesTogetherOptions = AnalyzeFileOptions & Pick<TogetherOptions, 'pair' | 'maxPayloads'>;

/**
 * Analyses a program and recorded runs of it, as `analyzeTogether` does; files and rules as in `analyzeFile`. Payloads beside the reports are
 * found.
 */
export async function analyzeFilesTogether(
  program: string,
  runs: readonly string[],
  options: AnalyzeFilesTogetherOptions = {},
): Promise<TogetherAnalysis> {
  const sources: Awaited<ReturnType<typeof openFile>>[] = [];
  try {
    for (const path of [program, ...runs]) sources.push(await openFile(path));
    const { ruleSet, paths } =
      options.rules === undefined
        ? await findRules({ paths: [], strict: false, cache: true })
        : { ruleSet: options.rules, paths: [] };
    const [source, ...others] = sources.map((one) => ({ source: one, beside: filesBeside(one.name) }));
    const recorded: TogetherInput[] = [];
    for (const [i, run] of others.entries()) {
      const payloads = await payloadsBeside(runs[i] as string, undefined, options.password);
      recorded.push({ ...run, payloads });
    }
    return await analyzeTogether(source as TogetherInput, recorded, {
      rulePaths: paths,
      ...options,
      rules: ruleSet,
      unpack: unpackSource,
      inflate,
      ordinalNames: installedOrdinalNames,
    });
  } catch (error) {
    for (const source of sources) await source.close?.();
    throw error;
  }
}
