// Floating point: D8 to DF.

const ARITHMETIC = ['fadd', 'fmul', 'fcom', 'fcomp', 'fsub', 'fsubr', 'fdiv', 'fdivr'];
/** The forms that write another register than st(0) name subtraction and division the other way round. */
const REVERSED = ['fadd', 'fmul', 'fcom', 'fcomp', 'fsubr', 'fsub', 'fdivr', 'fdiv'];

function arithmetic(name: string, i: number): string {
  const integer = name.replace('f', 'fi');
  const toFirst = name.startsWith('fcom') ? 'St' : 'st0,St';
  return `
    d8/${i} ${name} M4
    d8/${i} ${name} ${toFirst}
    da/${i} ${integer} M4
    dc/${i} ${name} M8
    de/${i} ${integer} M2`;
}

function reversed(name: string, i: number): string {
  if (name.startsWith('fcom')) return `\ndc/${i} ${name} St`;
  return `
    dc/${i} ${name} St,st0
    de/${i} ${name}p St,st0`;
}

/** Instructions without operands: opcode, reg field, and names by rm from 0 on; `-` for none. */
const PLAIN: readonly (readonly [opcode: string, names: string])[] = [
  ['d9/2', 'fnop'],
  ['d9/4', 'fchs fabs - - ftst fxam'],
  ['d9/5', 'fld1 fldl2t fldl2e fldpi fldlg2 fldln2 fldz'],
  ['d9/6', 'f2xm1 fyl2x fptan fpatan fxtract fprem1 fdecstp fincstp'],
  ['d9/7', 'fprem fyl2xp1 fsqrt fsincos frndint fscale fsin fcos'],
  ['da/5', '- fucompp'],
  ['db/4', 'fneni fndisi fnclex fninit fnsetpm'],
  ['de/3', '- fcompp'],
];

function plain([opcode, names]: readonly [string, string]): string {
  return names
    .split(' ')
    .map((name, rm) => (name === '-' ? '' : `\n${opcode}.reg.rm${rm} ${name}`))
    .join('');
}

export const x87 = (): string => `
  ${ARITHMETIC.map(arithmetic).join('')}
  ${REVERSED.map(reversed).join('')}
  ${PLAIN.map(plain).join('')}
  d9/0 fld M4
  d9/2 fst M4
  d9/3 fstp M4
  d9/4.o16 fldenv M14
  d9/4.o32.o64 fldenv M28
  d9/5 fldcw M2
  d9/6.o16 fnstenv M14
  d9/6.o32.o64 fnstenv M28
  d9/7 fnstcw M2
  d9/0 fld St
  d9/1 fxch St
  d9/3 fstpnce St
  da/0 fcmovb st0,St
  da/1 fcmove st0,St
  da/2 fcmovbe st0,St
  da/3 fcmovu st0,St
  db/0 fild M4
  db/1 fisttp M4
  db/2 fist M4
  db/3 fistp M4
  db/5 fld M10
  db/7 fstp M10
  db/0 fcmovnb st0,St
  db/1 fcmovne st0,St
  db/2 fcmovnbe st0,St
  db/3 fcmovnu st0,St
  db/5 fucomi st0,St
  db/6 fcomi st0,St
  dd/0 fld M8
  dd/1 fisttp M8
  dd/2 fst M8
  dd/3 fstp M8
  dd/4.o16 frstor M94
  dd/4.o32.o64 frstor M108
  dd/6.o16 fnsave M94
  dd/6.o32.o64 fnsave M108
  dd/7 fnstsw M2
  dd/0 ffree St
  dd/1 fxch St
  dd/2 fst St
  dd/3 fstp St
  dd/4 fucom St
  dd/5 fucomp St
  de/2 fcomp St
  df/0 fild M2
  df/1 fisttp M2
  df/2 fist M2
  df/3 fistp M2
  df/4 fbld M10
  df/5 fild M8
  df/6 fbstp M10
  df/7 fistp M8
  df/0 ffreep St
  df/1 fxch St
  df/2 fstp St
  df/3 fstp St
  df/4.reg.rm0 fnstsw ax
  df/5 fucomip st0,St
  df/6 fcomip st0,St
`;
