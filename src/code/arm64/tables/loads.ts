// Loads and stores of general and SIMD registers, atomics, exclusive and ordered accesses, memory tags, memory copies.

const EXCLUSIVE = `
zz001000 000sssss 0xxxxxnn nnnttttt stxr{z:b|h||} W:s {z:W|W|W|X}:t mem:n
zz001000 000sssss 1xxxxxnn nnnttttt stlxr{z:b|h||} W:s {z:W|W|W|X}:t mem:n
1s001000 001aaaaa 0uuuuunn nnnttttt stxp W:a R:t R:u mem:n
1s001000 001aaaaa 1uuuuunn nnnttttt stlxp W:a R:t R:u mem:n
zz001000 01011111 011111nn nnnttttt ldxr{z:b|h||} {z:W|W|W|X}:t mem:n
zz001000 01011111 111111nn nnnttttt ldaxr{z:b|h||} {z:W|W|W|X}:t mem:n
1s001000 011xxxxx 0uuuuunn nnnttttt ldxp R:t R:u mem:n ?@twoRegisters
1s001000 011xxxxx 1uuuuunn nnnttttt ldaxp R:t R:u mem:n ?@twoRegisters
zz001000 10011111 011111nn nnnttttt stllr{z:b|h||} {z:W|W|W|X}:t mem:n !next,reads
zz001000 10011111 111111nn nnnttttt stlr{z:b|h||} {z:W|W|W|X}:t mem:n !next,reads
zz001000 11011111 011111nn nnnttttt ldlar{z:b|h||} {z:W|W|W|X}:t mem:n
zz001000 11011111 111111nn nnnttttt ldar{z:b|h||} {z:W|W|W|X}:t mem:n
0s001000 0l1aaaaa o11111nn nnnttttt casp{l:|a}{o:|l} pair{s:W|X}:a pair{s:W|X}:t mem:n ?@evenPairs
zz001000 1l1aaaaa o11111nn nnnttttt cas{l:|a}{o:|l}{z:b|h||} {z:W|W|W|X}:a {z:W|W|W|X}:t mem:n
`;

const LITERAL = `
0z011000 iiiiiiii iiiiiiii iiittttt ldr {z:W|X}:t literal:i
10011000 iiiiiiii iiiiiiii iiittttt ldrsw X:t literal:i
11011000 iiiiiiii iiiiiiii iiittttt prfm sys.prefetch:t literal:i
zz011100 iiiiiiii iiiiiiii iiittttt ldr {z:S|D|Q|-}:t literal:i
`;

/** How pairs are addressed, by two bits. */
const PAIRS = [
  ['00', 'np', 'soff'],
  ['01', 'p', 'post'],
  ['10', 'p', 'soff'],
  ['11', 'p', 'pre'],
]
  .map(([mode = '', name, memory]) => {
    const [high, low] = [mode.charAt(0), mode.charAt(1)];
    const isIndexed = memory !== 'soff';
    const stores = isIndexed ? '?@keepsBase' : '';
    const loads = isIndexed ? '?@twoRegisters ?@keepsBase' : '?@twoRegisters';
    const pairs = `
s010100${high} ${low}0iiiiii iuuuuunn nnnttttt st${name} R:t R:u ${memory}*{s:4|8}:n,i ${stores} !next,reads
s010100${high} ${low}1iiiiii iuuuuunn nnnttttt ld${name} R:t R:u ${memory}*{s:4|8}:n,i ${loads}
zz10110${high} ${low}0iiiiii iuuuuunn nnnttttt st${name} {z:S|D|Q|-}:t {z:S|D|Q|-}:u ${memory}*{z:4|8|16|-}:n,i !next,reads
zz10110${high} ${low}1iiiiii iuuuuunn nnnttttt ld${name} {z:S|D|Q|-}:t {z:S|D|Q|-}:u ${memory}*{z:4|8|16|-}:n,i ?@twoRegisters
`;
    if (mode === '00') return pairs;
    return `${pairs}
0110100${high} ${low}0iiiiii iuuuuunn nnnttttt stgp X:t X:u ${memory}*16:n,i ${stores} !next,reads
0110100${high} ${low}1iiiiii iuuuuunn nnnttttt ldpsw X:t X:u ${memory}*4:n,i ${loads}
`;
  })
  .join('');

/** General registers: size and operation to name and register. */
const GENERAL: readonly (readonly [size: string, operation: string, name: string, register: string, scale: number])[] =
  [
    ['00', '00', 'str_b', 'W', 1],
    ['00', '01', 'ldr_b', 'W', 1],
    ['00', '10', 'ldr_sb', 'X', 1],
    ['00', '11', 'ldr_sb', 'W', 1],
    ['01', '00', 'str_h', 'W', 2],
    ['01', '01', 'ldr_h', 'W', 2],
    ['01', '10', 'ldr_sh', 'X', 2],
    ['01', '11', 'ldr_sh', 'W', 2],
    ['10', '00', 'str_', 'W', 4],
    ['10', '01', 'ldr_', 'W', 4],
    ['10', '10', 'ldr_sw', 'X', 4],
    ['11', '00', 'str_', 'X', 8],
    ['11', '01', 'ldr_', 'X', 8],
  ];

/** SIMD registers. */
const SIMD: typeof GENERAL = [
  ['00', '00', 'str_', 'B', 1],
  ['00', '01', 'ldr_', 'B', 1],
  ['00', '10', 'str_', 'Q', 16],
  ['00', '11', 'ldr_', 'Q', 16],
  ['01', '00', 'str_', 'H', 2],
  ['01', '01', 'ldr_', 'H', 2],
  ['10', '00', 'str_', 'S', 4],
  ['10', '01', 'ldr_', 'S', 4],
  ['11', '00', 'str_', 'D', 8],
  ['11', '01', 'ldr_', 'D', 8],
];

/** One register in all ways to address. */
function single(v: number, [size, operation, name, register, scale]: (typeof GENERAL)[number]): string {
  const flow = name.startsWith('st') ? '!next,reads' : '';
  const kept = v === 0 ? '?@keepsBase' : '';
  const plain = name.replace('_', '');
  const at = (part: string): string => name.replace(/^(..)r_/, `$1${part}r`);
  const shift = Math.log2(scale);
  const privileged =
    v === 1 ? '' : `${size}111000 ${operation}0iiiii iiii10nn nnnttttt ${at('t')} ${register}:t soff*1:n,i ${flow}`;
  return `
${size}111${v}01 ${operation}iiiiii iiiiiinn nnnttttt ${plain} ${register}:t uoff*${scale}:n,i ${flow}
${size}111${v}00 ${operation}0iiiii iiii00nn nnnttttt ${at('u')} ${register}:t soff*1:n,i ${flow}
${size}111${v}00 ${operation}0iiiii iiii01nn nnnttttt ${plain} ${register}:t post*1:n,i ${kept} ${flow}
${size}111${v}00 ${operation}0iiiii iiii11nn nnnttttt ${plain} ${register}:t pre*1:n,i ${kept} ${flow}
${size}111${v}00 ${operation}1mmmmm oooh10nn nnnttttt ${plain} ${register}:t idx*${shift}:n,m,o,h ${flow}
${privileged}`;
}

const PREFETCH = `
11111001 10iiiiii iiiiiinn nnnttttt prfm sys.prefetch:t uoff*8:n,i
11111000 100iiiii iiii00nn nnnttttt prfum sys.prefetch:t soff*1:n,i
11111000 101mmmmm oooh10nn nnnttttt prfm sys.prefetch:t idx*3:n,m,o,h
`;

const ORDERED = `
zz011001 000iiiii iiii00nn nnnttttt stlur{z:b|h||} {z:W|W|W|X}:t soff*1:n,i !next,reads
zz011001 010iiiii iiii00nn nnnttttt ldapur{z:b|h||} {z:W|W|W|X}:t soff*1:n,i
zz011001 100iiiii iiii00nn nnnttttt ldapurs{z:b|h|w|-} X:t soff*1:n,i
zz011001 110iiiii iiii00nn nnnttttt ldapurs{z:b|h|-|-} W:t soff*1:n,i
zz111000 10111111 110000nn nnnttttt ldapr{z:b|h||} {z:W|W|W|X}:t mem:n
11111000 0k1iiiii iiii01nn nnnttttt ldraa X:t soff*8:n,ki
11111000 0k1iiiii iiii11nn nnnttttt ldraa X:t pre*8:n,ki ?@keepsPointer
11111000 1k1iiiii iiii01nn nnnttttt ldrab X:t soff*8:n,ki
11111000 1k1iiiii iiii11nn nnnttttt ldrab X:t pre*8:n,ki ?@keepsPointer
`;

const ATOMIC = `
zz111000 0r1sssss 0ooo00nn nnn11111 st{o:add|clr|eor|set|smax|smin|umax|umin}{r:|l}{z:b|h||} {z:W|W|W|X}:s mem:n !next,reads
zz111000 ar1sssss 0ooo00nn nnnttttt ld{o:add|clr|eor|set|smax|smin|umax|umin}{a:|a}{r:|l}{z:b|h||} {z:W|W|W|X}:s {z:W|W|W|X}:t mem:n !next,reads
zz111000 ar1sssss 100000nn nnnttttt swp{a:|a}{r:|l}{z:b|h||} {z:W|W|W|X}:s {z:W|W|W|X}:t mem:n !next,reads
11111000 00111111 110100nn nnnttttt ld64b X:t mem:n ?t:0,2,4,6,8,10,12,14,16,18,20,22
11111000 00111111 100100nn nnnttttt st64b X:t mem:n ?t:0,2,4,6,8,10,12,14,16,18,20,22 !next,reads
11111000 001sssss 101100nn nnnttttt st64bv X:s X:t mem:n ?t:0,2,4,6,8,10,12,14,16,18,20,22
11111000 001sssss 101000nn nnnttttt st64bv0 X:s X:t mem:n ?t:0,2,4,6,8,10,12,14,16,18,20,22
`;

const TAGS = `
11011001 00100000 000000nn nnnttttt stzgm X:t mem:n !next,reads
11011001 10100000 000000nn nnnttttt stgm X:t mem:n !next,reads
11011001 11100000 000000nn nnnttttt ldgm X:t mem:n
11011001 011iiiii iiii00nn nnnttttt ldg X:t soff*16:n,i
11011001 kk1iiiii iiii01nn nnnttttt st{k:|z|2|z2}g XS:t post*16:n,i !next,reads
11011001 kk1iiiii iiii10nn nnnttttt st{k:|z|2|z2}g XS:t soff*16:n,i !next,reads
11011001 kk1iiiii iiii11nn nnnttttt st{k:|z|2|z2}g XS:t pre*16:n,i !next,reads
`;

const COPIES = `
00011o01 pp0sssss wwww01nn nnnddddd cpy{o:f|}{p:p|m|e|-}{w:|wt|rt|t|wn|wtwn|rtwn|twn|rn|wtrn|rtrn|trn|n|wtn|rtn|tn} written:d written:s count:n ?d:!31 ?s:!31 ?@copies
00011o01 110sssss pp0w01nn nnnddddd set{o:|g}{p:p|m|e|-}{w:|t} written:d count:n X:s ?d:!31 ?@copies
00011o01 110sssss pp1w01nn nnnddddd set{o:|g}{p:p|m|e|-}{w:n|tn} written:d count:n X:s ?d:!31 ?@copies
`;

export const LOADS: string = [
  EXCLUSIVE,
  LITERAL,
  PAIRS,
  ...GENERAL.map((line) => single(0, line)),
  ...SIMD.map((line) => single(1, line)),
  PREFETCH,
  ORDERED,
  ATOMIC,
  TAGS,
  COPIES,
].join('\n');
