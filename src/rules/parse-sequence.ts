// `sequence:`: children that match calls one after another, what must not be between two of them, and how far apart the calls may be.

import { FEATURE_TYPES } from '../features/feature-types.ts';
import type { Scopes } from '../features/scopes.ts';
import { LIMITS } from '../limits.ts';
import { readFeatureKey } from './element-keys.ts';
import { findObject } from './parse-named.ts';
import {
  type FeatureStatement,
  RANGE_MAX,
  type SequenceBound,
  type SequenceStatement,
  type SequenceStep,
  type SequenceValue,
  type Statement,
} from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { AS, SEQUENCE, WITHIN } from './statement-words.ts';
import { childrenOf } from './walk.ts';
import { describeNode, findEntry, type YamlMapping, type YamlNode, type YamlScalar } from './yaml.ts';

/** An element of the list, read as a statement about one call. */
export interface SequenceChild {
  readonly statement: Statement;
  readonly offset: number;
}

const BOUND = /^([0-9]{1,15}) (calls?|ms|s)$/;
const BOUND_HINT = 'Write "within: 5 calls", "within: 200 ms" or "within: 2 s".';

/** Throws where calls have no order: a sequence is possible at `thread` and `process`. */
export function checkSequenceScope(key: YamlScalar, { dynamic }: Scopes, origin: RuleOrigin): void {
  if (dynamic === 'thread' || dynamic === 'process') return;
  const where = dynamic === undefined ? 'without a dynamic scope' : `at scope ${dynamic}`;
  const hint =
    dynamic === 'span of calls'
      ? `Use scope "thread" and "${WITHIN}: 20 calls" in the list.`
      : 'Sequences are possible at the dynamic scopes thread and process, and in blocks of these names.';
  throw invalidRule(origin, key.offset, `a ${quote(SEQUENCE)} is not possible ${where}`, hint);
}

/** How far apart the first and the last call may be. */
export function readWithin(value: YamlNode, origin: RuleOrigin): SequenceBound {
  const text = value.kind === 'text' ? value.text.trim() : undefined;
  const [, digits, unit] = BOUND.exec(text ?? '') ?? [];
  const count = Number(digits);
  if (unit === undefined || count === 0) {
    const found = text === undefined ? describeNode(value) : quote(text);
    throw invalidRule(origin, value.offset, `${found} does not say within what the calls are`, BOUND_HINT);
  }
  if (unit.startsWith('call')) return { count, unit: 'calls' };
  return { count: unit === 's' ? count * 1000 : count, unit: 'ms' };
}

/** The statement of such children. Throws where what they ask for is no order of calls. */
export function makeSequence(
  elements: readonly SequenceChild[],
  key: YamlScalar,
  origin: RuleOrigin,
): Pick<SequenceStatement, 'kind' | 'children' | 'steps'> {
  const read = elements.map(({ statement, offset }) => ({ ...readChild(statement, offset, origin), offset }));
  const total = read.reduce((sum, { step }) => sum + step.count, 0);
  if (total === 0) throw invalidRule(origin, key.offset, `${quote(SEQUENCE)} has no child that a call matches`);
  if (total > LIMITS.sequenceCalls) {
    throw invalidRule(origin, key.offset, `${quote(SEQUENCE)} asks for more than ${LIMITS.sequenceCalls} calls`);
  }
  const first = read.findIndex(({ step }) => step.count > 0);
  const last = read.findLastIndex(({ step }) => step.count > 0);
  const outside = read.find((_child, index) => index < first || index > last);
  if (outside !== undefined) {
    const hint =
      'It says what must not be between the two; for a call that must not be anywhere, put it beside the sequence.';
    throw invalidRule(origin, outside.offset, `a "not" in a ${quote(SEQUENCE)} stands between two children`, hint);
  }
  return {
    kind: 'sequence',
    children: read.map(({ child }) => child),
    steps: readValues(read, origin),
  };
}

interface ReadChild {
  readonly child: Statement;
  readonly step: SequenceStep;
  readonly offset: number;
}

/** The steps with the values of their children that are compared. A variable is kept once, by an earlier child than those that use it. */
function readValues(read: readonly ReadChild[], origin: RuleOrigin): SequenceStep[] {
  const kept = new Set<string>();
  return read.map(({ child, step, offset }) => {
    const fail = (problem: string, hint?: string): never => {
      throw invalidRule(origin, offset, problem, hint);
    };
    const found = certainIn(child).filter(({ variable }) => variable !== undefined);
    if (found.length < countVariables(child)) {
      fail('a variable stands below "or", "not" or "N or more"', 'A call that matches must have the value: use "and".');
    }
    const own = new Set<string>();
    for (const { variable = '', captures } of found) {
      if (captures === true) {
        if (kept.has(variable) || own.has(variable)) fail(`${quote(variable)} is kept twice`);
        if (step.count === 0) fail(`${quote(variable)} is kept of what must not be there`);
        own.add(variable);
      } else if (!kept.has(variable)) {
        fail(
          `${quote(variable)} is not kept by an earlier child`,
          `Write "${AS}: ${variable}" beside the value there.`,
        );
      }
    }
    for (const variable of own) kept.add(variable);
    const values = found.map(({ variable, feature }): SequenceValue => ({ variable: variable as string, feature }));
    return values.length === 0 ? step : { ...step, values };
  });
}

/** The features that hold wherever the statement does. */
function certainIn(statement: Statement): readonly FeatureStatement[] {
  if (statement.kind === 'feature') return [statement];
  return statement.kind === 'and' ? statement.children.flatMap(certainIn) : [];
}

function countVariables(statement: Statement): number {
  if (statement.kind === 'feature') return statement.variable === undefined ? 0 : 1;
  return childrenOf(statement).reduce((sum, child) => sum + countVariables(child), 0);
}

/** The variable of an element. */
export interface WrittenVariable {
  readonly name: string;
  readonly captures: boolean;
  /** Whether nothing else is said of the value. */
  readonly isAny: boolean;
  /** Whether nothing is written in its place. */
  readonly hasNoValue: boolean;
}

/** Whether the value of what a key names may be kept. */
function hasVariables(key: string): boolean {
  const type = readFeatureKey(key)?.type;
  return type !== undefined && FEATURE_TYPES[type].hasTests === true;
}

const VARIABLE = /^\$[a-z][a-z0-9_]{0,31}$/;

/** The variable beside the value of an element, or in its place; undefined where there is none. */
export function readVariable(
  key: YamlScalar,
  value: YamlNode,
  element: YamlMapping,
  origin: RuleOrigin,
): WrittenVariable | undefined {
  const own = key.text === 'behavior' ? findObject(element)?.value : value;
  const beside = findEntry(element, AS);
  if (beside === undefined) {
    if (own?.kind !== 'text' || !VARIABLE.test(own.text) || !hasVariables(key.text)) return undefined;
    return { name: own.text, captures: false, isAny: true, hasNoValue: false };
  }
  if (beside.kind !== 'text' || !VARIABLE.test(beside.text)) {
    throw invalidRule(origin, beside.offset, `${describeNode(beside)} is no variable`, 'Write "as: $name".');
  }
  const isAny = own === undefined || own.kind === 'null';
  return { name: beside.text, captures: true, isAny, hasNoValue: value.kind === 'null' };
}

/** The statement with a variable for its value. */
export function withVariable(
  statement: FeatureStatement,
  { name, captures, isAny }: WrittenVariable,
  key: YamlScalar,
  origin: RuleOrigin,
): FeatureStatement {
  const { feature } = statement;
  if (FEATURE_TYPES[feature.type].hasTests !== true) {
    const hint = 'Values of arguments, results and objects of behaviors can be kept.';
    throw invalidRule(origin, key.offset, `the value of ${quote(key.text)} is no variable`, hint);
  }
  return {
    ...statement,
    feature: isAny ? ({ ...feature, value: '', test: 'any' } as FeatureStatement['feature']) : feature,
    variable: name,
    ...(captures ? { captures: true } : {}),
  };
}

/** What one call must match, and how many calls must. */
function readChild(
  statement: Statement,
  offset: number,
  origin: RuleOrigin,
): { readonly child: Statement; readonly step: SequenceStep } {
  const times = (child: Statement, count: number): { child: Statement; step: SequenceStep } => ({
    child: child.kind === 'subscope' ? child.child : child,
    step: { count },
  });
  switch (statement.kind) {
    case 'not':
      return times(statement.child, 0);
    case 'range': {
      const { min, max, child, childDescription } = statement;
      const isOpen = BigInt(max) === RANGE_MAX || max === min;
      if (isOpen && min >= 1 && min <= LIMITS.sequenceCalls) {
        const description = childDescription ?? statement.description;
        const feature: Statement = {
          kind: 'feature',
          feature: child,
          ...(description === undefined ? {} : { description }),
        };
        return times(feature, Number(min));
      }
      break;
    }
    case 'some': {
      const { count, children, ...rest } = statement;
      if (count < 1 || count > LIMITS.sequenceCalls || children.length === 0) break;
      const [only, ...others] = children;
      return times(others.length === 0 ? (only as Statement) : { ...rest, kind: 'or', children }, count);
    }
    case 'and':
    case 'or':
    case 'subscope':
    case 'block':
    case 'sequence':
    case 'feature':
      return times(statement, 1);
  }
  const hint =
    'Write "N" or "N or more": so many calls in order match the child. What may also be missing need not be said.';
  const problem = `a child of a ${quote(SEQUENCE)} stands for 1 to ${LIMITS.sequenceCalls} calls`;
  throw invalidRule(origin, offset, problem, hint);
}
