// What a server answered instead of a report, saved as if it were one: a small JSON object that says what went wrong.

/** Members that hold the reason, as CAPE, Cuckoo, VMRay and the frameworks that they are made with call them. */
const REASONS = ['error_value', 'error_msg', 'error', 'errors', 'detail', 'message'];
/** An answer has no more members than this. */
const MOST_MEMBERS = 6;
/** UTF-16 units of a reason that are shown. */
const MOST_TEXT = 300;

/** What the answer says; undefined if the bytes, which are all there are, are no such answer. */
export function readErrorAnswer(bytes: Uint8Array): { readonly server: string; readonly reason: string } | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined;
  const members = new Map(Object.entries(answer));
  if (members.size > MOST_MEMBERS) return undefined;
  for (const name of REASONS) {
    const reason = members.get(name);
    if (typeof reason !== 'string' || reason.trim() === '') continue;
    const server = members.has('error_value') ? 'a CAPE server' : 'a server';
    return { server, reason: reason.trim().slice(0, MOST_TEXT) };
  }
  return undefined;
}
