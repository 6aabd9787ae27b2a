// Advanced SIMD on vectors: three registers, two registers, across lanes, by element, permutations, copies, immediates.

const SAME_T = `
0qu01110 zz1mmmmm 000001nn nnnddddd {u:s|u}hadd V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 000011nn nnnddddd {u:s|u}qadd V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 000101nn nnnddddd {u:s|u}rhadd V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 001001nn nnnddddd {u:s|u}hsub V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 001011nn nnnddddd {u:s|u}qsub V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 001101nn nnnddddd {u:cmgt|cmhi} V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 001111nn nnnddddd {u:cmge|cmhs} V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 010001nn nnnddddd {u:s|u}shl V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 010011nn nnnddddd {u:s|u}qshl V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 010101nn nnnddddd {u:s|u}rshl V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 010111nn nnnddddd {u:s|u}qrshl V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 011001nn nnnddddd {u:s|u}max V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 011011nn nnnddddd {u:s|u}min V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 011101nn nnnddddd {u:s|u}abd V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 011111nn nnnddddd {u:s|u}aba V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 100001nn nnnddddd {u:add|sub} V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 100011nn nnnddddd {u:cmtst|cmeq} V.T:d V.T:n V.T:m
0qu01110 zz1mmmmm 100101nn nnnddddd {u:mla|mls} V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 100111nn nnnddddd {u:mul|pmul} V.T:d V.T:n V.T:m ?uz:0,1,2,4
0qu01110 zz1mmmmm 101001nn nnnddddd {u:s|u}maxp V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 101011nn nnnddddd {u:s|u}minp V.T:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 101101nn nnnddddd sq{u:|r}dmulh V.T:d V.T:n V.T:m ?z:1,2
0q001110 zz1mmmmm 101111nn nnnddddd addp V.T:d V.T:n V.T:m
0q001110 101mmmmm 000111nn nnnddddd mov V.B:d V.B:n ?@sameRegisters
0qu01110 zz1mmmmm 000111nn nnnddddd {uz:and|bic|orr|orn|eor|bsl|bit|bif} V.B:d V.B:n V.B:m
0q101110 zz0mmmmm 100001nn nnnddddd sqrdmlah V.T:d V.T:n V.T:m ?z:1,2
0q101110 zz0mmmmm 100011nn nnnddddd sqrdmlsh V.T:d V.T:n V.T:m ?z:1,2
0qu01110 100mmmmm 100101nn nnnddddd {u:s|u}dot V.S:d V.B:n V.B:m
0q001110 100mmmmm 100111nn nnnddddd usdot V.S:d V.B:n V.B:m
01u01110 100mmmmm 101001nn nnnddddd {u:s|u}mmla V.4s:d V.16b:n V.16b:m
01001110 100mmmmm 101011nn nnnddddd usmmla V.4s:d V.16b:n V.16b:m
0q101110 zz0mmmmm 110rr1nn nnnddddd fcmla V.T:d V.T:n V.T:m imm*90:r ?z:!0
0q101110 zz0mmmmm 111r01nn nnnddddd fcadd V.T:d V.T:n V.T:m imm+90*180:r ?z:!0
0q101110 010mmmmm 111111nn nnnddddd bfdot V.S:d V.H:n V.H:m
0q101110 110mmmmm 111111nn nnnddddd bfmlal{q:b|t} V.4s:d V.8h:n V.8h:m
01101110 010mmmmm 111011nn nnnddddd bfmmla V.4s:d V.8h:n V.8h:m
0q001110 o01mmmmm 111011nn nnnddddd fml{o:a|s}l V.S:d V.hh:n V.hh:m
0q101110 o01mmmmm 110011nn nnnddddd fml{o:a|s}l2 V.S:d V.hh:n V.hh:m
`;

/** Operations on floating-point numbers: `U`, the highest size bit, and three bits of opcode. */
const floats: readonly (readonly [u: number, a: number, operations: string])[] = [
  [0, 0, '000 fmaxnm|001 fmla|010 fadd|011 fmulx|100 fcmeq|110 fmax|111 frecps'],
  [0, 1, '000 fminnm|001 fmls|010 fsub|110 fmin|111 frsqrts'],
  [1, 0, '000 fmaxnmp|010 faddp|011 fmul|100 fcmge|101 facge|110 fmaxp|111 fdiv'],
  [1, 1, '000 fminnmp|010 fabd|100 fcmgt|101 facgt|110 fminp'],
];

const SAME_FLOAT = floats
  .flatMap(([u, a, operations]) =>
    operations.split('|').flatMap((operation) => {
      const [opcode, name] = operation.split(' ');
      return [
        `0q${u}01110 ${a}f1mmmmm 11${opcode}1nn nnnddddd ${name} V.F:d V.F:n V.F:m`,
        `0q${u}01110 ${a}10mmmmm 00${opcode}1nn nnnddddd ${name} V.H:d V.H:n V.H:m`,
      ];
    }),
  )
  .join('\n');

const DIFFERENT = `
0qu01110 zz1mmmmm 000000nn nnnddddd {u:s|u}addl{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 000100nn nnnddddd {u:s|u}addw{q:|2} V.W:d V.W:n V.T:m ?z:!3
0qu01110 zz1mmmmm 001000nn nnnddddd {u:s|u}subl{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 001100nn nnnddddd {u:s|u}subw{q:|2} V.W:d V.W:n V.T:m ?z:!3
0qu01110 zz1mmmmm 010000nn nnnddddd {u:|r}addhn{q:|2} V.T:d V.W:n V.W:m ?z:!3
0qu01110 zz1mmmmm 010100nn nnnddddd {u:s|u}abal{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 011000nn nnnddddd {u:|r}subhn{q:|2} V.T:d V.W:n V.W:m ?z:!3
0qu01110 zz1mmmmm 011100nn nnnddddd {u:s|u}abdl{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 100000nn nnnddddd {u:s|u}mlal{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 101000nn nnnddddd {u:s|u}mlsl{q:|2} V.W:d V.T:n V.T:m ?z:!3
0qu01110 zz1mmmmm 110000nn nnnddddd {u:s|u}mull{q:|2} V.W:d V.T:n V.T:m ?z:!3
0q001110 zz1mmmmm 100100nn nnnddddd sqdmlal{q:|2} V.W:d V.T:n V.T:m ?z:1,2
0q001110 zz1mmmmm 101100nn nnnddddd sqdmlsl{q:|2} V.W:d V.T:n V.T:m ?z:1,2
0q001110 zz1mmmmm 110100nn nnnddddd sqdmull{q:|2} V.W:d V.T:n V.T:m ?z:1,2
0q001110 zz1mmmmm 111000nn nnnddddd pmull{q:|2} V.W:d V.T1:n V.T1:m ?z:0,3
`;

const INTEGER_PAIRS = `
0q001110 zz100000 000010nn nnnddddd rev64 V.T:d V.T:n ?z:!3
0q001110 zz100000 000110nn nnnddddd rev16 V.T:d V.T:n ?z:0
0q101110 zz100000 000010nn nnnddddd rev32 V.T:d V.T:n ?z:0,1
0qu01110 zz100000 001010nn nnnddddd {u:s|u}addlp V.P:d V.T:n ?z:!3
0qu01110 zz100000 001110nn nnnddddd {u:suqadd|usqadd} V.T:d V.T:n
0qu01110 zz100000 010010nn nnnddddd {u:cls|clz} V.T:d V.T:n ?z:!3
0q001110 zz100000 010110nn nnnddddd cnt V.T:d V.T:n ?z:0
0q101110 00100000 010110nn nnnddddd mvn V.B:d V.B:n
0q101110 01100000 010110nn nnnddddd rbit V.B:d V.B:n
0qu01110 zz100000 011010nn nnnddddd {u:s|u}adalp V.P:d V.T:n ?z:!3
0qu01110 zz100000 011110nn nnnddddd sq{u:abs|neg} V.T:d V.T:n
0qu01110 zz100000 100010nn nnnddddd {u:cmgt|cmge} V.T:d V.T:n #0
0qu01110 zz100000 100110nn nnnddddd {u:cmeq|cmle} V.T:d V.T:n #0
0q001110 zz100000 101010nn nnnddddd cmlt V.T:d V.T:n #0
0qu01110 zz100000 101110nn nnnddddd {u:abs|neg} V.T:d V.T:n
0qu01110 zz100001 001010nn nnnddddd {u:xtn|sqxtun}{q:|2} V.T:d V.W:n ?z:!3
0q101110 zz100001 001110nn nnnddddd shll{q:|2} V.W:d V.T:n {z:#8|#16|#32|-}
0qu01110 zz100001 010010nn nnnddddd {u:s|u}qxtn{q:|2} V.T:d V.W:n ?z:!3
0q001110 0f100001 011010nn nnnddddd fcvtn{q:|2} V.{fq:4h|8h|2s|4s}:d V.FW:n
0q101110 01100001 011010nn nnnddddd fcvtxn{q:|2} V.S:d V.2d:n
0q001110 10100001 011010nn nnnddddd bfcvtn{q:|2} V.H:d V.4s:n
0q001110 0f100001 011110nn nnnddddd fcvtl{q:|2} V.FW:d V.{fq:4h|8h|2s|4s}:n
0qu01110 zz110000 001110nn nnnddddd {u:s|u}addlv F.ZW:d V.T:n ?qz:0,1,4,5,6
0qu01110 zz110000 101010nn nnnddddd {u:s|u}maxv F.Z:d V.T:n ?qz:0,1,4,5,6
0qu01110 zz110001 101010nn nnnddddd {u:s|u}minv F.Z:d V.T:n ?qz:0,1,4,5,6
0q001110 zz110001 101110nn nnnddddd addv F.Z:d V.T:n ?qz:0,1,4,5,6
01101110 o0110000 110010nn nnnddddd f{o:max|min}nmv S:d V.4s:n
01101110 o0110000 111110nn nnnddddd f{o:max|min}v S:d V.4s:n
0q001110 o0110000 110010nn nnnddddd f{o:max|min}nmv H:d V.H:n
0q001110 o0110000 111110nn nnnddddd f{o:max|min}v H:d V.H:n
`;

const floatPairs: readonly (readonly [u: number, a: number, operations: string])[] = [
  [0, 0, '11000 frintn|11001 frintm|11010 fcvtns|11011 fcvtms|11100 fcvtas|11101 scvtf'],
  [0, 1, '01111 fabs|11000 frintp|11001 frintz|11010 fcvtps|11011 fcvtzs|11101 frecpe'],
  [1, 0, '11000 frinta|11001 frintx|11010 fcvtnu|11011 fcvtmu|11100 fcvtau|11101 ucvtf'],
  [1, 1, '01111 fneg|11001 frinti|11010 fcvtpu|11011 fcvtzu|11101 frsqrte|11111 fsqrt'],
  [0, 1, '01100 fcmgt 0|01101 fcmeq 0|01110 fcmlt 0'],
  [1, 1, '01100 fcmge 0|01101 fcmle 0'],
];

const FLOAT_PAIRS = `${floatPairs
  .flatMap(([u, a, operations]) =>
    operations.split('|').flatMap((operation) => {
      const [opcode = '', name, zero] = operation.split(' ');
      const [high, low] = [opcode.slice(0, 1), opcode.slice(1)];
      const operand = zero === undefined ? '' : 'fzero';
      return [
        `0q${u}01110 ${a}f10000${high} ${low}10nn nnnddddd ${name} V.F:d V.F:n ${operand}`,
        `0q${u}01110 ${a}111100${high} ${low}10nn nnnddddd ${name} V.H:d V.H:n ${operand}`,
      ];
    }),
  )
  .join('\n')}
0q001110 0f100001 111010nn nnnddddd frint32z V.F:d V.F:n
0q001110 0f100001 111110nn nnnddddd frint64z V.F:d V.F:n
0q101110 0f100001 111010nn nnnddddd frint32x V.F:d V.F:n
0q101110 0f100001 111110nn nnnddddd frint64x V.F:d V.F:n
0qu01110 10100001 110010nn nnnddddd {u:urecpe|ursqrte} V.S:d V.S:n
`;

/** By element: halves have a register below 16 and an index of three bits, words one of two. */
const elements: readonly (readonly [u: string, opcode: string, name: string, shape: 'same' | 'wide'])[] = [
  ['u', '0010', '{u:s|u}mlal{q:|2}', 'wide'],
  ['u', '0110', '{u:s|u}mlsl{q:|2}', 'wide'],
  ['u', '1010', '{u:s|u}mull{q:|2}', 'wide'],
  ['0', '0011', 'sqdmlal{q:|2}', 'wide'],
  ['0', '0111', 'sqdmlsl{q:|2}', 'wide'],
  ['0', '1011', 'sqdmull{q:|2}', 'wide'],
  ['0', '1000', 'mul', 'same'],
  ['1', '0000', 'mla', 'same'],
  ['1', '0100', 'mls', 'same'],
  ['0', '1100', 'sqdmulh', 'same'],
  ['0', '1101', 'sqrdmulh', 'same'],
  ['1', '1101', 'sqrdmlah', 'same'],
  ['1', '1111', 'sqrdmlsh', 'same'],
];

const ELEMENTS = `${elements
  .flatMap(([u, opcode, name, shape]) => {
    const half = shape === 'wide' ? 'V.4s:d V.H:n' : 'V.H:d V.H:n';
    const word = shape === 'wide' ? 'V.2d:d V.S:n' : 'V.S:d V.S:n';
    return [
      `0q${u}01111 01lkmmmm ${opcode}h0nn nnnddddd ${name} ${half} E.h:m,hlk`,
      `0q${u}01111 10lmmmmm ${opcode}h0nn nnnddddd ${name} ${word} E.s:m,hl`,
    ];
  })
  .join('\n')}
${[
  ['0', '0001', 'fmla'],
  ['0', '0101', 'fmls'],
  ['0', '1001', 'fmul'],
  ['1', '1001', 'fmulx'],
]
  .flatMap(([u, opcode, name]) => [
    `0q${u}01111 00lkmmmm ${opcode}h0nn nnnddddd ${name} V.H:d V.H:n E.h:m,hlk`,
    `0q${u}01111 10lmmmmm ${opcode}h0nn nnnddddd ${name} V.S:d V.S:n E.s:m,hl`,
    `01${u}01111 110mmmmm ${opcode}h0nn nnnddddd ${name} V.2d:d V.2d:n E.d:m,h`,
  ])
  .join('\n')}
0qu01111 10lmmmmm 1110h0nn nnnddddd {u:s|u}dot V.S:d V.B:n E.4b:m,hl
0q001111 00lmmmmm 1111h0nn nnnddddd sudot V.S:d V.B:n E.4b:m,hl
0q001111 10lmmmmm 1111h0nn nnnddddd usdot V.S:d V.B:n E.4b:m,hl
0q001111 01lmmmmm 1111h0nn nnnddddd bfdot V.S:d V.H:n E.2h:m,hl
0q001111 11lkmmmm 1111h0nn nnnddddd bfmlal{q:b|t} V.4s:d V.8h:n E.h:m,hlk
0q101111 01lmmmmm 0rr1h0nn nnnddddd fcmla V.H:d V.H:n E.h:m,hl imm*90:r ?qh:0,2,3
01101111 100mmmmm 0rr1h0nn nnnddddd fcmla V.4s:d V.4s:n E.s:m,h imm*90:r
0q001111 10lkmmmm 0o00h0nn nnnddddd fml{o:a|s}l V.S:d V.hh:n E.h:m,hlk
0q101111 10lkmmmm 1o00h0nn nnnddddd fml{o:a|s}l2 V.S:d V.hh:n E.h:m,hlk
`;

const PERMUTED = `
0q001110 zz0mmmmm 0o0110nn nnnddddd uzp{o:1|2} V.T:d V.T:n V.T:m
0q001110 zz0mmmmm 0o1010nn nnnddddd trn{o:1|2} V.T:d V.T:n V.T:m
0q001110 zz0mmmmm 0o1110nn nnnddddd zip{o:1|2} V.T:d V.T:n V.T:m
00101110 000mmmmm 00iii0nn nnnddddd ext V.8b:d V.8b:n V.8b:m imm:i
01101110 000mmmmm 0iiii0nn nnnddddd ext V.16b:d V.16b:n V.16b:m imm:i
0q001110 000mmmmm 0lle00nn nnnddddd tb{e:l|x} V.B:d {l:L1|L2|L3|L4}.16b:n V.B:m

0q001110 000iiii1 000001nn nnnddddd dup V.B:d E.b:n,i
0q001110 000iii10 000001nn nnnddddd dup V.H:d E.h:n,i
0q001110 000ii100 000001nn nnnddddd dup V.S:d E.s:n,i
01001110 000i1000 000001nn nnnddddd dup V.2d:d E.d:n,i
0q001110 000xxxx1 000011nn nnnddddd dup V.B:d W:n
0q001110 000xxx10 000011nn nnnddddd dup V.H:d W:n
0q001110 000xx100 000011nn nnnddddd dup V.S:d W:n
01001110 000x1000 000011nn nnnddddd dup V.2d:d X:n
00001110 000iiii1 001011nn nnnddddd smov W:d E.b:n,i
00001110 000iii10 001011nn nnnddddd smov W:d E.h:n,i
01001110 000iiii1 001011nn nnnddddd smov X:d E.b:n,i
01001110 000iii10 001011nn nnnddddd smov X:d E.h:n,i
01001110 000ii100 001011nn nnnddddd smov X:d E.s:n,i
00001110 000iiii1 001111nn nnnddddd umov W:d E.b:n,i
00001110 000iii10 001111nn nnnddddd umov W:d E.h:n,i
00001110 000ii100 001111nn nnnddddd mov W:d E.s:n,i
01001110 000i1000 001111nn nnnddddd mov X:d E.d:n,i
01001110 000iiii1 000111nn nnnddddd mov E.b:d,i W:n
01001110 000iii10 000111nn nnnddddd mov E.h:d,i W:n
01001110 000ii100 000111nn nnnddddd mov E.s:d,i W:n
01001110 000i1000 000111nn nnnddddd mov E.d:d,i X:n
01101110 000iiii1 0jjjj1nn nnnddddd mov E.b:d,i E.b:n,j
01101110 000iii10 0jjjx1nn nnnddddd mov E.h:d,i E.h:n,j
01101110 000ii100 0jjxx1nn nnnddddd mov E.s:d,i E.s:n,j
01101110 000i1000 0jxxx1nn nnnddddd mov E.d:d,i E.d:n,j
`;

const IMMEDIATES = `
0qo01111 00000aaa 0hh001bb bbbddddd {o:movi|mvni} V.S:d immlsl*8:ab,h
0qo01111 00000aaa 0hh101bb bbbddddd {o:orr|bic} V.S:d immlsl*8:ab,h
0qo01111 00000aaa 10h001bb bbbddddd {o:movi|mvni} V.H:d immlsl*8:ab,h
0qo01111 00000aaa 10h101bb bbbddddd {o:orr|bic} V.H:d immlsl*8:ab,h
0qo01111 00000aaa 110h01bb bbbddddd {o:movi|mvni} V.S:d immmsl:ab,h
0q001111 00000aaa 111001bb bbbddddd movi V.B:d imm:ab
00101111 00000aaa 111001bb bbbddddd movi D:d bytemask:ab
01101111 00000aaa 111001bb bbbddddd movi V.2d:d bytemask:ab
0q001111 00000aaa 111101bb bbbddddd fmov V.S:d float:ab
0q001111 00000aaa 111111bb bbbddddd fmov V.H:d float:ab
01101111 00000aaa 111101bb bbbddddd fmov V.2d:d float:ab
`;

/** Shifts by immediates: bits of the size, vectors, how much is added to a left shift. */
const SHIFT_SIZES = [
  ['0001iii', 'B', '8h', 8],
  ['001iiii', 'H', '4s', 16],
  ['01iiiii', 'S', '2d', 32],
  ['1iiiiii', '2d', '', 64],
] as const;

const SHIFTS = SHIFT_SIZES.flatMap(([size, vector, wide, bits]) => {
  const q = bits === 64 ? '1' : 'q';
  const [high, low] = [size.slice(0, 4), size.slice(4)];
  const line = (u: string, opcode: string, name: string, operands: string): string =>
    `0${q}${u}01111 0${high}${low} ${opcode}1nn nnnddddd ${name} ${operands}`;
  const right = `V.${vector}:d V.${vector}:n ${bits}-imm:i`;
  const left = `V.${vector}:d V.${vector}:n imm:i`;
  const same = [
    line('u', '00000', '{u:s|u}shr', right),
    line('u', '00010', '{u:s|u}sra', right),
    line('u', '00100', '{u:s|u}rshr', right),
    line('u', '00110', '{u:s|u}rsra', right),
    line('1', '01000', 'sri', right),
    line('u', '01010', '{u:shl|sli}', left),
    line('1', '01100', 'sqshlu', left),
    line('u', '01110', '{u:s|u}qshl', left),
    ...(bits === 8 ? [] : [line('u', '11100', '{u:s|u}cvtf', right), line('u', '11111', 'fcvtz{u:s|u}', right)]),
  ];
  if (wide === '') return same;
  const narrow = `V.${vector}:d V.${wide}:n ${bits}-imm:i`;
  return [
    ...same,
    line('u', '10000', '{u:shrn|sqshrun}{q:|2}', narrow),
    line('u', '10001', '{u:rshrn|sqrshrun}{q:|2}', narrow),
    line('u', '10010', '{u:s|u}qshrn{q:|2}', narrow),
    line('u', '10011', '{u:s|u}qrshrn{q:|2}', narrow),
    line('u', '10100', '{u:s|u}shll{q:|2}', `V.${wide}:d V.${vector}:n imm:i`),
  ];
}).join('\n');

export const VECTORS: readonly string[] = [
  SAME_T,
  SAME_FLOAT,
  DIFFERENT,
  INTEGER_PAIRS,
  FLOAT_PAIRS,
  ELEMENTS,
  PERMUTED,
  IMMEDIATES,
  SHIFTS,
];
