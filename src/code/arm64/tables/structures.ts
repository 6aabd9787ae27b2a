// SIMD loads and stores of structures: one to four registers whose elements are interleaved in memory.

const COUNTS = ['', 'L1', 'L2', 'L3', 'L4'];

/** Whole registers: opcode, name, how many registers. */
const WHOLE = [
  ['0000', '4', 4],
  ['0010', '1', 4],
  ['0100', '3', 3],
  ['0110', '1', 3],
  ['0111', '1', 1],
  ['1000', '2', 2],
  ['1010', '1', 2],
] as const;

function whole([opcode, name, count]: (typeof WHOLE)[number]): string {
  const list = `${COUNTS[count]}.${name === '1' ? 'T1' : 'T'}:t`;
  return `
0q001100 0l000000 ${opcode}zznn nnnttttt {l:st|ld}${name} ${list} mem:n !{l:next,reads|next}
0q001100 1l011111 ${opcode}zznn nnnttttt {l:st|ld}${name} ${list} postimm*{q:${8 * count}|${16 * count}}:n !{l:next,reads|next}
0q001100 1l0mmmmm ${opcode}zznn nnnttttt {l:st|ld}${name} ${list} postreg:n,m !{l:next,reads|next}
`;
}

/** One element: the opcode's high bits, size bits, arrangement, where the index is, bytes. */
const ELEMENTS = [
  ['00', 'zz', 'b', 'qpz', 1],
  ['01', 'z0', 'h', 'qpz', 2],
  ['10', '00', 's', 'qp', 4],
  ['10', '01', 'd', 'q', 8],
] as const;

function element(count: number, [opcode, size, arrangement, index, bytes]: (typeof ELEMENTS)[number]): string {
  const low = count > 2 ? '1' : '0';
  const r = count % 2 === 0 ? '1' : '0';
  const place = arrangement === 'd' ? '0' : 'p';
  const list = `LE${count}.${arrangement}:t,${index}`;
  const bits = `${opcode}${low}${place}${size}nn nnnttttt {l:st|ld}${count} ${list}`;
  return `
0q001101 0l${r}00000 ${bits} mem:n !{l:next,reads|next}
0q001101 1l${r}11111 ${bits} postimm*${bytes * count}:n !{l:next,reads|next}
0q001101 1l${r}mmmmm ${bits} postreg:n,m !{l:next,reads|next}
`;
}

function replicated(count: number): string {
  const r = count % 2 === 0 ? '1' : '0';
  const bits = `11${count > 2 ? '1' : '0'}0zznn nnnttttt ld${count}r L${count}.T1:t`;
  return `
0q001101 01${r}00000 ${bits} mem:n
0q001101 11${r}11111 ${bits} postimm*{z:${count}|${2 * count}|${4 * count}|${8 * count}}:n
0q001101 11${r}mmmmm ${bits} postreg:n,m
`;
}

const ONE_TO_FOUR = [1, 2, 3, 4];

export const STRUCTURES: string = [
  ...WHOLE.map(whole),
  ...ONE_TO_FOUR.flatMap((count) => ELEMENTS.map((line) => element(count, line))),
  ...ONE_TO_FOUR.map(replicated),
].join('\n');
