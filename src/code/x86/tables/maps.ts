// Which table has which opcodes: the numbers of the opcode maps.

/** Maps of opcodes. Those of VEX, EVEX and XOP add the number of the map that is written in the prefix. */
export const MAP = { one: 0, two: 1, three38: 2, three3a: 3, now: 4, vex: 8, evex: 16, xop: 16 } as const;
/** How many there are: the maps of XOP are 8, 9 and 10. */
export const MAPS = 27;
