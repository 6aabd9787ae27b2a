// Instructions with an EVEX prefix: AVX-512. Words behind the operands: `k` a mask, `kz` also with zeroing, `er` rounding, `sae` suppressed
// exceptions, `b4` memory may be one element of 4 bytes, `n4` a displacement of 8 bits counts 4 bytes.

import { fused } from './vex.ts';

const hex = (value: number): string => value.toString(16);

/** One line for each name of a row of opcodes; `-` leaves one out. */
function spread(first: number, names: string, line: (opcode: string, name: string) => string): string {
  return names
    .split(' ')
    .map((name, i) => (name === '-' ? '' : `\n${line(hex(first + i), name)}`))
    .join('');
}

/** Bytes and words: nothing is repeated, and W says nothing. */
const small = (first: number, names: string): string =>
  spread(first, names, (opcode, name) => `${opcode}.66 ${name} Vx,Hx,Wx kz`);

/** Doublewords with W0, quadwords with W1; both where the name ends with `*`. */
const large = (first: number, names: string): string =>
  spread(first, names, (opcode, name) => {
    const both = name.endsWith('*');
    const base = name.replace('*', '');
    if (both) return `${element(opcode, `${base}d`, 4)}${element(opcode, `${base}q`, 8)}`;
    return element(opcode, base, base.endsWith('q') ? 8 : 4);
  });

const element = (opcode: string, name: string, bytes: number): string =>
  `\n${opcode}.66.w${bytes === 8 ? 1 : 0} ${name} Vx,Hx,Wx kz b${bytes}`;

/** Comparisons write a mask. */
const compare = (opcode: string, name: string, bytes: number): string =>
  `\n${opcode}.66${bytes > 2 ? `.w${bytes === 8 ? 1 : 0}` : ''} ${name} Kg,Hx,Wx k${bytes > 2 ? ` b${bytes}` : ''}`;

/** Floating point behind 0F, where prefixes tell the precision. */
const packed = (opcode: string, name: string, words = ''): string => `
  ${opcode}.np.w0 ${name}ps Vx,Hx,Wx kz b4 ${words}
  ${opcode}.66.w1 ${name}pd Vx,Hx,Wx kz b8 ${words}`;

const scalar = (opcode: string, name: string, words = ''): string => `
  ${opcode}.f3.w0 ${name}ss Vo,Ho,Wo4 kz ${words}
  ${opcode}.f2.w1 ${name}sd Vo,Ho,Wo8 kz ${words}`;

const float = (opcode: string, name: string, words: string): string =>
  packed(opcode, name, words) + scalar(opcode, name, words);

/** Floating point behind 0F38 and 0F3A, where W tells the precision. `operands` are those of whole vectors. */
const byW = (opcode: string, name: string, operands: string, words: string): string => `
  ${opcode}.66.w0 ${name}ps ${operands} b4 ${words}
  ${opcode}.66.w1 ${name}pd ${operands} b8 ${words}`;

const scalarByW = (opcode: string, name: string, rest: string, words: string): string => `
  ${opcode}.66.w0 ${name}ss Vo,Ho,Wo4${rest} ${words}
  ${opcode}.66.w1 ${name}sd Vo,Ho,Wo8${rest} ${words}`;

const MOVES = `
  10.np.w0 vmovups Vx,Wx kz
  10.66.w1 vmovupd Vx,Wx kz
  10.f3.w0 vmovss Vo,M4 kz
  10.f3.w0 vmovss Vo,Ho,Uo kz
  10.f2.w1 vmovsd Vo,M8 kz
  10.f2.w1 vmovsd Vo,Ho,Uo kz
  11.np.w0 vmovups Wx,Vx kz
  11.66.w1 vmovupd Wx,Vx kz
  11.f3.w0 vmovss M4,Vo k
  11.f3.w0 vmovss Uo,Ho,Vo kz
  11.f2.w1 vmovsd M8,Vo k
  11.f2.w1 vmovsd Uo,Ho,Vo kz
  12.np.w0.l0 vmovhlps Vo,Ho,Uo
  12.np.w0.l0 vmovlps Vo,Ho,M8
  12.66.w1.l0 vmovlpd Vo,Ho,M8
  12.f3.w0 vmovsldup Vx,Wx kz
  12.f2.w1.l0 vmovddup Vo,Wo8 kz
  12.f2.w1.l1.l2 vmovddup Vx,Wx kz
  13.np.w0.l0 vmovlps M8,Vo
  13.66.w1.l0 vmovlpd M8,Vo
  16.np.w0.l0 vmovlhps Vo,Ho,Uo
  16.np.w0.l0 vmovhps Vo,Ho,M8
  16.66.w1.l0 vmovhpd Vo,Ho,M8
  16.f3.w0 vmovshdup Vx,Wx kz
  17.np.w0.l0 vmovhps M8,Vo
  17.66.w1.l0 vmovhpd M8,Vo
  28.np.w0 vmovaps Vx,Wx kz
  28.66.w1 vmovapd Vx,Wx kz
  29.np.w0 vmovaps Wx,Vx kz
  29.66.w1 vmovapd Wx,Vx kz
  2b.np.w0 vmovntps Mx,Vx
  2b.66.w1 vmovntpd Mx,Vx
  6e.66.l0.o32 vmovd Vo,Ed
  6e.66.l0.o64 vmovq Vo,Eq
  7e.66.l0.o32 vmovd Ed,Vo
  7e.66.l0.o64 vmovq Eq,Vo
  7e.f3.w1.l0 vmovq Vo,Wo8
  d6.66.w1.l0 vmovq Wo8,Vo
  e7.66.w0 vmovntdq Mx,Vx
  6f.66.w0 vmovdqa32 Vx,Wx kz
  6f.66.w1 vmovdqa64 Vx,Wx kz
  6f.f3.w0 vmovdqu32 Vx,Wx kz
  6f.f3.w1 vmovdqu64 Vx,Wx kz
  6f.f2.w0 vmovdqu8 Vx,Wx kz
  6f.f2.w1 vmovdqu16 Vx,Wx kz
  7f.66.w0 vmovdqa32 Wx,Vx kz
  7f.66.w1 vmovdqa64 Wx,Vx kz
  7f.f3.w0 vmovdqu32 Wx,Vx kz
  7f.f3.w1 vmovdqu64 Wx,Vx kz
  7f.f2.w0 vmovdqu8 Wx,Vx kz
  7f.f2.w1 vmovdqu16 Wx,Vx kz
`;

const CONVERSIONS = `
  2a.f3 vcvtsi2ss Vo,Ho,Ey er
  2a.f2.o32 vcvtsi2sd Vo,Ho,Ed er
  2a.f2.o64 vcvtsi2sd Vo,Ho,Eq er
  2c.f3 vcvttss2si Gy,Wo4 sae
  2c.f2 vcvttsd2si Gy,Wo8 sae
  2d.f3 vcvtss2si Gy,Wo4 er
  2d.f2 vcvtsd2si Gy,Wo8 er
  2e.np.w0 vucomiss Vo,Wo4 sae
  2e.66.w1 vucomisd Vo,Wo8 sae
  2f.np.w0 vcomiss Vo,Wo4 sae
  2f.66.w1 vcomisd Vo,Wo8 sae
  5a.np.w0 vcvtps2pd Vx,Wh kz sae b4
  5a.66.w1 vcvtpd2ps Vh,Wx kz er b8
  5a.f3.w0 vcvtss2sd Vo,Ho,Wo4 kz sae
  5a.f2.w1 vcvtsd2ss Vo,Ho,Wo8 kz er
  5b.np.w0 vcvtdq2ps Vx,Wx kz er b4
  5b.np.w1 vcvtqq2ps Vh,Wx kz er b8
  5b.66.w0 vcvtps2dq Vx,Wx kz er b4
  5b.f3.w0 vcvttps2dq Vx,Wx kz sae b4
  78.np.w0 vcvttps2udq Vx,Wx kz sae b4
  78.np.w1 vcvttpd2udq Vh,Wx kz sae b8
  78.66.w0 vcvttps2uqq Vx,Wh kz sae b4
  78.66.w1 vcvttpd2uqq Vx,Wx kz sae b8
  78.f3 vcvttss2usi Gy,Wo4 sae
  78.f2 vcvttsd2usi Gy,Wo8 sae
  79.np.w0 vcvtps2udq Vx,Wx kz er b4
  79.np.w1 vcvtpd2udq Vh,Wx kz er b8
  79.66.w0 vcvtps2uqq Vx,Wh kz er b4
  79.66.w1 vcvtpd2uqq Vx,Wx kz er b8
  79.f3 vcvtss2usi Gy,Wo4 er
  79.f2 vcvtsd2usi Gy,Wo8 er
  7a.66.w0 vcvttps2qq Vx,Wh kz sae b4
  7a.66.w1 vcvttpd2qq Vx,Wx kz sae b8
  7a.f3.w0 vcvtudq2pd Vx,Wh kz er b4
  7a.f3.w1 vcvtuqq2pd Vx,Wx kz er b8
  7a.f2.w0 vcvtudq2ps Vx,Wx kz er b4
  7a.f2.w1 vcvtuqq2ps Vh,Wx kz er b8
  7b.66.w0 vcvtps2qq Vx,Wh kz er b4
  7b.66.w1 vcvtpd2qq Vx,Wx kz er b8
  7b.f3 vcvtusi2ss Vo,Ho,Ey er
  7b.f2.o32 vcvtusi2sd Vo,Ho,Ed er
  7b.f2.o64 vcvtusi2sd Vo,Ho,Eq er
  e6.f3.w0 vcvtdq2pd Vx,Wh kz er b4
  e6.f3.w1 vcvtqq2pd Vx,Wx kz er b8
  e6.66.w1 vcvttpd2dq Vh,Wx kz sae b8
  e6.f2.w1 vcvtpd2dq Vh,Wx kz er b8
`;

const SHIFTS = `
  70.66.w0 vpshufd Vx,Wx,Ib kz b4
  70.f3 vpshufhw Vx,Wx,Ib kz
  70.f2 vpshuflw Vx,Wx,Ib kz
  71/2.66 vpsrlw Hx,Wx,Ib kz
  71/4.66 vpsraw Hx,Wx,Ib kz
  71/6.66 vpsllw Hx,Wx,Ib kz
  72/0.66.w0 vprord Hx,Wx,Ib kz b4
  72/0.66.w1 vprorq Hx,Wx,Ib kz b8
  72/1.66.w0 vprold Hx,Wx,Ib kz b4
  72/1.66.w1 vprolq Hx,Wx,Ib kz b8
  72/2.66.w0 vpsrld Hx,Wx,Ib kz b4
  72/4.66.w0 vpsrad Hx,Wx,Ib kz b4
  72/4.66.w1 vpsraq Hx,Wx,Ib kz b8
  72/6.66.w0 vpslld Hx,Wx,Ib kz b4
  73/2.66.w1 vpsrlq Hx,Wx,Ib kz b8
  73/3.66 vpsrldq Hx,Wx,Ib
  73/6.66.w1 vpsllq Hx,Wx,Ib kz b8
  73/7.66 vpslldq Hx,Wx,Ib
  d1.66 vpsrlw Vx,Hx,Wo kz
  d2.66.w0 vpsrld Vx,Hx,Wo kz
  d3.66.w1 vpsrlq Vx,Hx,Wo kz
  e1.66 vpsraw Vx,Hx,Wo kz
  e2.66.w0 vpsrad Vx,Hx,Wo kz
  e2.66.w1 vpsraq Vx,Hx,Wo kz
  f1.66 vpsllw Vx,Hx,Wo kz
  f2.66.w0 vpslld Vx,Hx,Wo kz
  f3.66.w1 vpsllq Vx,Hx,Wo kz
`;

export const evexTwo = (): string => `
  ${MOVES}
  ${CONVERSIONS}
  ${SHIFTS}
  ${packed('14', 'vunpckl')}
  ${packed('15', 'vunpckh')}
  51.np.w0 vsqrtps Vx,Wx kz er b4
  51.66.w1 vsqrtpd Vx,Wx kz er b8
  ${scalar('51', 'vsqrt', 'er')}
  ${spread(0x54, 'vand vandn vor vxor', packed)}
  ${spread(0x58, 'vadd vmul - - vsub - vdiv', (opcode, name) => float(opcode, name, 'er'))}
  ${spread(0x5d, 'vmin - vmax', (opcode, name) => float(opcode, name, 'sae'))}
  ${small(0x60, 'vpunpcklbw vpunpcklwd - vpacksswb - - - vpackuswb vpunpckhbw vpunpckhwd')}
  ${element('62', 'vpunpckldq', 4)}
  ${element('6a', 'vpunpckhdq', 4)}
  ${element('6b', 'vpackssdw', 4)}
  ${element('6c', 'vpunpcklqdq', 8)}
  ${element('6d', 'vpunpckhqdq', 8)}
  ${compare('64', 'vpcmpgtb', 1)}
  ${compare('65', 'vpcmpgtw', 2)}
  ${compare('66', 'vpcmpgtd', 4)}
  ${compare('74', 'vpcmpeqb', 1)}
  ${compare('75', 'vpcmpeqw', 2)}
  ${compare('76', 'vpcmpeqd', 4)}
  c2.np.w0 vcmpps Kg,Hx,Wx,Ib k sae b4
  c2.66.w1 vcmppd Kg,Hx,Wx,Ib k sae b8
  c2.f3.w0 vcmpss Kg,Ho,Wo4,Ib k sae
  c2.f2.w1 vcmpsd Kg,Ho,Wo8,Ib k sae
  c4.66.l0 vpinsrw Vo,Ho,Ey2,Ib
  c5.66.l0 vpextrw Gy,Uo,Ib
  c6.np.w0 vshufps Vx,Hx,Wx,Ib kz b4
  c6.66.w1 vshufpd Vx,Hx,Wx,Ib kz b8
  ${large(0xd4, 'vpaddq')}
  ${small(0xd5, 'vpmullw - - vpsubusb vpsubusw vpminub - vpaddusb vpaddusw vpmaxub')}
  ${large(0xdb, 'vpand* - - - vpandn*')}
  ${small(0xe0, 'vpavgb - - vpavgw vpmulhuw vpmulhw - - vpsubsb vpsubsw vpminsw - vpaddsb vpaddsw vpmaxsw')}
  ${large(0xeb, 'vpor* - - - vpxor*')}
  ${element('f4', 'vpmuludq', 8)}
  ${small(0xf5, 'vpmaddwd - - vpsubb vpsubw - - vpaddb vpaddw')}
  f6.66 vpsadbw Vx,Hx,Wx
  ${element('fa', 'vpsubd', 4)}
  ${element('fb', 'vpsubq', 8)}
  ${element('fe', 'vpaddd', 4)}
`;

/** Moves that narrow: to a half, a quarter or an eighth; and those that widen, by the same opcodes with another prefix. */
const WIDTHS = 'wb:bw:h db:bd:f qb:bq:e dw:wd:h qw:wq:f qd:dq:h';

const resize = (first: number, narrow: string, wide: string): string =>
  WIDTHS.split(' ')
    .map((entry, i) => {
      const [down, up, share] = entry.split(':');
      const w = up === 'dq' ? '.w0' : '';
      const widening = wide === '' ? '' : `\n${hex(first + i)}.66${w} ${wide}${up} Vx,W${share} kz`;
      return `\n${hex(first + i)}.f3.w0 ${narrow}${down} W${share},Vx kz${widening}`;
    })
    .join('');

const fusedFloat = (opcode: string, name: string, isScalar: boolean): string =>
  isScalar
    ? `
  ${opcode}.66.w0 ${name}s Vo,Ho,Wo4 kz er
  ${opcode}.66.w1 ${name}d Vo,Ho,Wo8 kz er`
    : `
  ${opcode}.66.w0 ${name}s Vx,Hx,Wx kz er b4
  ${opcode}.66.w1 ${name}d Vx,Hx,Wx kz er b8`;

/** Names that differ in the last letter: bytes or words, by W; nothing is repeated. */
const bytesOrWords = (opcode: string, name: string, operands = 'Vx,Hx,Wx', words = 'kz'): string => `
  ${opcode}.66.w0 ${name}b ${operands} ${words}
  ${opcode}.66.w1 ${name}w ${operands} ${words}`;

const singleOrDouble = (opcode: string, name: string, operands = 'Vx,Hx,Wx', words = 'kz'): string => `
  ${opcode}.66.w0 ${name}d ${operands} ${words} b4
  ${opcode}.66.w1 ${name}q ${operands} ${words} b8`;

const BROADCASTS = `
  18.66.w0 vbroadcastss Vx,Wo4 kz
  19.66.w0.l1.l2 vbroadcastf32x2 Vx,Wo8 kz
  19.66.w1.l1.l2 vbroadcastsd Vx,Wo8 kz
  1a.66.w0.l1.l2 vbroadcastf32x4 Vx,M16 kz
  1a.66.w1.l1.l2 vbroadcastf64x2 Vx,M16 kz
  1b.66.w0.l2 vbroadcastf32x8 Vx,M32 kz
  1b.66.w1.l2 vbroadcastf64x4 Vx,M32 kz
  58.66.w0 vpbroadcastd Vx,Wo4 kz
  59.66.w0 vbroadcasti32x2 Vx,Wo8 kz
  59.66.w1 vpbroadcastq Vx,Wo8 kz
  5a.66.w0.l1.l2 vbroadcasti32x4 Vx,M16 kz
  5a.66.w1.l1.l2 vbroadcasti64x2 Vx,M16 kz
  5b.66.w0.l2 vbroadcasti32x8 Vx,M32 kz
  5b.66.w1.l2 vbroadcasti64x4 Vx,M32 kz
  78.66.w0 vpbroadcastb Vx,Wo1 kz
  79.66.w0 vpbroadcastw Vx,Wo2 kz
  7a.66.w0 vpbroadcastb Vx,Rd kz
  7b.66.w0 vpbroadcastw Vx,Rd kz
  7c.66.o32 vpbroadcastd Vx,Rd kz
  7c.66.o64 vpbroadcastq Vx,Rq kz
`;

const MASKS = `
  26.66.w0 vptestmb Kg,Hx,Wx k
  26.66.w1 vptestmw Kg,Hx,Wx k
  26.f3.w0 vptestnmb Kg,Hx,Wx k
  26.f3.w1 vptestnmw Kg,Hx,Wx k
  27.66.w0 vptestmd Kg,Hx,Wx k b4
  27.66.w1 vptestmq Kg,Hx,Wx k b8
  27.f3.w0 vptestnmd Kg,Hx,Wx k b4
  27.f3.w1 vptestnmq Kg,Hx,Wx k b8
  28.f3.w0 vpmovm2b Vx,Kr
  28.f3.w1 vpmovm2w Vx,Kr
  29.66.w1 vpcmpeqq Kg,Hx,Wx k b8
  29.f3.w0 vpmovb2m Kg,Ux
  29.f3.w1 vpmovw2m Kg,Ux
  2a.f3.w1 vpbroadcastmb2q Vx,Kr
  37.66.w1 vpcmpgtq Kg,Hx,Wx k b8
  38.f3.w0 vpmovm2d Vx,Kr
  38.f3.w1 vpmovm2q Vx,Kr
  39.f3.w0 vpmovd2m Kg,Ux
  39.f3.w1 vpmovq2m Kg,Ux
  3a.f3.w0 vpbroadcastmw2d Vx,Kr
  68.f2.w0 vp2intersectd Kg,Hx,Wx b4
  68.f2.w1 vp2intersectq Kg,Hx,Wx b8
  8f.66.w0 vpshufbitqmb Kg,Hx,Wx k
`;

const GATHERS = `
  90.66.w0 vpgatherdd Vx,Xx4 k! distinct
  90.66.w1 vpgatherdq Vx,Xh8 k! distinct
  91.66.w0 vpgatherqd Vh,Xx4 k! distinct
  91.66.w1 vpgatherqq Vx,Xx8 k! distinct
  92.66.w0 vgatherdps Vx,Xx4 k! distinct
  92.66.w1 vgatherdpd Vx,Xh8 k! distinct
  93.66.w0 vgatherqps Vh,Xx4 k! distinct
  93.66.w1 vgatherqpd Vx,Xx8 k! distinct
  a0.66.w0 vpscatterdd Xx4,Vx k!
  a0.66.w1 vpscatterdq Xh8,Vx k!
  a1.66.w0 vpscatterqd Xx4,Vh k!
  a1.66.w1 vpscatterqq Xx8,Vx k!
  a2.66.w0 vscatterdps Xx4,Vx k!
  a2.66.w1 vscatterdpd Xh8,Vx k!
  a3.66.w0 vscatterqps Xx4,Vh k!
  a3.66.w1 vscatterqpd Xx8,Vx k!
`;

/** Prefetches of gathers and scatters, by reg field. */
const PREFETCHES = ['1 vgatherpf0', '2 vgatherpf1', '5 vscatterpf0', '6 vscatterpf1']
  .map((entry) => {
    const [field, name] = entry.split(' ');
    return `
      c6/${field}.66.w0.l2 ${name}dps Xu4 k!
      c6/${field}.66.w1.l2 ${name}dpd Xn8 k!
      c7/${field}.66.w0.l2 ${name}qps Xu4 k!
      c7/${field}.66.w1.l2 ${name}qpd Xu8 k!`;
  })
  .join('');

const MOVES_38 = `
  13.66.w0 vcvtph2ps Vx,Wh kz sae
  2a.66.w0 vmovntdqa Vx,Mx
  62.66.w0 vpexpandb Vx,Wx kz n1
  62.66.w1 vpexpandw Vx,Wx kz n2
  63.66.w0 vpcompressb Wx,Vx kz n1
  63.66.w1 vpcompressw Wx,Vx kz n2
  88.66.w0 vexpandps Vx,Wx kz n4
  88.66.w1 vexpandpd Vx,Wx kz n8
  89.66.w0 vpexpandd Vx,Wx kz n4
  89.66.w1 vpexpandq Vx,Wx kz n8
  8a.66.w0 vcompressps Wx,Vx kz n4
  8a.66.w1 vcompresspd Wx,Vx kz n8
  8b.66.w0 vpcompressd Wx,Vx kz n4
  8b.66.w1 vpcompressq Wx,Vx kz n8
  52.f3.w0 vdpbf16ps Vx,Hx,Wx kz b4
  52.f2.w0.l2 vp4dpwssd Vx,Hx,M16 kz
  53.f2.w0.l2 vp4dpwssds Vx,Hx,M16 kz
  72.f3.w0 vcvtneps2bf16 Vh,Wx kz b4
  72.f2.w0 vcvtne2ps2bf16 Vx,Hx,Wx kz b4
  9a.f2.w0.l2 v4fmaddps Vx,Hx,M16 kz
  9b.f2.w0 v4fmaddss Vo,Ho,M16 kz
  aa.f2.w0.l2 v4fnmaddps Vx,Hx,M16 kz
  ab.f2.w0 v4fnmaddss Vo,Ho,M16 kz
  c8.66.w0.l2 vexp2ps Vx,Wx kz sae b4
  c8.66.w1.l2 vexp2pd Vx,Wx kz sae b8
  ca.66.w0.l2 vrcp28ps Vx,Wx kz sae b4
  ca.66.w1.l2 vrcp28pd Vx,Wx kz sae b8
  cc.66.w0.l2 vrsqrt28ps Vx,Wx kz sae b4
  cc.66.w1.l2 vrsqrt28pd Vx,Wx kz sae b8
  10.66.w1 vpsrlvw Vx,Hx,Wx kz
  11.66.w1 vpsravw Vx,Hx,Wx kz
  12.66.w1 vpsllvw Vx,Hx,Wx kz
  16.66.w0.l1.l2 vpermps Vx,Hx,Wx kz b4
  16.66.w1.l1.l2 vpermpd Vx,Hx,Wx kz b8
  36.66.w0.l1.l2 vpermd Vx,Hx,Wx kz b4
  36.66.w1.l1.l2 vpermq Vx,Hx,Wx kz b8
  70.66.w1 vpshldvw Vx,Hx,Wx kz
  72.66.w1 vpshrdvw Vx,Hx,Wx kz
  cf.66.w0 vgf2p8mulb Vx,Hx,Wx kz
  dc.66 vaesenc Vx,Hx,Wx
  dd.66 vaesenclast Vx,Hx,Wx
  de.66 vaesdec Vx,Hx,Wx
  df.66 vaesdeclast Vx,Hx,Wx
`;

const INTEGERS_38 = (): string => `
  ${small(0x00, 'vpshufb - - - vpmaddubsw - - - - - - vpmulhrsw')}
  1c.66 vpabsb Vx,Wx kz
  1d.66 vpabsw Vx,Wx kz
  1e.66.w0 vpabsd Vx,Wx kz b4
  1f.66.w1 vpabsq Vx,Wx kz b8
  ${large(0x14, 'vprorv* vprolv*')}
  ${element('28', 'vpmuldq', 8)}
  ${element('2b', 'vpackusdw', 4)}
  ${small(0x38, 'vpminsb - vpminuw - vpmaxsb - vpmaxuw')}
  ${large(0x39, 'vpmins* - vpminu* - vpmaxs* - vpmaxu* vpmull*')}
  ${singleOrDouble('44', 'vplzcnt', 'Vx,Wx')}
  ${large(0x45, 'vpsrlv* vpsrav* vpsllv*')}
  ${large(0x50, 'vpdpbusd vpdpbusds vpdpwssd vpdpwssds')}
  ${bytesOrWords('54', 'vpopcnt', 'Vx,Wx')}
  ${singleOrDouble('55', 'vpopcnt', 'Vx,Wx')}
  ${singleOrDouble('64', 'vpblendm')}
  ${bytesOrWords('66', 'vpblendm')}
  ${large(0x71, 'vpshldv* - vpshrdv*')}
  ${bytesOrWords('75', 'vpermi2')}
  ${singleOrDouble('76', 'vpermi2')}
  ${bytesOrWords('7d', 'vpermt2')}
  ${singleOrDouble('7e', 'vpermt2')}
  ${bytesOrWords('8d', 'vperm')}
  ${element('83', 'vpmultishiftqb', 8)}
  ${element('b4', 'vpmadd52luq', 8)}
  ${element('b5', 'vpmadd52huq', 8)}
  ${singleOrDouble('c4', 'vpconflict', 'Vx,Wx')}
`;

export const evex38 = (): string => `
  ${MOVES_38}
  ${BROADCASTS}
  ${MASKS}
  ${GATHERS}
  ${PREFETCHES}
  ${INTEGERS_38()}
  ${resize(0x10, 'vpmovus', '')}
  ${resize(0x20, 'vpmovs', 'vpmovsx')}
  ${resize(0x30, 'vpmov', 'vpmovzx')}
  0c.66.w0 vpermilps Vx,Hx,Wx kz b4
  0d.66.w1 vpermilpd Vx,Hx,Wx kz b8
  ${byW('2c', 'vscalef', 'Vx,Hx,Wx', 'kz er')}
  ${scalarByW('2d', 'vscalef', '', 'kz er')}
  ${byW('42', 'vgetexp', 'Vx,Wx', 'kz sae')}
  ${scalarByW('43', 'vgetexp', '', 'kz sae')}
  ${byW('4c', 'vrcp14', 'Vx,Wx', 'kz')}
  ${scalarByW('4d', 'vrcp14', '', 'kz')}
  ${byW('4e', 'vrsqrt14', 'Vx,Wx', 'kz')}
  ${scalarByW('4f', 'vrsqrt14', '', 'kz')}
  ${byW('65', 'vblendm', 'Vx,Hx,Wx', 'kz')}
  ${byW('77', 'vpermi2', 'Vx,Hx,Wx', 'kz')}
  ${byW('7f', 'vpermt2', 'Vx,Hx,Wx', 'kz')}
  ${scalarByW('cb', 'vrcp28', '', 'kz sae')}
  ${scalarByW('cd', 'vrsqrt28', '', 'kz sae')}
  ${fused(fusedFloat)}
`;

/** Lanes of 16 and 32 bytes: insertion, extraction and shuffling, of floating point and of integers. */
const lanes = (kind: string, insert: number, shuffle: number): string => `
  ${hex(insert)}.66.w0.l1.l2 vinsert${kind}32x4 Vx,Hx,Wo,Ib kz
  ${hex(insert)}.66.w1.l1.l2 vinsert${kind}64x2 Vx,Hx,Wo,Ib kz
  ${hex(insert + 1)}.66.w0.l1.l2 vextract${kind}32x4 Wo,Vx,Ib kz
  ${hex(insert + 1)}.66.w1.l1.l2 vextract${kind}64x2 Wo,Vx,Ib kz
  ${hex(insert + 2)}.66.w0.l2 vinsert${kind}32x8 Vx,Hx,Wn,Ib kz
  ${hex(insert + 2)}.66.w1.l2 vinsert${kind}64x4 Vx,Hx,Wn,Ib kz
  ${hex(insert + 3)}.66.w0.l2 vextract${kind}32x8 Wn,Vx,Ib kz
  ${hex(insert + 3)}.66.w1.l2 vextract${kind}64x4 Wn,Vx,Ib kz
  ${hex(shuffle)}.66.w0.l1.l2 vshuf${kind}32x4 Vx,Hx,Wx,Ib kz b4
  ${hex(shuffle)}.66.w1.l1.l2 vshuf${kind}64x2 Vx,Hx,Wx,Ib kz b8
`;

export const evex3a = (): string => `
  00.66.w1.l1.l2 vpermq Vx,Wx,Ib kz b8
  01.66.w1.l1.l2 vpermpd Vx,Wx,Ib kz b8
  03.66.w0 valignd Vx,Hx,Wx,Ib kz b4
  03.66.w1 valignq Vx,Hx,Wx,Ib kz b8
  04.66.w0 vpermilps Vx,Wx,Ib kz b4
  05.66.w1 vpermilpd Vx,Wx,Ib kz b8
  08.66.w0 vrndscaleps Vx,Wx,Ib kz sae b4
  08.np.w0 vrndscaleph Vx,Wx,Ib kz sae b2
  09.66.w1 vrndscalepd Vx,Wx,Ib kz sae b8
  0a.np.w0 vrndscalesh Vo,Ho,Wo2,Ib kz sae
  0a.66.w0 vrndscaless Vo,Ho,Wo4,Ib kz sae
  0b.66.w1 vrndscalesd Vo,Ho,Wo8,Ib kz sae
  0f.66 vpalignr Vx,Hx,Wx,Ib kz
  14.66.l0 vpextrb Ey1,Vo,Ib
  15.66.l0 vpextrw Ey2,Vo,Ib
  16.66.l0.o32 vpextrd Ed,Vo,Ib
  16.66.l0.o64 vpextrq Eq,Vo,Ib
  17.66.l0 vextractps Ey4,Vo,Ib
  ${lanes('f', 0x18, 0x23)}
  ${lanes('i', 0x38, 0x43)}
  1d.66.w0 vcvtps2ph Wh,Vx,Ib kz sae
  1e.66.w0 vpcmpud Kg,Hx,Wx,Ib k b4
  1e.66.w1 vpcmpuq Kg,Hx,Wx,Ib k b8
  1f.66.w0 vpcmpd Kg,Hx,Wx,Ib k b4
  1f.66.w1 vpcmpq Kg,Hx,Wx,Ib k b8
  20.66.l0 vpinsrb Vo,Ho,Ey1,Ib
  21.66.w0.l0 vinsertps Vo,Ho,Wo4,Ib
  22.66.l0.o32 vpinsrd Vo,Ho,Ed,Ib
  22.66.l0.o64 vpinsrq Vo,Ho,Eq,Ib
  25.66.w0 vpternlogd Vx,Hx,Wx,Ib kz b4
  25.66.w1 vpternlogq Vx,Hx,Wx,Ib kz b8
  ${byW('26', 'vgetmant', 'Vx,Wx,Ib', 'kz sae')}
  26.np.w0 vgetmantph Vx,Wx,Ib kz sae b2
  ${scalarByW('27', 'vgetmant', ',Ib', 'kz sae')}
  27.np.w0 vgetmantsh Vo,Ho,Wo2,Ib kz sae
  3e.66.w0 vpcmpub Kg,Hx,Wx,Ib k
  3e.66.w1 vpcmpuw Kg,Hx,Wx,Ib k
  3f.66.w0 vpcmpb Kg,Hx,Wx,Ib k
  3f.66.w1 vpcmpw Kg,Hx,Wx,Ib k
  42.66.w0 vdbpsadbw Vx,Hx,Wx,Ib kz
  44.66 vpclmulqdq Vx,Hx,Wx,Ib
  ${byW('50', 'vrange', 'Vx,Hx,Wx,Ib', 'kz sae')}
  ${scalarByW('51', 'vrange', ',Ib', 'kz sae')}
  ${byW('54', 'vfixupimm', 'Vx,Hx,Wx,Ib', 'kz sae')}
  ${scalarByW('55', 'vfixupimm', ',Ib', 'kz sae')}
  ${byW('56', 'vreduce', 'Vx,Wx,Ib', 'kz sae')}
  56.np.w0 vreduceph Vx,Wx,Ib kz sae b2
  ${scalarByW('57', 'vreduce', ',Ib', 'kz sae')}
  57.np.w0 vreducesh Vo,Ho,Wo2,Ib kz sae
  ${byW('66', 'vfpclass', 'Kg,Wx,Ib', 'k')}
  66.np.w0 vfpclassph Kg,Wx,Ib k b2
  67.66.w0 vfpclassss Kg,Wo4,Ib k
  67.66.w1 vfpclasssd Kg,Wo8,Ib k
  67.np.w0 vfpclasssh Kg,Wo2,Ib k
  70.66.w1 vpshldw Vx,Hx,Wx,Ib kz
  71.66.w0 vpshldd Vx,Hx,Wx,Ib kz b4
  71.66.w1 vpshldq Vx,Hx,Wx,Ib kz b8
  72.66.w1 vpshrdw Vx,Hx,Wx,Ib kz
  73.66.w0 vpshrdd Vx,Hx,Wx,Ib kz b4
  73.66.w1 vpshrdq Vx,Hx,Wx,Ib kz b8
  c2.np.w0 vcmpph Kg,Hx,Wx,Ib k sae b2
  c2.f3.w0 vcmpsh Kg,Ho,Wo2,Ib k sae
  ce.66.w1 vgf2p8affineqb Vx,Hx,Wx,Ib kz b8
  cf.66.w1 vgf2p8affineinvqb Vx,Hx,Wx,Ib kz b8
`;

const half = (opcode: string, name: string, words: string): string => `
  ${opcode}.np.w0 ${name}ph Vx,Hx,Wx kz b2 ${words}
  ${opcode}.f3.w0 ${name}sh Vo,Ho,Wo2 kz ${words}`;

/** Map 5: AVX512-FP16, as 0F has single precision. */
export const evex5 = (): string => `
  10.f3.w0 vmovsh Vo,M2 kz
  10.f3.w0 vmovsh Vo,Ho,Uo kz
  11.f3.w0 vmovsh M2,Vo k
  11.f3.w0 vmovsh Uo,Ho,Vo kz
  1d.66.w0 vcvtps2phx Vh,Wx kz er b4
  1d.np.w0 vcvtss2sh Vo,Ho,Wo4 kz er
  2a.f3 vcvtsi2sh Vo,Ho,Ey er
  2c.f3 vcvttsh2si Gy,Wo2 sae
  2d.f3 vcvtsh2si Gy,Wo2 er
  2e.np.w0 vucomish Vo,Wo2 sae
  2f.np.w0 vcomish Vo,Wo2 sae
  51.np.w0 vsqrtph Vx,Wx kz er b2
  51.f3.w0 vsqrtsh Vo,Ho,Wo2 kz er
  ${spread(0x58, 'vadd vmul - - vsub - vdiv', (opcode, name) => half(opcode, name, 'er'))}
  ${spread(0x5d, 'vmin - vmax', (opcode, name) => half(opcode, name, 'sae'))}
  5a.np.w0 vcvtph2pd Vx,Wf kz sae b2
  5a.66.w1 vcvtpd2ph Vf,Wx kz er b8
  5a.f3.w0 vcvtsh2sd Vo,Ho,Wo2 kz sae
  5a.f2.w1 vcvtsd2sh Vo,Ho,Wo8 kz er
  5b.np.w0 vcvtdq2ph Vh,Wx kz er b4
  5b.np.w1 vcvtqq2ph Vf,Wx kz er b8
  5b.66.w0 vcvtph2dq Vx,Wh kz er b2
  5b.f3.w0 vcvttph2dq Vx,Wh kz sae b2
  6e.66.l0 vmovw Vo,Ey2
  7e.66.l0 vmovw Ey2,Vo
  78.np.w0 vcvttph2udq Vx,Wh kz sae b2
  78.66.w0 vcvttph2uqq Vx,Wf kz sae b2
  78.f3 vcvttsh2usi Gy,Wo2 sae
  79.np.w0 vcvtph2udq Vx,Wh kz er b2
  79.66.w0 vcvtph2uqq Vx,Wf kz er b2
  79.f3 vcvtsh2usi Gy,Wo2 er
  7a.66.w0 vcvttph2qq Vx,Wf kz sae b2
  7a.f2.w0 vcvtudq2ph Vh,Wx kz er b4
  7a.f2.w1 vcvtuqq2ph Vf,Wx kz er b8
  7b.66.w0 vcvtph2qq Vx,Wf kz er b2
  7b.f3 vcvtusi2sh Vo,Ho,Ey er
  7c.np.w0 vcvttph2uw Vx,Wx kz sae b2
  7c.66.w0 vcvttph2w Vx,Wx kz sae b2
  7d.np.w0 vcvtph2uw Vx,Wx kz er b2
  7d.66.w0 vcvtph2w Vx,Wx kz er b2
  7d.f3.w0 vcvtw2ph Vx,Wx kz er b2
  7d.f2.w0 vcvtuw2ph Vx,Wx kz er b2
`;

const fusedHalf = (opcode: string, name: string, isScalar: boolean): string =>
  `${opcode}.66.w0 ${name}h ${isScalar ? 'Vo,Ho,Wo2 kz er' : 'Vx,Hx,Wx kz er b2'}`;

/** Map 6: AVX512-FP16, as 0F38 has single precision. */
export const evex6 = (): string => `
  13.66.w0 vcvtph2psx Vx,Wh kz sae b2
  13.np.w0 vcvtsh2ss Vo,Ho,Wo2 kz sae
  2c.66.w0 vscalefph Vx,Hx,Wx kz er b2
  2d.66.w0 vscalefsh Vo,Ho,Wo2 kz er
  42.66.w0 vgetexpph Vx,Wx kz sae b2
  43.66.w0 vgetexpsh Vo,Ho,Wo2 kz sae
  4c.66.w0 vrcpph Vx,Wx kz b2
  4d.66.w0 vrcpsh Vo,Ho,Wo2 kz
  4e.66.w0 vrsqrtph Vx,Wx kz b2
  4f.66.w0 vrsqrtsh Vo,Ho,Wo2 kz
  56.f3.w0 vfmaddcph Vx,Hx,Wx kz er b4 distinct
  56.f2.w0 vfcmaddcph Vx,Hx,Wx kz er b4 distinct
  57.f3.w0 vfmaddcsh Vo,Ho,Wo4 kz er distinct
  57.f2.w0 vfcmaddcsh Vo,Ho,Wo4 kz er distinct
  d6.f3.w0 vfmulcph Vx,Hx,Wx kz er b4 distinct
  d6.f2.w0 vfcmulcph Vx,Hx,Wx kz er b4 distinct
  d7.f3.w0 vfmulcsh Vo,Ho,Wo4 kz er distinct
  d7.f2.w0 vfcmulcsh Vo,Ho,Wo4 kz er distinct
  ${fused(fusedHalf)}
`;
