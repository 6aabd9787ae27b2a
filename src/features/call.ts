// A recorded call in its parts, as people read it. Texts are as the input writes them; what they mean to rules is a matter of features.

/** What a part costs beside its text, in UTF-16 units. */
const PART = 40;

/** One argument; a recorder of system calls knows positions only, so it may have no name. */
export interface CallArgument {
  readonly name?: string;
  readonly value: string;
  /** What people are shown in place of the value: `0x470 (explorer.exe, pid 1852)`. */
  readonly shown?: string;
}

/** A call as people read it. */
export interface CallParts {
  readonly api: string;
  /** In the order of the input. Undefined if it is not known what was called with what: `api` then says all there is. */
  readonly args?: readonly CallArgument[];
  /** What stands between a name and its value in this input's words. Default `=`. */
  readonly assign?: '=' | ': ';
  /** What it returned, or what it wrote to; undefined where the input does not say. */
  readonly result?: string;
  /** When it was made, as the input writes it; a number of seconds that has another origin than 1970 ends in ` s`. */
  readonly time?: string;
  /** Where it was called from, as the input writes it. */
  readonly caller?: string;
  /** Where it was called from, for people, where that is known of the program: `sample.exe+0x1565 in main`. */
  readonly from?: string;
  /** How many calls in a row this one stands for, where the recorder folded them. */
  readonly repeat?: number;
}

/** The call without saying when it was made. */
export function withoutTime({ time: _time, ...call }: CallParts): CallParts {
  return call;
}

/** UTF-16 units that a call holds, and something for each of its parts: for bounds on what is kept. */
export function sizeOfCall({ api, args = [], result = '', time = '' }: CallParts): number {
  return args.reduce(
    (sum, { name = '', value, shown = '' }) => sum + name.length + value.length + shown.length + PART,
    api.length + result.length + time.length + PART,
  );
}

/** `name=value`, or the value alone. */
export function formatArgument({ name, value }: CallArgument, assign: CallParts['assign'] = '='): string {
  return name === undefined ? value : `${name}${assign}${value}`;
}

/** The argument as people are shown it. */
export function showArgument({ shown, ...argument }: CallArgument, assign?: CallParts['assign']): string {
  return formatArgument(shown === undefined ? argument : { ...argument, value: shown }, assign);
}

/** What a call returned and for how many it stands, as it follows the arguments: ` -> 0x0 x600`. */
export function formatEnd({ result, repeat = 1 }: CallParts): string {
  return `${result === undefined ? '' : ` -> ${result}`}${repeat > 1 ? ` x${repeat}` : ''}`;
}

/** The one-line form of the reference, `NtDelayExecution(Milliseconds=0x1e) -> 0x0`, and how many calls it stands for. */
export function formatCall(call: CallParts): string {
  const { api, args, assign } = call;
  if (args === undefined) return api;
  const list = args.map((argument) => formatArgument(argument, assign)).join(', ');
  return `${api}(${list})${formatEnd(call)}`;
}
