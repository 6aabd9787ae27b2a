// ATT&CK and MBC texts of rules, split into their parts as documents hold them (spec core.md 5.6).

import type { AttackSpec, MbcSpec } from './document.ts';

/** `A::B::C [ID]` -> [A, B, C] and ID. A last part without a space is taken as the id, as the reference does. */
function splitSpec(text: string): { parts: string[]; id: string } {
  const parts = text.split('::');
  const last = parts[parts.length - 1] as string;
  const space = last.lastIndexOf(' ');
  parts[parts.length - 1] = space < 0 ? '' : last.slice(0, space);
  // Every leading `[` and trailing `]` goes: `[[T1055]]` is read as T1055.
  const id = last.slice(space + 1).replace(/^\[+|\]+$/g, '');
  return { parts, id };
}

/** An `att&ck` entry: `Tactic::Technique::Subtechnique [T1055.001]`. Missing parts are empty. */
export function parseAttack(text: string): AttackSpec {
  const { parts, id } = splitSpec(text);
  return { parts, tactic: parts[0] ?? '', technique: parts[1] ?? '', subtechnique: parts[2] ?? '', id };
}

/** An `mbc` entry: `Objective::Behavior::Method [B0001.002]`. Missing parts are empty. */
export function parseMbc(text: string): MbcSpec {
  const { parts, id } = splitSpec(text);
  return { parts, objective: parts[0] ?? '', behavior: parts[1] ?? '', method: parts[2] ?? '', id };
}
