// Scalars in SIMD registers, and cryptography.

const SAME = `
01u11110 zz1mmmmm 000011nn nnnddddd {u:s|u}qadd F.Z:d F.Z:n F.Z:m
01u11110 zz1mmmmm 001011nn nnnddddd {u:s|u}qsub F.Z:d F.Z:n F.Z:m
01u11110 zz1mmmmm 010011nn nnnddddd {u:s|u}qshl F.Z:d F.Z:n F.Z:m
01u11110 zz1mmmmm 010111nn nnnddddd {u:s|u}qrshl F.Z:d F.Z:n F.Z:m
01u11110 111mmmmm 001101nn nnnddddd {u:cmgt|cmhi} D:d D:n D:m
01u11110 111mmmmm 001111nn nnnddddd {u:cmge|cmhs} D:d D:n D:m
01u11110 111mmmmm 010001nn nnnddddd {u:s|u}shl D:d D:n D:m
01u11110 111mmmmm 010101nn nnnddddd {u:s|u}rshl D:d D:n D:m
01u11110 111mmmmm 100001nn nnnddddd {u:add|sub} D:d D:n D:m
01u11110 111mmmmm 100011nn nnnddddd {u:cmtst|cmeq} D:d D:n D:m
01u11110 zz1mmmmm 101101nn nnnddddd sq{u:|r}dmulh F.Z:d F.Z:n F.Z:m ?z:1,2
01111110 zz0mmmmm 1000o1nn nnnddddd sqrdml{o:a|s}h F.Z:d F.Z:n F.Z:m ?z:1,2
01011110 zz1mmmmm 100100nn nnnddddd sqdmlal F.ZW:d F.Z:n F.Z:m ?z:1,2
01011110 zz1mmmmm 101100nn nnnddddd sqdmlsl F.ZW:d F.Z:n F.Z:m ?z:1,2
01011110 zz1mmmmm 110100nn nnnddddd sqdmull F.ZW:d F.Z:n F.Z:m ?z:1,2

01u11110 zz100000 001110nn nnnddddd {u:suqadd|usqadd} F.Z:d F.Z:n
01u11110 zz100000 011110nn nnnddddd sq{u:abs|neg} F.Z:d F.Z:n
01u11110 11100000 100010nn nnnddddd {u:cmgt|cmge} D:d D:n #0
01u11110 11100000 100110nn nnnddddd {u:cmeq|cmle} D:d D:n #0
01011110 11100000 101010nn nnnddddd cmlt D:d D:n #0
01u11110 11100000 101110nn nnnddddd {u:abs|neg} D:d D:n
01u11110 zz100001 010010nn nnnddddd {u:s|u}qxtn F.Z:d F.ZW:n ?z:!3
01111110 zz100001 001010nn nnnddddd sqxtun F.Z:d F.ZW:n ?z:!3
01111110 01100001 011010nn nnnddddd fcvtxn S:d D:n

01011110 11110001 101110nn nnnddddd addp D:d V.2d:n
01111110 of110000 110010nn nnnddddd f{o:max|min}nmp F.FS:d V.{f:2s|2d}:n
01111110 of110000 111110nn nnnddddd f{o:max|min}p F.FS:d V.{f:2s|2d}:n
01111110 0f110000 110110nn nnnddddd faddp F.FS:d V.{f:2s|2d}:n
01011110 o0110000 110010nn nnnddddd f{o:max|min}nmp H:d V.2h:n
01011110 o0110000 111110nn nnnddddd f{o:max|min}p H:d V.2h:n
01011110 00110000 110110nn nnnddddd faddp H:d V.2h:n
01011110 000iiii1 000001nn nnnddddd mov B:d E.b:n,i
01011110 000iii10 000001nn nnnddddd mov H:d E.h:n,i
01011110 000ii100 000001nn nnnddddd mov S:d E.s:n,i
01011110 000i1000 000001nn nnnddddd mov D:d E.d:n,i
`;

/** Of `U`, the highest size bit: what numbers of 16, 32 and 64 bits have. */
const floats: readonly (readonly [u: number, a: number, three: string, two: string])[] = [
  [0, 0, '011 fmulx|100 fcmeq|111 frecps', '11010 fcvtns|11011 fcvtms|11100 fcvtas|11101 scvtf'],
  [1, 0, '100 fcmge|101 facge', '11010 fcvtnu|11011 fcvtmu|11100 fcvtau|11101 ucvtf'],
  [
    0,
    1,
    '111 frsqrts',
    '01100 fcmgt 0|01101 fcmeq 0|01110 fcmlt 0|11010 fcvtps|11011 fcvtzs|11101 frecpe|11111 frecpx',
  ],
  [1, 1, '010 fabd|100 fcmgt|101 facgt', '01100 fcmge 0|01101 fcmle 0|11010 fcvtpu|11011 fcvtzu|11101 frsqrte'],
];

const FLOATS = floats
  .flatMap(([u, a, three, two]) => [
    ...three.split('|').flatMap((operation) => {
      const [opcode, name] = operation.split(' ');
      return [
        `01${u}11110 ${a}f1mmmmm 11${opcode}1nn nnnddddd ${name} F.FS:d F.FS:n F.FS:m`,
        `01${u}11110 ${a}10mmmmm 00${opcode}1nn nnnddddd ${name} H:d H:n H:m`,
      ];
    }),
    ...two.split('|').flatMap((operation) => {
      const [opcode = '', name, zero] = operation.split(' ');
      const [high, low] = [opcode.slice(0, 1), opcode.slice(1)];
      const operand = zero === undefined ? '' : 'fzero';
      return [
        `01${u}11110 ${a}f10000${high} ${low}10nn nnnddddd ${name} F.FS:d F.FS:n ${operand}`,
        `01${u}11110 ${a}111100${high} ${low}10nn nnnddddd ${name} H:d H:n ${operand}`,
      ];
    }),
  ])
  .join('\n');

const elements: readonly (readonly [u: number, opcode: string, name: string, half: string, word: string])[] = [
  [0, '0011', 'sqdmlal', 'S:d H:n', 'D:d S:n'],
  [0, '0111', 'sqdmlsl', 'S:d H:n', 'D:d S:n'],
  [0, '1011', 'sqdmull', 'S:d H:n', 'D:d S:n'],
  [0, '1100', 'sqdmulh', 'H:d H:n', 'S:d S:n'],
  [0, '1101', 'sqrdmulh', 'H:d H:n', 'S:d S:n'],
  [1, '1101', 'sqrdmlah', 'H:d H:n', 'S:d S:n'],
  [1, '1111', 'sqrdmlsh', 'H:d H:n', 'S:d S:n'],
];
const floatElements: readonly (readonly [u: number, opcode: string, name: string])[] = [
  [0, '0001', 'fmla'],
  [0, '0101', 'fmls'],
  [0, '1001', 'fmul'],
  [1, '1001', 'fmulx'],
];

const ELEMENTS = [
  ...elements.flatMap(([u, opcode, name, half, word]) => [
    `01${u}11111 01lkmmmm ${opcode}h0nn nnnddddd ${name} ${half} E.h:m,hlk`,
    `01${u}11111 10lmmmmm ${opcode}h0nn nnnddddd ${name} ${word} E.s:m,hl`,
  ]),
  ...floatElements.flatMap(([u, opcode, name]) => [
    `01${u}11111 00lkmmmm ${opcode}h0nn nnnddddd ${name} H:d H:n E.h:m,hlk`,
    `01${u}11111 10lmmmmm ${opcode}h0nn nnnddddd ${name} S:d S:n E.s:m,hl`,
    `01${u}11111 110mmmmm ${opcode}h0nn nnnddddd ${name} D:d D:n E.d:m,h`,
  ]),
].join('\n');

const SHIFTS = [
  ['0001iii', 'B', 'H', 8],
  ['001iiii', 'H', 'S', 16],
  ['01iiiii', 'S', 'D', 32],
  ['1iiiiii', 'D', '', 64],
]
  .flatMap(([size = '', register, wide, bits]) => {
    const at = `0${String(size).slice(0, 4)}${String(size).slice(4)}`;
    const line = (u: string, opcode: string, name: string, operands: string): string =>
      `01${u}11111 ${at} ${opcode}1nn nnnddddd ${name} ${operands}`;
    const right = `${register}:d ${register}:n ${bits}-imm:i`;
    const left = `${register}:d ${register}:n imm:i`;
    const all = [line('1', '01100', 'sqshlu', left), line('u', '01110', '{u:s|u}qshl', left)];
    if (bits !== 8) all.push(line('u', '11100', '{u:s|u}cvtf', right), line('u', '11111', 'fcvtz{u:s|u}', right));
    if (wide !== '') {
      const narrow = `${register}:d ${wide}:n ${bits}-imm:i`;
      all.push(
        line('u', '10010', '{u:s|u}qshrn', narrow),
        line('u', '10011', '{u:s|u}qrshrn', narrow),
        line('1', '10000', 'sqshrun', narrow),
        line('1', '10001', 'sqrshrun', narrow),
      );
      return all;
    }
    all.push(
      line('u', '00000', '{u:s|u}shr', right),
      line('u', '00010', '{u:s|u}sra', right),
      line('u', '00100', '{u:s|u}rshr', right),
      line('u', '00110', '{u:s|u}rsra', right),
      line('1', '01000', 'sri', right),
      line('u', '01010', '{u:shl|sli}', left),
    );
    return all;
  })
  .join('\n');

const CRYPTOGRAPHY = `
01001110 00101000 010010nn nnnddddd aese V.16b:d V.16b:n
01001110 00101000 010110nn nnnddddd aesd V.16b:d V.16b:n
01001110 00101000 011010nn nnnddddd aesmc V.16b:d V.16b:n
01001110 00101000 011110nn nnnddddd aesimc V.16b:d V.16b:n
01011110 000mmmmm 000000nn nnnddddd sha1c Q:d S:n V.4s:m
01011110 000mmmmm 000100nn nnnddddd sha1p Q:d S:n V.4s:m
01011110 000mmmmm 001000nn nnnddddd sha1m Q:d S:n V.4s:m
01011110 000mmmmm 001100nn nnnddddd sha1su0 V.4s:d V.4s:n V.4s:m
01011110 000mmmmm 010000nn nnnddddd sha256h Q:d Q:n V.4s:m
01011110 000mmmmm 010100nn nnnddddd sha256h2 Q:d Q:n V.4s:m
01011110 000mmmmm 011000nn nnnddddd sha256su1 V.4s:d V.4s:n V.4s:m
01011110 00101000 000010nn nnnddddd sha1h S:d S:n
01011110 00101000 000110nn nnnddddd sha1su1 V.4s:d V.4s:n
01011110 00101000 001010nn nnnddddd sha256su0 V.4s:d V.4s:n
11001110 011mmmmm 100000nn nnnddddd sha512h Q:d Q:n V.2d:m
11001110 011mmmmm 100001nn nnnddddd sha512h2 Q:d Q:n V.2d:m
11001110 011mmmmm 100010nn nnnddddd sha512su1 V.2d:d V.2d:n V.2d:m
11001110 011mmmmm 100011nn nnnddddd rax1 V.2d:d V.2d:n V.2d:m
11001110 11000000 100000nn nnnddddd sha512su0 V.2d:d V.2d:n
11001110 11000000 100001nn nnnddddd sm4e V.4s:d V.4s:n
11001110 011mmmmm 110000nn nnnddddd sm3partw1 V.4s:d V.4s:n V.4s:m
11001110 011mmmmm 110001nn nnnddddd sm3partw2 V.4s:d V.4s:n V.4s:m
11001110 011mmmmm 110010nn nnnddddd sm4ekey V.4s:d V.4s:n V.4s:m
11001110 000mmmmm 0aaaaann nnnddddd eor3 V.16b:d V.16b:n V.16b:m V.16b:a
11001110 001mmmmm 0aaaaann nnnddddd bcax V.16b:d V.16b:n V.16b:m V.16b:a
11001110 010mmmmm 0aaaaann nnnddddd sm3ss1 V.4s:d V.4s:n V.4s:m V.4s:a
11001110 100mmmmm iiiiiinn nnnddddd xar V.2d:d V.2d:n V.2d:m imm:i
11001110 010mmmmm 10iioonn nnnddddd sm3tt{o:1a|1b|2a|2b} V.4s:d V.4s:n E.s:m,i
`;

export const SCALARS: readonly string[] = [SAME, FLOATS, ELEMENTS, SHIFTS, CRYPTOGRAPHY];
