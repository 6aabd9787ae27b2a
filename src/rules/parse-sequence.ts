// `sequence:`: children that match calls one after another, what must not be between two of them, and how far apart the calls may be.

import type { Scopes } from '../features/scopes.ts';
import { LIMITS } from '../limits.ts';
import { RANGE_MAX, type SequenceBound, type SequenceStatement, type SequenceStep, type Statement } from './rule.ts';
import { invalidRule, quote, type RuleOrigin } from './rule-error.ts';
import { SEQUENCE, WITHIN } from './statement-words.ts';
import { describeNode, type YamlNode, type YamlScalar } from './yaml.ts';

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
  return { kind: 'sequence', children: read.map(({ child }) => child), steps: read.map(({ step }) => step) };
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
    default:
      return times(statement, 1);
  }
  const hint =
    'Write "N" or "N or more": so many calls in order match the child. What may also be missing need not be said.';
  const problem = `a child of a ${quote(SEQUENCE)} stands for 1 to ${LIMITS.sequenceCalls} calls`;
  throw invalidRule(origin, offset, problem, hint);
}
