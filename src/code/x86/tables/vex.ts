// Instructions with a VEX prefix: AVX, AVX2, FMA, BMI, mask registers of AVX-512, AMX and what came after.

const hex = (value: number): string => value.toString(16);

/** One line for each name of a row of opcodes; `-` leaves one out. */
function spread(first: number, names: string, line: (opcode: string, name: string) => string): string {
  return names
    .split(' ')
    .map((name, i) => (name === '-' ? '' : `\n${line(hex(first + i), name)}`))
    .join('');
}

/** Three vectors of whole length. */
const three = (first: number, names: string): string =>
  spread(first, names, (opcode, name) => `${opcode}.66 ${name} Vx,Hx,Wx`);

const packedFloat = (opcode: string, name: string): string => `
  ${opcode}.np ${name}ps Vx,Hx,Wx
  ${opcode}.66 ${name}pd Vx,Hx,Wx`;

const scalarFloat = (opcode: string, name: string): string => `
  ${opcode}.f3 ${name}ss Vo,Ho,Wo4
  ${opcode}.f2 ${name}sd Vo,Ho,Wo8`;

const anyFloat = (opcode: string, name: string): string => packedFloat(opcode, name) + scalarFloat(opcode, name);

const MOVES = `
  10.np vmovups Vx,Wx
  10.66 vmovupd Vx,Wx
  10.f3 vmovss Vo,M4
  10.f3 vmovss Vo,Ho,Uo
  10.f2 vmovsd Vo,M8
  10.f2 vmovsd Vo,Ho,Uo
  11.np vmovups Wx,Vx
  11.66 vmovupd Wx,Vx
  11.f3 vmovss M4,Vo
  11.f3 vmovss Uo,Ho,Vo
  11.f2 vmovsd M8,Vo
  11.f2 vmovsd Uo,Ho,Vo
  12.np.l0 vmovhlps Vo,Ho,Uo
  12.np.l0 vmovlps Vo,Ho,M8
  12.66.l0 vmovlpd Vo,Ho,M8
  12.f3 vmovsldup Vx,Wx
  12.f2.l0 vmovddup Vo,Wo8
  12.f2.l1 vmovddup Vn,Wn
  13.np.l0 vmovlps M8,Vo
  13.66.l0 vmovlpd M8,Vo
  14.np vunpcklps Vx,Hx,Wx
  14.66 vunpcklpd Vx,Hx,Wx
  15.np vunpckhps Vx,Hx,Wx
  15.66 vunpckhpd Vx,Hx,Wx
  16.np.l0 vmovlhps Vo,Ho,Uo
  16.np.l0 vmovhps Vo,Ho,M8
  16.66.l0 vmovhpd Vo,Ho,M8
  16.f3 vmovshdup Vx,Wx
  17.np.l0 vmovhps M8,Vo
  17.66.l0 vmovhpd M8,Vo
  28.np vmovaps Vx,Wx
  28.66 vmovapd Vx,Wx
  29.np vmovaps Wx,Vx
  29.66 vmovapd Wx,Vx
  2a.f3 vcvtsi2ss Vo,Ho,Ey
  2a.f2 vcvtsi2sd Vo,Ho,Ey
  2b.np vmovntps Mx,Vx
  2b.66 vmovntpd Mx,Vx
  2c.f3 vcvttss2si Gy,Wo4
  2c.f2 vcvttsd2si Gy,Wo8
  2d.f3 vcvtss2si Gy,Wo4
  2d.f2 vcvtsd2si Gy,Wo8
  2e.np vucomiss Vo,Wo4
  2e.66 vucomisd Vo,Wo8
  2f.np vcomiss Vo,Wo4
  2f.66 vcomisd Vo,Wo8
  50.np vmovmskps Gy,Ux
  50.66 vmovmskpd Gy,Ux
  51.np vsqrtps Vx,Wx
  51.66 vsqrtpd Vx,Wx
  ${scalarFloat('51', 'vsqrt')}
  52.np vrsqrtps Vx,Wx
  52.f3 vrsqrtss Vo,Ho,Wo4
  53.np vrcpps Vx,Wx
  53.f3 vrcpss Vo,Ho,Wo4
  5a.np vcvtps2pd Vx,Wh
  5a.66 vcvtpd2ps Vo,Wx
  5a.f3 vcvtss2sd Vo,Ho,Wo4
  5a.f2 vcvtsd2ss Vo,Ho,Wo8
  5b.np vcvtdq2ps Vx,Wx
  5b.66 vcvtps2dq Vx,Wx
  5b.f3 vcvttps2dq Vx,Wx
  6e.66.l0.o32 vmovd Vo,Ed
  6e.66.l0.o64 vmovq Vo,Eq
  6f.66 vmovdqa Vx,Wx
  6f.f3 vmovdqu Vx,Wx
  70.66 vpshufd Vx,Wx,Ib
  70.f3 vpshufhw Vx,Wx,Ib
  70.f2 vpshuflw Vx,Wx,Ib
  77.np.l0 vzeroupper
  77.np.l1 vzeroall
  7c.66 vhaddpd Vx,Hx,Wx
  7c.f2 vhaddps Vx,Hx,Wx
  7d.66 vhsubpd Vx,Hx,Wx
  7d.f2 vhsubps Vx,Hx,Wx
  7e.66.l0.o32 vmovd Ed,Vo
  7e.66.l0.o64 vmovq Eq,Vo
  7e.f3.l0 vmovq Vo,Wo8
  7f.66 vmovdqa Wx,Vx
  7f.f3 vmovdqu Wx,Vx
  ae/2.np.l0 vldmxcsr M4
  ae/3.np.l0 vstmxcsr M4
  c2.np vcmpps Vx,Hx,Wx,Ib
  c2.66 vcmppd Vx,Hx,Wx,Ib
  c2.f3 vcmpss Vo,Ho,Wo4,Ib
  c2.f2 vcmpsd Vo,Ho,Wo8,Ib
  c4.66.l0 vpinsrw Vo,Ho,Ey2,Ib
  c5.66.l0 vpextrw Gy,Uo,Ib
  c6.np vshufps Vx,Hx,Wx,Ib
  c6.66 vshufpd Vx,Hx,Wx,Ib
  d0.66 vaddsubpd Vx,Hx,Wx
  d0.f2 vaddsubps Vx,Hx,Wx
  d6.66.l0 vmovq Wo8,Vo
  d7.66 vpmovmskb Gy,Ux
  e6.66 vcvttpd2dq Vo,Wx
  e6.f3 vcvtdq2pd Vx,Wh
  e6.f2 vcvtpd2dq Vo,Wx
  e7.66 vmovntdq Mx,Vx
  f0.f2 vlddqu Vx,Mx
  f7.66.l0 vmaskmovdqu Vo,Uo
`;

/** Shifts whose count is the low part of an XMM register or 16 bytes of memory. */
const countShifts = (first: number, names: string): string =>
  spread(first, names, (opcode, name) => `${opcode}.66 ${name} Vx,Hx,Wo`);

const immediateShifts = `
  71/2.66 vpsrlw Hx,Ux,Ib
  71/4.66 vpsraw Hx,Ux,Ib
  71/6.66 vpsllw Hx,Ux,Ib
  72/2.66 vpsrld Hx,Ux,Ib
  72/4.66 vpsrad Hx,Ux,Ib
  72/6.66 vpslld Hx,Ux,Ib
  73/2.66 vpsrlq Hx,Ux,Ib
  73/3.66 vpsrldq Hx,Ux,Ib
  73/6.66 vpsllq Hx,Ux,Ib
  73/7.66 vpslldq Hx,Ux,Ib
`;

/** The same on masks of 8, 16, 32 and 64 bits: prefix and W of each. */
const MASK_WIDTHS: readonly (readonly [suffix: string, condition: string])[] = [
  ['b', '66.w0'],
  ['w', 'np.w0'],
  ['d', '66.w1'],
  ['q', 'np.w1'],
];

const masks = (opcode: string, name: string, length: string, operands: string): string =>
  MASK_WIDTHS.map(([suffix, condition]) => `\n${opcode}.${condition}.${length} ${name}${suffix} ${operands}`).join('');

const MASKS = (): string => `
  ${spread(0x41, 'kand kandn', (opcode, name) => masks(opcode, name, 'l1', 'Kg,Kh,Kr'))}
  ${masks('44', 'knot', 'l0', 'Kg,Kr')}
  ${spread(0x45, 'kor kxnor kxor', (opcode, name) => masks(opcode, name, 'l1', 'Kg,Kh,Kr'))}
  ${masks('4a', 'kadd', 'l1', 'Kg,Kh,Kr')}
  4b.66.w0.l1 kunpckbw Kg,Kh,Kr
  4b.np.w0.l1 kunpckwd Kg,Kh,Kr
  4b.np.w1.l1 kunpckdq Kg,Kh,Kr
  ${masks('98', 'kortest', 'l0', 'Kg,Kr')}
  ${masks('99', 'ktest', 'l0', 'Kg,Kr')}
  90.66.w0.l0 kmovb Kg,Ke1
  90.np.w0.l0 kmovw Kg,Ke2
  90.66.w1.l0 kmovd Kg,Ke4
  90.np.w1.l0 kmovq Kg,Ke8
  91.66.w0.l0 kmovb M1,Kg
  91.np.w0.l0 kmovw M2,Kg
  91.66.w1.l0 kmovd M4,Kg
  91.np.w1.l0 kmovq M8,Kg
  92.66.w0.l0 kmovb Kg,Rd
  92.np.w0.l0 kmovw Kg,Rd
  92.f2.o32.l0 kmovd Kg,Rd
  92.f2.o64.l0 kmovq Kg,Rq
  93.66.w0.l0 kmovb Gd,Kr
  93.np.w0.l0 kmovw Gd,Kr
  93.f2.o32.l0 kmovd Gd,Kr
  93.f2.o64.l0 kmovq Gq,Kr
`;

export const vexTwo = (): string => `
  ${MOVES}
  ${spread(0x54, 'vand vandn vor vxor', packedFloat)}
  ${spread(0x58, 'vadd vmul - - vsub vmin vdiv vmax', anyFloat)}
  ${three(0x60, 'vpunpcklbw vpunpcklwd vpunpckldq vpacksswb vpcmpgtb vpcmpgtw vpcmpgtd vpackuswb')}
  ${three(0x68, 'vpunpckhbw vpunpckhwd vpunpckhdq vpackssdw vpunpcklqdq vpunpckhqdq')}
  ${three(0x74, 'vpcmpeqb vpcmpeqw vpcmpeqd')}
  ${immediateShifts}
  ${countShifts(0xd1, 'vpsrlw vpsrld vpsrlq')}
  ${three(0xd4, 'vpaddq vpmullw')}
  ${three(0xd8, 'vpsubusb vpsubusw vpminub vpand vpaddusb vpaddusw vpmaxub vpandn')}
  ${three(0xe0, 'vpavgb - - vpavgw vpmulhuw vpmulhw')}
  ${countShifts(0xe1, 'vpsraw vpsrad')}
  ${three(0xe8, 'vpsubsb vpsubsw vpminsw vpor vpaddsb vpaddsw vpmaxsw vpxor')}
  ${countShifts(0xf1, 'vpsllw vpslld vpsllq')}
  ${three(0xf4, 'vpmuludq vpmaddwd vpsadbw - vpsubb vpsubw vpsubd vpsubq vpaddb vpaddw vpaddd')}
  ${MASKS()}
`;

/** Fused multiply and add: opcodes 96 to 9F, A6 to AF and B6 to BF have the orders 132, 213 and 231. */
const FUSED: readonly (readonly [offset: number, name: string, isScalar: boolean])[] = [
  [0x6, 'vfmaddsub#p', false],
  [0x7, 'vfmsubadd#p', false],
  [0x8, 'vfmadd#p', false],
  [0x9, 'vfmadd#s', true],
  [0xa, 'vfmsub#p', false],
  [0xb, 'vfmsub#s', true],
  [0xc, 'vfnmadd#p', false],
  [0xd, 'vfnmadd#s', true],
  [0xe, 'vfnmsub#p', false],
  [0xf, 'vfnmsub#s', true],
];
const ORDERS: readonly (readonly [row: number, order: string])[] = [
  [0x90, '132'],
  [0xa0, '213'],
  [0xb0, '231'],
];

/** One line for each fused instruction of single, and one for those of double precision. */
export function fused(single: (opcode: string, name: string, isScalar: boolean) => string): string {
  return ORDERS.flatMap(([row, order]) =>
    FUSED.map(([offset, name, isScalar]) => `\n${single(hex(row + offset), name.replace('#', order), isScalar)}`),
  ).join('');
}

const vexFused = (opcode: string, name: string, isScalar: boolean): string => `
  ${opcode}.66.w0 ${name}s ${isScalar ? 'Vo,Ho,Wo4' : 'Vx,Hx,Wx'}
  ${opcode}.66.w1 ${name}d ${isScalar ? 'Vo,Ho,Wo8' : 'Vx,Hx,Wx'}`;

const WIDENINGS = 'bw:h bd:f bq:e wd:h wq:f dq:h';

/** The memory of a widening move is a half, a quarter or an eighth; a register is never below XMM. */
const widening = (sign: string, first: number): string =>
  WIDENINGS.split(' ')
    .map((pair, i) => {
      const [name, share] = pair.split(':');
      return `\n${hex(first + i)}.66 vpmov${sign}x${name} Vx,W${share}`;
    })
    .join('');

const REST_38 = `
  0c.66.w0 vpermilps Vx,Hx,Wx
  0d.66.w0 vpermilpd Vx,Hx,Wx
  0e.66.w0 vtestps Vx,Wx
  0f.66.w0 vtestpd Vx,Wx
  13.66.w0 vcvtph2ps Vx,Wh
  16.66.w0.l1 vpermps Vn,Hn,Wn
  17.66 vptest Vx,Wx
  18.66.w0 vbroadcastss Vx,Wo4
  19.66.w0.l1 vbroadcastsd Vn,Wo8
  1a.66.w0.l1 vbroadcastf128 Vn,M16
  1c.66 vpabsb Vx,Wx
  1d.66 vpabsw Vx,Wx
  1e.66 vpabsd Vx,Wx
  2a.66 vmovntdqa Vx,Mx
  2c.66.w0 vmaskmovps Vx,Hx,Mx
  2d.66.w0 vmaskmovpd Vx,Hx,Mx
  2e.66.w0 vmaskmovps Mx,Hx,Vx
  2f.66.w0 vmaskmovpd Mx,Hx,Vx
  36.66.w0.l1 vpermd Vn,Hn,Wn
  41.66.l0 vphminposuw Vo,Wo
  45.66.w0 vpsrlvd Vx,Hx,Wx
  45.66.w1 vpsrlvq Vx,Hx,Wx
  46.66.w0 vpsravd Vx,Hx,Wx
  47.66.w0 vpsllvd Vx,Hx,Wx
  47.66.w1 vpsllvq Vx,Hx,Wx
  50.np.w0 vpdpbuud Vx,Hx,Wx
  50.66.w0 vpdpbusd Vx,Hx,Wx
  50.f3.w0 vpdpbsud Vx,Hx,Wx
  50.f2.w0 vpdpbssd Vx,Hx,Wx
  51.np.w0 vpdpbuuds Vx,Hx,Wx
  51.66.w0 vpdpbusds Vx,Hx,Wx
  51.f3.w0 vpdpbsuds Vx,Hx,Wx
  51.f2.w0 vpdpbssds Vx,Hx,Wx
  52.66.w0 vpdpwssd Vx,Hx,Wx
  53.66.w0 vpdpwssds Vx,Hx,Wx
  58.66.w0 vpbroadcastd Vx,Wo4
  59.66.w0 vpbroadcastq Vx,Wo8
  5a.66.w0.l1 vbroadcasti128 Vn,M16
  72.f3.w0 vcvtneps2bf16 Vo,Wx
  78.66.w0 vpbroadcastb Vx,Wo1
  79.66.w0 vpbroadcastw Vx,Wo2
  8c.66.w0 vpmaskmovd Vx,Hx,Mx
  8c.66.w1 vpmaskmovq Vx,Hx,Mx
  8e.66.w0 vpmaskmovd Mx,Hx,Vx
  8e.66.w1 vpmaskmovq Mx,Hx,Vx
  90.66.w0 vpgatherdd Vx,Xx4,Hx distinct
  90.66.w1 vpgatherdq Vx,Xh8,Hx distinct
  91.66.w0 vpgatherqd Vh,Xx4,Hh distinct
  91.66.w1 vpgatherqq Vx,Xx8,Hx distinct
  92.66.w0 vgatherdps Vx,Xx4,Hx distinct
  92.66.w1 vgatherdpd Vx,Xh8,Hx distinct
  93.66.w0 vgatherqps Vh,Xx4,Hh distinct
  93.66.w1 vgatherqpd Vx,Xx8,Hx distinct
  b0.np.w0 vcvtneoph2ps Vx,Mx
  b0.66.w0 vcvtneeph2ps Vx,Mx
  b0.f3.w0 vcvtneebf162ps Vx,Mx
  b0.f2.w0 vcvtneobf162ps Vx,Mx
  b1.66.w0 vbcstnesh2ps Vx,M2
  b1.f3.w0 vbcstnebf162ps Vx,M2
  b4.66.w1 vpmadd52luq Vx,Hx,Wx
  b5.66.w1 vpmadd52huq Vx,Hx,Wx
  cb.f2.w0.l1 vsha512rnds2 Vn,Hn,Uo
  cc.f2.w0.l1 vsha512msg1 Vn,Uo
  cd.f2.w0.l1 vsha512msg2 Vn,Un
  cf.66.w0 vgf2p8mulb Vx,Hx,Wx
  d2.np.w0 vpdpwuud Vx,Hx,Wx
  d2.66.w0 vpdpwusd Vx,Hx,Wx
  d2.f3.w0 vpdpwsud Vx,Hx,Wx
  d3.np.w0 vpdpwuuds Vx,Hx,Wx
  d3.66.w0 vpdpwusds Vx,Hx,Wx
  d3.f3.w0 vpdpwsuds Vx,Hx,Wx
  da.np.w0.l0 vsm3msg1 Vo,Ho,Wo
  da.66.w0.l0 vsm3msg2 Vo,Ho,Wo
  da.f3.w0 vsm4key4 Vx,Hx,Wx
  da.f2.w0 vsm4rnds4 Vx,Hx,Wx
  db.66.l0 vaesimc Vo,Wo
  dc.66 vaesenc Vx,Hx,Wx
  dd.66 vaesenclast Vx,Hx,Wx
  de.66 vaesdec Vx,Hx,Wx
  df.66 vaesdeclast Vx,Hx,Wx
`;

const BITS = `
  f2.np.l0 andn Gy,By,Ey
  f3/1.np.l0 blsr By,Ey
  f3/2.np.l0 blsmsk By,Ey
  f3/3.np.l0 blsi By,Ey
  f5.np.l0 bzhi Gy,Ey,By
  f5.f3.l0 pext Gy,By,Ey
  f5.f2.l0 pdep Gy,By,Ey
  f6.f2.l0 mulx Gy,By,Ey
  f7.np.l0 bextr Gy,Ey,By
  f7.66.l0 shlx Gy,Ey,By
  f7.f3.l0 sarx Gy,Ey,By
  f7.f2.l0 shrx Gy,Ey,By
`;

/** What `cmp..xadd` compares, by the low bits of its opcode. */
const COMPARED = 'o no b nb z nz be nbe s ns p np l nl le nle';

const TILES = `
  49/0.np.w0.l0.m64 ldtilecfg M64
  49/0.66.w0.l0.m64 sttilecfg M64
  49/0.np.w0.l0.m64.reg.rm0 tilerelease
  49.f2.w0.l0.m64.reg.rm0 tilezero Tg
  4b.f2.w0.l0.m64 tileloadd Tg,M sib
  4b.66.w0.l0.m64 tileloaddt1 Tg,M sib
  4b.f3.w0.l0.m64 tilestored M,Tg sib
  5c.f3.w0.l0.m64 tdpbf16ps Tg,Tr,Th distinct
  5c.f2.w0.l0.m64 tdpfp16ps Tg,Tr,Th distinct
  5e.np.w0.l0.m64 tdpbuud Tg,Tr,Th distinct
  5e.66.w0.l0.m64 tdpbusd Tg,Tr,Th distinct
  5e.f3.w0.l0.m64 tdpbsud Tg,Tr,Th distinct
  5e.f2.w0.l0.m64 tdpbssd Tg,Tr,Th distinct
  6c.np.w0.l0.m64 tcmmrlfp16ps Tg,Tr,Th distinct
  6c.66.w0.l0.m64 tcmmimfp16ps Tg,Tr,Th distinct
`;

export const vex38 = (): string => `
  ${three(0x00, 'vpshufb vphaddw vphaddd vphaddsw vpmaddubsw vphsubw vphsubd vphsubsw vpsignb vpsignw vpsignd vpmulhrsw')}
  ${widening('s', 0x20)}
  ${three(0x28, 'vpmuldq vpcmpeqq - vpackusdw')}
  ${widening('z', 0x30)}
  ${three(0x37, 'vpcmpgtq vpminsb vpminsd vpminuw vpminud vpmaxsb vpmaxsd vpmaxuw vpmaxud vpmulld')}
  ${fused(vexFused)}
  ${REST_38}
  ${BITS}
  ${spread(0xe0, COMPARED, (opcode, name) => `${opcode}.66.l0.m64 cmp${name}xadd My,Gy,By`)}
  ${TILES}
`;

/** AMD's FMA4: the third source is in the last byte, and W says which of two sources may be memory. */
const FMA4: readonly (readonly [opcode: number, name: string])[] = [
  [0x5c, 'vfmaddsubp'],
  [0x5e, 'vfmsubaddp'],
  [0x68, 'vfmaddp'],
  [0x6a, 'vfmadds'],
  [0x6c, 'vfmsubp'],
  [0x6e, 'vfmsubs'],
  [0x78, 'vfnmaddp'],
  [0x7a, 'vfnmadds'],
  [0x7c, 'vfnmsubp'],
  [0x7e, 'vfnmsubs'],
];

function fma4([opcode, name]: readonly [number, string]): string {
  return ['s', 'd']
    .map((precision, i) => {
      const isScalar = name.endsWith('s');
      const [v, source] = isScalar ? ['o', `Wo${precision === 's' ? 4 : 8}`] : ['x', 'Wx'];
      return `
        ${hex(opcode + i)}.66.w0 ${name}${precision} V${v},H${v},${source},L${v}
        ${hex(opcode + i)}.66.w1 ${name}${precision} V${v},H${v},L${v},${source}`;
    })
    .join('');
}

const REST_3A = `
  00.66.w1.l1 vpermq Vn,Wn,Ib
  01.66.w1.l1 vpermpd Vn,Wn,Ib
  02.66.w0 vpblendd Vx,Hx,Wx,Ib
  04.66.w0 vpermilps Vx,Wx,Ib
  05.66.w0 vpermilpd Vx,Wx,Ib
  06.66.w0.l1 vperm2f128 Vn,Hn,Wn,Ib
  08.66 vroundps Vx,Wx,Ib
  09.66 vroundpd Vx,Wx,Ib
  0a.66 vroundss Vo,Ho,Wo4,Ib
  0b.66 vroundsd Vo,Ho,Wo8,Ib
  0c.66 vblendps Vx,Hx,Wx,Ib
  0d.66 vblendpd Vx,Hx,Wx,Ib
  0e.66 vpblendw Vx,Hx,Wx,Ib
  0f.66 vpalignr Vx,Hx,Wx,Ib
  14.66.l0 vpextrb Ey1,Vo,Ib
  15.66.l0 vpextrw Ey2,Vo,Ib
  16.66.l0.o32 vpextrd Ed,Vo,Ib
  16.66.l0.o64 vpextrq Eq,Vo,Ib
  17.66.l0 vextractps Ey4,Vo,Ib
  18.66.w0.l1 vinsertf128 Vn,Hn,Wo,Ib
  19.66.w0.l1 vextractf128 Wo,Vn,Ib
  1d.66.w0 vcvtps2ph Wh,Vx,Ib
  20.66.l0 vpinsrb Vo,Ho,Ey1,Ib
  21.66.l0 vinsertps Vo,Ho,Wo4,Ib
  22.66.l0.o32 vpinsrd Vo,Ho,Ed,Ib
  22.66.l0.o64 vpinsrq Vo,Ho,Eq,Ib
  30.66.w0.l0 kshiftrb Kg,Kr,Ib
  30.66.w1.l0 kshiftrw Kg,Kr,Ib
  31.66.w0.l0 kshiftrd Kg,Kr,Ib
  31.66.w1.l0 kshiftrq Kg,Kr,Ib
  32.66.w0.l0 kshiftlb Kg,Kr,Ib
  32.66.w1.l0 kshiftlw Kg,Kr,Ib
  33.66.w0.l0 kshiftld Kg,Kr,Ib
  33.66.w1.l0 kshiftlq Kg,Kr,Ib
  38.66.w0.l1 vinserti128 Vn,Hn,Wo,Ib
  39.66.w0.l1 vextracti128 Wo,Vn,Ib
  40.66 vdpps Vx,Hx,Wx,Ib
  41.66.l0 vdppd Vo,Ho,Wo,Ib
  42.66 vmpsadbw Vx,Hx,Wx,Ib
  44.66 vpclmulqdq Vx,Hx,Wx,Ib
  46.66.w0.l1 vperm2i128 Vn,Hn,Wn,Ib
  48.66.w0 vpermil2ps Vx,Hx,Wx,Lx,I4
  48.66.w1 vpermil2ps Vx,Hx,Lx,Wx,I4
  49.66.w0 vpermil2pd Vx,Hx,Wx,Lx,I4
  49.66.w1 vpermil2pd Vx,Hx,Lx,Wx,I4
  4a.66.w0 vblendvps Vx,Hx,Wx,Lx
  4b.66.w0 vblendvpd Vx,Hx,Wx,Lx
  4c.66.w0 vpblendvb Vx,Hx,Wx,Lx
  60.66.l0.o32 vpcmpestrm Vo,Wo,Ib
  60.66.l0.o64 vpcmpestrm64 Vo,Wo,Ib
  61.66.l0.o32 vpcmpestri Vo,Wo,Ib
  61.66.l0.o64 vpcmpestri64 Vo,Wo,Ib
  62.66.l0 vpcmpistrm Vo,Wo,Ib
  63.66.l0 vpcmpistri Vo,Wo,Ib
  ce.66.w1 vgf2p8affineqb Vx,Hx,Wx,Ib
  cf.66.w1 vgf2p8affineinvqb Vx,Hx,Wx,Ib
  de.66.w0.l0 vsm3rnds2 Vo,Ho,Wo,Ib
  df.66.l0 vaeskeygenassist Vo,Wo,Ib
  f0.f2.l0 rorx Gy,Ey,Ib
`;

export const vex3a = (): string => `
  ${REST_3A}
  ${FMA4.map(fma4).join('')}
`;
