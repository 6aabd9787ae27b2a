// Logs of Wine with WINEDEBUG=+relay: the calls of a Windows program that ran under Wine, with return addresses (docs/wine.md). open.ts is where to
// start.

import type { Input, Probe } from '../input.ts';
import { WINE_CODES } from './codes.ts';

/** Lines of the head that are looked at, and of each how much. */
const MAX_LINES = 1000;
const MAX_LENGTH = 4096;
/** A line of Wine, and one that the channels relay and loaddll write. */
const LINE =
  /^ *(?:\d+\.\d{3}:)?(?:[0-9a-f]{4,8}:){1,2}(?:(?:trace|warn|err|fixme):\w+:|Call |Ret {2}|Starting thread )/;
const RELAYED =
  /(?::| )(?:Call [^\s(]+\(.*\) ret=[0-9a-f]+|Ret {2}[^\s(]+\(\) retval=[0-9a-f]+ ret=[0-9a-f]+)$|:trace:(?:relay:load_list|loaddll:\w+ Loaded) /;

function recognise({ head }: Probe): 0 | 1 | 2 {
  let lines = 0;
  let own = 0;
  let relayed = 0;
  for (const full of new TextDecoder().decode(head).split('\n', MAX_LINES)) {
    const line = full.slice(0, MAX_LENGTH).trimEnd();
    if (line === '') continue;
    lines++;
    if (!LINE.test(line)) continue;
    own++;
    if (RELAYED.test(line)) relayed++;
  }
  return relayed > 0 && own * 4 >= lines ? 2 : 0;
}

/** Wine relay logs as an input. */
export const wineInput: Input = {
  format: 'wine',
  flavour: 'dynamic',
  codes: WINE_CODES,
  summary: 'log of a Windows program under Wine (WINEDEBUG=+relay,+loaddll,+pid,+timestamp)',
  recognise,
  open: async (source, options) => (await import('./open.ts')).openWineLog(source, options),
};
