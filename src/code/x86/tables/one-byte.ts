// The opcodes of one byte, by the opcode map of the manuals.

const ARITHMETIC = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'];
const SHIFTS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'sal', 'sar'];

const hex = (value: number): string => value.toString(16);

/** `cmp` writes nothing and cannot be locked. */
const lock = (name: string): string => (name === 'cmp' ? '' : 'lock');

function arithmetic(name: string, i: number): string {
  const at = (offset: number): string => hex(i * 8 + offset);
  return `
    ${at(0)} ${name} Eb,Gb ${lock(name)}
    ${at(1)} ${name} Ev,Gv ${lock(name)}
    ${at(2)} ${name} Gb,Eb
    ${at(3)} ${name} Gv,Ev
    ${at(4)} ${name} al,Ib
    ${at(5)} ${name} aV,Iz
    80/${i} ${name} Eb,Ib ${lock(name)}
    81/${i} ${name} Ev,Iz ${lock(name)}
    82/${i}.m32 ${name} Eb,Ib ${lock(name)}
    83/${i} ${name} Ev,Is ${lock(name)}`;
}

function shift(name: string, i: number): string {
  return `
    c0/${i} ${name} Eb,Ib
    c1/${i} ${name} Ev,Ib
    d0/${i} ${name} Eb,I1
    d1/${i} ${name} Ev,I1
    d2/${i} ${name} Eb,cl
    d3/${i} ${name} Ev,cl`;
}

export const oneByte = (): string => `
  ${ARITHMETIC.map(arithmetic).join('')}
  ${SHIFTS.map(shift).join('')}
  06.m32 push es
  07.m32 pop es
  0e.m32 push cs
  16.m32 push ss
  17.m32 pop ss
  1e.m32 push ds
  1f.m32 pop ds
  27.m32 daa
  2f.m32 das
  37.m32 aaa
  3f.m32 aas
  40-47.m32 inc Zv
  48-4f.m32 dec Zv
  50-57 push Zv d64
  58-5f pop Zv d64
  60.m32 pusha|pushad
  61.m32 popa|popad
  62.m32 bound Gv,Ma
  63.m32 arpl Ew,Gw
  63.m64 movsxd Gv,Ez
  68 push Iz d64
  69 imul Gv,Ev,Iz
  6a push Is d64
  6b imul Gv,Ev,Is
  6c insb
  6d insw|insd
  6e outsb
  6f outsw|outsd
  70-7f jCC Jb f64 jcc
  84 test Eb,Gb
  85 test Ev,Gv
  86 xchg Eb,Gb lock
  87 xchg Ev,Gv lock
  88 mov Eb,Gb
  89 mov Ev,Gv
  8a mov Gb,Eb
  8b mov Gv,Ev
  8c/0/1/2/3/4/5 mov Evw,S
  8d lea Gv,M
  8e/0/2/3/4/5 mov S,Evw
  8f/0 pop Ev d64
  90.b0.np.66.f2 nop
  90.f3 pause
  90.b1.np.66.f2 xchg Zv,aV
  91-97 xchg Zv,aV
  98 cbw|cwde|cdqe
  99 cwd|cdq|cqo
  9a.m32 call Ap call
  9b wait
  9c.m32 pushf|pushfd
  9c.m64 pushf|pushfq
  9d.m32 popf|popfd
  9d.m64 popf|popfq
  9e sahf
  9f lahf
  a0 mov al,Ob
  a1 mov aV,Ov
  a2 mov Ob,al
  a3 mov Ov,aV
  a4 movsb
  a5 movsw|movsd|movsq
  a6 cmpsb
  a7 cmpsw|cmpsd|cmpsq
  a8 test al,Ib
  a9 test aV,Iz
  aa stosb
  ab stosw|stosd|stosq
  ac lodsb
  ad lodsw|lodsd|lodsq
  ae scasb
  af scasw|scasd|scasq
  b0-b7 mov Zb,Ib
  b8-bf mov Zv,Iv
  c2 ret Iw f64 return
  c3 ret f64 return
  c4.m32 les Gz,Mp
  c5.m32 lds Gz,Mp
  c6/0 mov Eb,Ib
  c6/7.reg.rm0 xabort Ib
  c7/0 mov Ev,Iz
  c7/7.reg.rm0 xbegin Jx jcc
  c8 enter Iw,Ib d64
  c9 leave d64
  ca retf Iw return
  cb retf return
  cc int3 stop
  cd int Ib interrupt
  ce.m32 into interrupt
  cf iret|iretd|iretq stop
  d4.m32 aam Ib
  d5.m32 aad Ib
  d6.m32 salc
  d7 xlatb
  e0 loopne Jb f64 jcc
  e1 loope Jb f64 jcc
  e2 loop Jb f64 jcc
  e3.a16 jcxz Jb f64 jcc
  e3.a32 jecxz Jb f64 jcc
  e3.a64 jrcxz Jb f64 jcc
  e4 in al,Ib
  e5 in aZ,Ib
  e6 out Ib,al
  e7 out Ib,aZ
  e8 call Jz f64 call
  e9 jmp Jz f64 jump
  ea.m32 jmp Ap jump
  eb jmp Jb f64 jump
  ec in al,dx
  ed in aZ,dx
  ee out dx,al
  ef out dx,aZ
  f1 int1 interrupt
  f4 hlt stop
  f5 cmc
  f6/0/1 test Eb,Ib
  f6/2 not Eb lock
  f6/3 neg Eb lock
  f6/4 mul Eb
  f6/5 imul Eb
  f6/6 div Eb
  f6/7 idiv Eb
  f7/0/1 test Ev,Iz
  f7/2 not Ev lock
  f7/3 neg Ev lock
  f7/4 mul Ev
  f7/5 imul Ev
  f7/6 div Ev
  f7/7 idiv Ev
  f8 clc
  f9 stc
  fa cli
  fb sti
  fc cld
  fd std
  fe/0 inc Eb lock
  fe/1 dec Eb lock
  ff/0 inc Ev lock
  ff/1 dec Ev lock
  ff/2 call Ev f64 call
  ff/3 call Mp call
  ff/4 jmp Ev f64 jump
  ff/5 jmp Mp jump
  ff/6 push Ev d64
`;
