// Opcodes behind 0F: general instructions first, then MMX and SSE.

const hex = (value: number): string => value.toString(16);

const GENERAL = `
  00/0 sldt Evw
  00/1 str Evw
  00/2 lldt Evw
  00/3 ltr Evw
  00/4 verr Evw
  00/5 verw Evw
  00/6.f2.m64 lkgs Evw
  02 lar Gv,Evw
  03 lsl Gv,Evw
  05.m64 syscall syscall
  05.m32 syscall syscall
  06 clts
  07 sysret|sysret|sysretq stop
  08 invd
  09.np.66.f2 wbinvd
  09.f3 wbnoinvd
  0b ud2 stop
  0d/0/4/5/6/7 prefetch M1
  0d/1/3 prefetchw M1
  0d/2 prefetchwt1 M1
  0d.reg nop Ev
  0e femms
  0f now P,Qq suffix
  18.mem/0 prefetchnta M1
  18.mem/1 prefetcht0 M1
  18.mem/2 prefetcht1 M1
  18.mem/3 prefetcht2 M1
  18.mem/4/5 nop Ev
  18.mem/6 prefetchit1 M1
  18.mem/7 prefetchit0 M1
  18.reg nop Ev
  19 nop Ev
  1a.np.reg nop Ev
  1b.np.reg nop Ev
  1b.f3.reg nop Ev
  1c.reg nop Ev
  1c.mem.66.f3.f2 nop Ev
  1c.mem.np/0 cldemote M1
  1c.mem.np/1/2/3/4/5/6/7 nop Ev
  1d nop Ev
  1e.np.66.f2 nop Ev
  1e.f3.mem nop Ev
  1e.f3.reg/0/2/3/4/5/6 nop Ev
  1e.f3.reg/1.o16.o32 rdsspd Rd
  1e.f3.reg/1.o64 rdsspq Rq
  1e.f3.reg/7.rm0/7.rm1/7.rm4/7.rm5/7.rm6/7.rm7 nop Ev
  1e.f3.reg/7.rm2 endbr64
  1e.f3.reg/7.rm3 endbr32
  1f nop Ev
  20.m32/0/2/3/4 mov Rd,Cd anymod
  20.m64.r0/0/2/3/4 mov Rq,Cq anymod
  20.m64.r1/0 mov Rq,Cq anymod
  21.m32 mov Rd,Dd anymod
  21.m64.r0 mov Rq,Dq anymod
  22.m32/0/2/3/4 mov Cd,Rd anymod
  22.m64.r0/0/2/3/4 mov Cq,Rq anymod
  22.m64.r1/0 mov Cq,Rq anymod
  23.m32 mov Dd,Rd anymod
  23.m64.r0 mov Dq,Rq anymod
  30 wrmsr
  31 rdtsc
  32 rdmsr
  33 rdpmc
  34 sysenter syscall
  35 sysexit|sysexit|sysexitq stop
  37.np getsec
  3f vpcext Ib,Ib
  40-4f cmovCC Gv,Ev
  80-8f jCC Jz f64 jcc
  90-9f setCC Eb
  a0 push fs d64
  a1 pop fs d64
  a2 cpuid
  a3 bt Ev,Gv
  a4 shld Ev,Gv,Ib
  a5 shld Ev,Gv,cl
  a8 push gs d64
  a9 pop gs d64
  aa rsm stop
  ab bts Ev,Gv lock
  ac shrd Ev,Gv,Ib
  ad shrd Ev,Gv,cl
  af imul Gv,Ev
  b0 cmpxchg Eb,Gb lock
  b1 cmpxchg Ev,Gv lock
  b2 lss Gv,Mp
  b3 btr Ev,Gv lock
  b4 lfs Gv,Mp
  b5 lgs Gv,Mp
  b6 movzx Gv,Eb
  b7 movzx Gv,Ew
  b8.f3 popcnt Gv,Ev
  b9 ud1 Gv,Ev stop
  ba/4 bt Ev,Ib
  ba/5 bts Ev,Ib lock
  ba/6 btr Ev,Ib lock
  ba/7 btc Ev,Ib lock
  bb btc Ev,Gv lock
  bc.np.66.f2 bsf Gv,Ev
  bc.f3 tzcnt Gv,Ev
  bd.np.66.f2 bsr Gv,Ev
  bd.f3 lzcnt Gv,Ev
  be movsx Gv,Eb
  bf movsx Gv,Ew
  c0 xadd Eb,Gb lock
  c1 xadd Ev,Gv lock
  c3.np movnti My,Gy
  c7/1.mem.o16.o32 cmpxchg8b M8 lock
  c7/1.mem.o64 cmpxchg16b M16 lock
  c7/3.mem.np.o16.o32 xrstors M
  c7/3.mem.np.o64 xrstors64 M
  c7/4.mem.np.o16.o32 xsavec M
  c7/4.mem.np.o64 xsavec64 M
  c7/5.mem.np.o16.o32 xsaves M
  c7/5.mem.np.o64 xsaves64 M
  c7/6.mem.np vmptrld M8
  c7/6.mem.66 vmclear M8
  c7/6.mem.f3 vmxon M8
  c7/7.mem.np vmptrst M8
  c7/6.reg.np.66 rdrand Rv
  c7/7.reg.np.66 rdseed Rv
  c7/7.reg.f3.m32 rdpid Rd
  c7/7.reg.f3.m64 rdpid Rq
  c7/6.reg.f3.m64 senduipi Rq
  c8-cf bswap Zv
  ff ud0 Gv,Ev stop
`;

/** MPX has four registers; an address always has the size of the mode. */
const BOUNDS = `
  1a/0/1/2/3.r0.np bndldx Yg,M longaddress norip
  1a/0/1/2/3.r0.66.m32 bndmov Yg,M8 longaddress
  1a/0/1/2/3.r0.66.m64 bndmov Yg,M16 longaddress
  1a/0/1/2/3.r0.66.rm0.rm1.rm2.rm3.b0 bndmov Yg,Yr
  1a/0/1/2/3.r0.f3.m32 bndcl Yg,Ed longaddress
  1a/0/1/2/3.r0.f3.m64 bndcl Yg,Eq longaddress
  1a/0/1/2/3.r0.f2.m32 bndcu Yg,Ed longaddress
  1a/0/1/2/3.r0.f2.m64 bndcu Yg,Eq longaddress
  1b/0/1/2/3.r0.np bndstx M,Yg longaddress norip
  1b/0/1/2/3.r0.66.m32 bndmov M8,Yg longaddress
  1b/0/1/2/3.r0.66.m64 bndmov M16,Yg longaddress
  1b/0/1/2/3.r0.66.rm0.rm1.rm2.rm3.b0 bndmov Yr,Yg
  1b/0/1/2/3.r0.f3.m32 bndmk Yg,M4 longaddress
  1b/0/1/2/3.r0.f3.m64 bndmk Yg,M8 longaddress norip
  1b/0/1/2/3.r0.f2.m32 bndcn Yg,Ed longaddress
  1b/0/1/2/3.r0.f2.m64 bndcn Yg,Eq longaddress
`;

/** Cryptography of VIA and Zhaoxin; most of it only with `rep`. */
const PADLOCK = `
  a6/0.reg.f3.a32 montmul
  a6/1.reg.f3 xsha1
  a6/2.reg.f3 xsha256
  a6/4.reg.f3 xsha512
  a6/5.reg.f3 ccs_hash
  a7/0.reg xstore
  a7/1.reg.f3 xcryptecb
  a7/2.reg.f3 xcryptcbc
  a7/3.reg.f3 xcryptctr
  a7/4.reg.f3 xcryptcfb
  a7/5.reg.f3 xcryptofb
  a7/6.reg.f3 ccs_encrypt
`;

const SYSTEM = `
  01/0.m32 sgdt M6
  01/0.m64 sgdt M10
  01/1.m32 sidt M6
  01/1.m64 sidt M10
  01/2.m32 lgdt M6
  01/2.m64 lgdt M10
  01/3.m32 lidt M6
  01/3.m64 lidt M10
  01/4 smsw Evw
  01/6 lmsw Evw
  01/7.mem invlpg M
  01/0.reg.rm1.np vmcall
  01/0.reg.rm2.np vmlaunch
  01/0.reg.rm3.np vmresume stop
  01/0.reg.rm4.np vmxoff
  01/0.reg.rm0.np enclv
  01/0.reg.rm5.np pconfig
  01/0.reg.rm6.np wrmsrns
  01/0.reg.rm6.f2.m64 rdmsrlist
  01/0.reg.rm6.f3.m64 wrmsrlist
  01/0.reg.rm7.np.m64 pbndkb
  01/1.reg.rm0.np monitor
  01/1.reg.rm1.np mwait
  01/1.reg.rm2.f2.m64 erets stop
  01/1.reg.rm2.f3.m64 eretu stop
  01/1.reg.rm4.66 tdcall
  01/1.reg.rm5.66.m64 seamret
  01/1.reg.rm6.66.m64 seamops
  01/1.reg.rm7.66.m64 seamcall
  01/3.reg.rm0 vmrun
  01/3.reg.rm1.np.66 vmmcall
  01/3.reg.rm1.f2.f3 vmgexit
  01/3.reg.rm2 vmload
  01/3.reg.rm3 vmsave
  01/3.reg.rm4 stgi
  01/3.reg.rm5 clgi
  01/3.reg.rm6 skinit
  01/3.reg.rm7 invlpga
  01/5.mem.f3 rstorssp M8
  01/5.reg.rm0.np serialize
  01/5.reg.rm0.f3 setssbsy
  01/5.reg.rm0.f2 xsusldtrk
  01/5.reg.rm1.f2 xresldtrk
  01/5.reg.rm2.f3 saveprevssp
  01/5.reg.rm4.f3.m64 uiret stop
  01/5.reg.rm5.f3.m64 testui
  01/5.reg.rm6.f3.m64 clui
  01/5.reg.rm7.f3.m64 stui
  01/5.reg.rm6.np rdpkru
  01/5.reg.rm7.np wrpkru
  01/7.reg.rm2.np monitorx
  01/7.reg.rm2.f3 mcommit
  01/7.reg.rm3.np mwaitx
  01/7.reg.rm4 clzero
  01/7.reg.rm5.np rdpru
  01/7.reg.rm5.f3.m64 rmpquery
  01/7.reg.rm6.np invlpgb
  01/7.reg.rm6.f3.m64 rmpadjust
  01/7.reg.rm6.f2.m64 rmpupdate
  01/7.reg.rm7.np tlbsync
  01/7.reg.rm7.f3.m64 psmash
  01/7.reg.rm7.f2 pvalidate
  01/1.reg.rm2.np clac
  01/1.reg.rm3.np stac
  01/1.reg.rm7.np encls
  01/2.reg.rm0.np xgetbv
  01/2.reg.rm1.np xsetbv
  01/2.reg.rm4.np vmfunc
  01/2.reg.rm5.np xend
  01/2.reg.rm6.np xtest
  01/2.reg.rm7.np enclu
  01/7.reg.rm0.m64 swapgs
  01/7.reg.rm1 rdtscp
`;

const SAVES = `
  ae/0.mem.np.o16.o32 fxsave M512
  ae/0.mem.np.o64 fxsave64 M512
  ae/1.mem.np.o16.o32 fxrstor M512
  ae/1.mem.np.o64 fxrstor64 M512
  ae/2.mem.np ldmxcsr M4
  ae/3.mem.np stmxcsr M4
  ae/4.mem.np.o16.o32 xsave M
  ae/4.mem.np.o64 xsave64 M
  ae/5.mem.np.o16.o32 xrstor M
  ae/5.mem.np.o64 xrstor64 M
  ae/6.mem.np.o16.o32 xsaveopt M
  ae/6.mem.np.o64 xsaveopt64 M
  ae/6.mem.66 clwb M1
  ae/7.mem.np clflush M1
  ae/7.mem.66 clflushopt M1
  ae/4.f3.o16.o32 ptwrite Ed no66
  ae/4.f3.o64 ptwrite Eq no66
  ae/5.reg.f3.o16.o32 incsspd Rd
  ae/5.reg.f3.o64 incsspq Rq
  ae/6.mem.f3 clrssbsy M8
  ae/6.reg.66 tpause Ry
  ae/6.reg.f2 umwait Ry
  ae/6.reg.f3.a16 umonitor Rw
  ae/6.reg.f3.a32 umonitor Rd
  ae/6.reg.f3.a64 umonitor Rq
  ae/5.reg.np lfence
  ae/6.reg.np mfence
  ae/7.reg.np sfence
  ae/0.reg.f3.m64 rdfsbase Ry
  ae/1.reg.f3.m64 rdgsbase Ry
  ae/2.reg.f3.m64 wrfsbase Ry
  ae/3.reg.f3.m64 wrgsbase Ry
`;

/** Packed and scalar arithmetic: names by opcode; a `+` before those that exist for both precisions and for one element too. */
const FLOAT: readonly (readonly [opcode: number, name: string])[] = [
  [0x51, '+sqrt'],
  [0x54, 'and'],
  [0x55, 'andn'],
  [0x56, 'or'],
  [0x57, 'xor'],
  [0x58, '+add'],
  [0x59, '+mul'],
  [0x5c, '+sub'],
  [0x5d, '+min'],
  [0x5e, '+div'],
  [0x5f, '+max'],
];

function float([opcode, name]: readonly [number, string]): string {
  const base = name.replace('+', '');
  const scalar = `
    ${hex(opcode)}.f3 ${base}ss Vo,Wo4
    ${hex(opcode)}.f2 ${base}sd Vo,Wo8`;
  return `
    ${hex(opcode)}.np ${base}ps Vo,Wo
    ${hex(opcode)}.66 ${base}pd Vo,Wo
    ${name.startsWith('+') ? scalar : ''}`;
}

const MOVES = `
  10.np movups Vo,Wo
  10.66 movupd Vo,Wo
  10.f3 movss Vo,Wo4
  10.f2 movsd Vo,Wo8
  11.np movups Wo,Vo
  11.66 movupd Wo,Vo
  11.f3 movss Wo4,Vo
  11.f2 movsd Wo8,Vo
  12.np.reg movhlps Vo,Uo
  12.np.mem movlps Vo,M8
  12.66 movlpd Vo,M8
  12.f3 movsldup Vo,Wo
  12.f2 movddup Vo,Wo8
  13.np movlps M8,Vo
  13.66 movlpd M8,Vo
  14.np unpcklps Vo,Wo
  14.66 unpcklpd Vo,Wo
  15.np unpckhps Vo,Wo
  15.66 unpckhpd Vo,Wo
  16.np.reg movlhps Vo,Uo
  16.np.mem movhps Vo,M8
  16.66 movhpd Vo,M8
  16.f3 movshdup Vo,Wo
  17.np movhps M8,Vo
  17.66 movhpd M8,Vo
  28.np movaps Vo,Wo
  28.66 movapd Vo,Wo
  29.np movaps Wo,Vo
  29.66 movapd Wo,Vo
  2a.np cvtpi2ps Vo,Qq
  2a.66 cvtpi2pd Vo,Qq
  2a.f3 cvtsi2ss Vo,Ey
  2a.f2 cvtsi2sd Vo,Ey
  2b.np movntps M16,Vo
  2b.66 movntpd M16,Vo
  2b.f3 movntss M4,Vo
  2b.f2 movntsd M8,Vo
  2c.np cvttps2pi P,Wo8
  2c.66 cvttpd2pi P,Wo
  2c.f3 cvttss2si Gy,Wo4
  2c.f2 cvttsd2si Gy,Wo8
  2d.np cvtps2pi P,Wo8
  2d.66 cvtpd2pi P,Wo
  2d.f3 cvtss2si Gy,Wo4
  2d.f2 cvtsd2si Gy,Wo8
  2e.np ucomiss Vo,Wo4
  2e.66 ucomisd Vo,Wo8
  2f.np comiss Vo,Wo4
  2f.66 comisd Vo,Wo8
  50.np movmskps Gy,Uo
  50.66 movmskpd Gy,Uo
  52.np rsqrtps Vo,Wo
  52.f3 rsqrtss Vo,Wo4
  53.np rcpps Vo,Wo
  53.f3 rcpss Vo,Wo4
  5a.np cvtps2pd Vo,Wo8
  5a.66 cvtpd2ps Vo,Wo
  5a.f3 cvtss2sd Vo,Wo4
  5a.f2 cvtsd2ss Vo,Wo8
  5b.np cvtdq2ps Vo,Wo
  5b.66 cvtps2dq Vo,Wo
  5b.f3 cvttps2dq Vo,Wo
  6e.np.o16.o32 movd P,Ed
  6e.np.o64 movq P,Eq
  6e.66.o16.o32 movd Vo,Ed
  6e.66.o64 movq Vo,Eq
  6f.np movq P,Qq
  6f.66 movdqa Vo,Wo
  6f.f3 movdqu Vo,Wo
  70.np pshufw P,Qq,Ib
  70.66 pshufd Vo,Wo,Ib
  70.f3 pshufhw Vo,Wo,Ib
  70.f2 pshuflw Vo,Wo,Ib
  77.np emms
  78.np.m32 vmread Ed,Gd
  78.np.m64 vmread Eq,Gq
  79.np.m32 vmwrite Gd,Ed
  79.np.m64 vmwrite Gq,Eq
  78/0.66 extrq Uo,Ib,Ib
  78.f2 insertq Vo,Uo,Ib,Ib
  79.66 extrq Vo,Uo
  79.f2 insertq Vo,Uo
  7c.66 haddpd Vo,Wo
  7c.f2 haddps Vo,Wo
  7d.66 hsubpd Vo,Wo
  7d.f2 hsubps Vo,Wo
  7e.np.o16.o32 movd Ed,P
  7e.np.o64 movq Eq,P
  7e.66.o16.o32 movd Ed,Vo
  7e.66.o64 movq Eq,Vo
  7e.f3 movq Vo,Wo8
  7f.np movq Qq,P
  7f.66 movdqa Wo,Vo
  7f.f3 movdqu Wo,Vo
  c2.np cmpps Vo,Wo,Ib
  c2.66 cmppd Vo,Wo,Ib
  c2.f3 cmpss Vo,Wo4,Ib
  c2.f2 cmpsd Vo,Wo8,Ib
  c4.np pinsrw P,Eyw,Ib
  c4.66 pinsrw Vo,Eyw,Ib
  c5.np pextrw Gy,N,Ib
  c5.66 pextrw Gy,Uo,Ib
  c6.np shufps Vo,Wo,Ib
  c6.66 shufpd Vo,Wo,Ib
  d0.66 addsubpd Vo,Wo
  d0.f2 addsubps Vo,Wo
  d6.66 movq Wo8,Vo
  d6.f3 movq2dq Vo,N
  d6.f2 movdq2q P,Uo
  d7.np pmovmskb Gy,N
  d7.66 pmovmskb Gy,Uo
  e6.66 cvttpd2dq Vo,Wo
  e6.f3 cvtdq2pd Vo,Wo8
  e6.f2 cvtpd2dq Vo,Wo
  e7.np movntq M8,P
  e7.66 movntdq M16,Vo
  f0.f2 lddqu Vo,M16
  f7.np maskmovq P,N
  f7.66 maskmovdqu Vo,Uo
  6c.66 punpcklqdq Vo,Wo
  6d.66 punpckhqdq Vo,Wo
`;

/** Instructions that take MMX registers, and with 66 XMM registers. `-` for an opcode that is none of them; `Qd` of those that read half. */
const PACKED: readonly (readonly [first: number, names: string])[] = [
  [0x60, 'punpcklbw/ punpcklwd/ punpckldq/ packsswb pcmpgtb pcmpgtw pcmpgtd packuswb'],
  [0x68, 'punpckhbw punpckhwd punpckhdq packssdw'],
  [0x74, 'pcmpeqb pcmpeqw pcmpeqd'],
  [0xd1, 'psrlw psrld psrlq paddq pmullw'],
  [0xd8, 'psubusb psubusw pminub pand paddusb paddusw pmaxub pandn'],
  [0xe0, 'pavgb psraw psrad pavgw pmulhuw pmulhw'],
  [0xe8, 'psubsb psubsw pminsw por paddsb paddsw pmaxsw pxor'],
  [0xf1, 'psllw pslld psllq pmuludq pmaddwd psadbw'],
  [0xf8, 'psubb psubw psubd psubq paddb paddw paddd'],
];

function packed([first, names]: readonly [number, string]): string {
  return names
    .split(' ')
    .map((name, i) => {
      const plain = name.replace('/', '');
      return `
        ${hex(first + i)}.np ${plain} P,${name.endsWith('/') ? 'Qd' : 'Qq'}
        ${hex(first + i)}.66 ${plain} Vo,Wo`;
    })
    .join('');
}

/** Shifts of packed elements by an immediate. */
const SHIFTS = `
  71/2 psrlw
  71/4 psraw
  71/6 psllw
  72/2 psrld
  72/4 psrad
  72/6 pslld
  73/2 psrlq
  73/6 psllq
`;

function shifts(): string {
  const both = SHIFTS.trim()
    .split('\n')
    .map((line) => {
      const [where, name] = line.trim().split(' ');
      return `
      ${where}.np ${name} N,Ib
      ${where}.66 ${name} Uo,Ib`;
    });
  return `${both.join('')}
    73/3.66 psrldq Uo,Ib
    73/7.66 pslldq Uo,Ib`;
}

export const twoBytes = (): string =>
  [
    GENERAL,
    BOUNDS,
    PADLOCK,
    SYSTEM,
    SAVES,
    FLOAT.map(float).join(''),
    MOVES,
    PACKED.map(packed).join(''),
    shifts(),
  ].join('');
