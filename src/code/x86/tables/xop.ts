// AMD's XOP and TBM, and their maps 8, 9 and 10.

const hex = (value: number): string => value.toString(16);

const spread = (first: number, names: string, line: (opcode: string, name: string) => string): string =>
  names
    .split(' ')
    .map((name, i) => (name === '-' ? '' : `\n${line(hex(first + i), name)}`))
    .join('');

/** Two sources and one more that the last byte names. */
const accumulate = (first: number, names: string): string =>
  spread(first, names, (opcode, name) => `${opcode}.np.w0.l0 ${name} Vo,Ho,Wo,Lo`);

export const xop8 = (): string => `
  ${accumulate(0x85, 'vpmacssww vpmacsswd vpmacssdql')}
  ${accumulate(0x8e, 'vpmacssdd vpmacssdqh')}
  ${accumulate(0x95, 'vpmacsww vpmacswd vpmacsdql')}
  ${accumulate(0x9e, 'vpmacsdd vpmacsdqh')}
  ${accumulate(0xa6, 'vpmadcsswd')}
  ${accumulate(0xb6, 'vpmadcswd')}
  a2.np.w0 vpcmov Vx,Hx,Wx,Lx
  a2.np.w1 vpcmov Vx,Hx,Lx,Wx
  a3.np.w0.l0 vpperm Vo,Ho,Wo,Lo
  a3.np.w1.l0 vpperm Vo,Ho,Lo,Wo
  ${spread(0xc0, 'vprotb vprotw vprotd vprotq', (opcode, name) => `${opcode}.np.w0.l0 ${name} Vo,Wo,Ib`)}
  ${spread(0xcc, 'vpcomb vpcomw vpcomd vpcomq', (opcode, name) => `${opcode}.np.w0.l0 ${name} Vo,Ho,Wo,Ib`)}
  ${spread(0xec, 'vpcomub vpcomuw vpcomud vpcomuq', (opcode, name) => `${opcode}.np.w0.l0 ${name} Vo,Ho,Wo,Ib`)}
`;

/** Packed horizontal sums by opcode. */
const HORIZONTAL: readonly (readonly [first: number, names: string])[] = [
  [0xc1, 'vphaddbw vphaddbd vphaddbq - - vphaddwd vphaddwq'],
  [0xcb, 'vphadddq'],
  [0xd1, 'vphaddubw vphaddubd vphaddubq - - vphadduwd vphadduwq'],
  [0xdb, 'vphaddudq'],
  [0xe1, 'vphsubbw vphsubwd vphsubdq'],
];
const BIT_GROUPS = 'blcfill blsfill blcs tzmsk blcic blsic t1mskc';

const shifts = (opcode: string, name: string): string => `
  ${opcode}.np.w0.l0 ${name} Vo,Wo,Ho
  ${opcode}.np.w1.l0 ${name} Vo,Ho,Wo`;

export const xop9 = (): string => `
  ${BIT_GROUPS.split(' ')
    .map((name, i) => `\n01/${i + 1}.np.l0 ${name} By,Ey`)
    .join('')}
  02/1.np.l0 blcmsk By,Ey
  02/6.np.l0 blci By,Ey
  12/0.np.l0 llwpcb Ry
  12/1.np.l0 slwpcb Ry
  80.np.w0 vfrczps Vx,Wx
  81.np.w0 vfrczpd Vx,Wx
  82.np.w0.l0 vfrczss Vo,Wo4
  83.np.w0.l0 vfrczsd Vo,Wo8
  ${spread(0x90, 'vprotb vprotw vprotd vprotq vpshlb vpshlw vpshld vpshlq vpshab vpshaw vpshad vpshaq', shifts)}
  ${HORIZONTAL.map(([first, names]) => spread(first, names, (opcode, name) => `${opcode}.np.w0.l0 ${name} Vo,Wo`)).join('')}
`;

export const xop10 = (): string => `
  10.np.l0 bextr Gy,Ey,Id
  12/0.np.l0 lwpins By,Ed,Id
  12/1.np.l0 lwpval By,Ed,Id
`;
