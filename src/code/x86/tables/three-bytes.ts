// Opcodes behind 0F 38 and 0F 3A.

const hex = (value: number): string => value.toString(16);

/** For MMX registers, and with 66 for XMM registers, from an opcode on. */
const BOTH: readonly (readonly [first: number, names: string])[] = [
  [0x00, 'pshufb phaddw phaddd phaddsw pmaddubsw phsubw phsubd phsubsw psignb psignw psignd pmulhrsw'],
  [0x1c, 'pabsb pabsw pabsd'],
];
const XMM_ONLY: readonly (readonly [first: number, names: string])[] = [
  [0x28, 'pmuldq pcmpeqq'],
  [0x2b, 'packusdw'],
  [0x37, 'pcmpgtq pminsb pminsd pminuw pminud pmaxsb pmaxsd pmaxuw pmaxud pmulld phminposuw'],
  [0xcf, 'gf2p8mulb'],
  [0xdb, 'aesimc aesenc aesenclast aesdec aesdeclast'],
];
/** Element widening: the end of the name, and bytes of memory. */
const WIDENINGS: readonly (readonly [name: string, bytes: number])[] = [
  ['bw', 8],
  ['bd', 4],
  ['bq', 2],
  ['wd', 8],
  ['wq', 4],
  ['dq', 8],
];

function spread(list: readonly (readonly [number, string])[], line: (opcode: string, name: string) => string): string {
  return list
    .map(([first, names]) =>
      names
        .split(' ')
        .map((name, i) => `\n${line(hex(first + i), name)}`)
        .join(''),
    )
    .join('');
}

const REST_38 = `
  10.66 pblendvb Vo,Wo
  14.66 blendvps Vo,Wo
  15.66 blendvpd Vo,Wo
  17.66 ptest Vo,Wo
  2a.66 movntdqa Vo,M16
  80.66.m32 invept Gd,M16
  80.66.m64 invept Gq,M16
  81.66.m32 invvpid Gd,M16
  81.66.m64 invvpid Gq,M16
  82.66.m32 invpcid Gd,M16
  82.66.m64 invpcid Gq,M16
  c8.np sha1nexte Vo,Wo
  c9.np sha1msg1 Vo,Wo
  ca.np sha1msg2 Vo,Wo
  cb.np sha256rnds2 Vo,Wo
  cc.np sha256msg1 Vo,Wo
  cd.np sha256msg2 Vo,Wo
  d8/0.f3 aesencwide128kl M48
  d8/1.f3 aesdecwide128kl M48
  d8/2.f3 aesencwide256kl M64
  d8/3.f3 aesdecwide256kl M64
  dc.f3 aesenc128kl Vo,M48
  dc.f3 loadiwkey Vo,Uo
  dd.f3 aesdec128kl Vo,M48
  de.f3 aesenc256kl Vo,M64
  df.f3 aesdec256kl Vo,M64
  f0.np.66 movbe Gv,Mv
  f1.np.66 movbe Mv,Gv
  f0.f2 crc32 Gy,Eb
  f1.f2 crc32 Gy,Ev
  f5.66.o16.o32 wrussd M4,Gd
  f5.66.o64 wrussq M8,Gq
  f6.np.o16.o32 wrssd M4,Gd
  f6.np.o64 wrssq M8,Gq
  f6.66 adcx Gy,Ey
  f6.f3 adox Gy,Ey
  f8.66.a16 movdir64b Gw,M64
  f8.66.a32 movdir64b Gd,M64
  f8.66.a64 movdir64b Gq,M64
  f8.f2.a16 enqcmd Gw,M64
  f8.f2.a32 enqcmd Gd,M64
  f8.f2.a64 enqcmd Gq,M64
  f8.f3.a16 enqcmds Gw,M64
  f8.f3.a32 enqcmds Gd,M64
  f8.f3.a64 enqcmds Gq,M64
  f9.np movdiri My,Gy
  fa.f3 encodekey128 Gd,Rd
  fb.f3 encodekey256 Gd,Rd
  fc.np aadd My,Gy
  fc.66 aand My,Gy
  fc.f3 axor My,Gy
  fc.f2 aor My,Gy
`;

export const threeBytes38 = (): string =>
  [
    spread(BOTH, (opcode, name) => `${opcode}.np ${name} P,Qq\n${opcode}.66 ${name} Vo,Wo`),
    spread(XMM_ONLY, (opcode, name) => `${opcode}.66 ${name} Vo,Wo`),
    ...WIDENINGS.map(
      ([name, bytes], i) => `
        ${hex(0x20 + i)}.66 pmovsx${name} Vo,Wo${bytes}
        ${hex(0x30 + i)}.66 pmovzx${name} Vo,Wo${bytes}`,
    ),
    REST_38,
  ].join('');

export const threeBytes3a = (): string => `
  08.66 roundps Vo,Wo,Ib
  09.66 roundpd Vo,Wo,Ib
  0a.66 roundss Vo,Wo4,Ib
  0b.66 roundsd Vo,Wo8,Ib
  0c.66 blendps Vo,Wo,Ib
  0d.66 blendpd Vo,Wo,Ib
  0e.66 pblendw Vo,Wo,Ib
  0f.np palignr P,Qq,Ib
  0f.66 palignr Vo,Wo,Ib
  14.66 pextrb Ey1,Vo,Ib
  15.66 pextrw Ey2,Vo,Ib
  16.66.o16.o32 pextrd Ed,Vo,Ib
  16.66.o64 pextrq Eq,Vo,Ib
  17.66 extractps Ey4,Vo,Ib
  20.66 pinsrb Vo,Ey1,Ib
  21.66 insertps Vo,Wo4,Ib
  22.66.o16.o32 pinsrd Vo,Ed,Ib
  22.66.o64 pinsrq Vo,Eq,Ib
  40.66 dpps Vo,Wo,Ib
  41.66 dppd Vo,Wo,Ib
  42.66 mpsadbw Vo,Wo,Ib
  44.66 pclmulqdq Vo,Wo,Ib
  60.66.o16.o32 pcmpestrm Vo,Wo,Ib
  60.66.o64 pcmpestrm64 Vo,Wo,Ib
  61.66.o16.o32 pcmpestri Vo,Wo,Ib
  61.66.o64 pcmpestri64 Vo,Wo,Ib
  62.66 pcmpistrm Vo,Wo,Ib
  63.66 pcmpistri Vo,Wo,Ib
  cc.np sha1rnds4 Vo,Wo,Ib
  df.66 aeskeygenassist Vo,Wo,Ib
  ce.66 gf2p8affineqb Vo,Wo,Ib
  cf.66 gf2p8affineinvqb Vo,Wo,Ib
  f0/0.f3.reg.rm0 hreset Ib
`;
