// Branches, exceptions and system instructions.

const CONDITIONS = '{c:eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|-|-}';

export const ADDRESSING: string = `
000101ii iiiiiiii iiiiiiii iiiiiiii b label:i !jump
100101ii iiiiiiii iiiiiiii iiiiiiii bl label:i !call
01010100 iiiiiiii iiiiiiii iii0cccc b.${CONDITIONS} label:i !conditional
01010100 iiiiiiii iiiiiiii iii01110 b.al label:i !jump
01010100 iiiiiiii iiiiiiii iii01111 b.nv label:i !jump
01010100 iiiiiiii iiiiiiii iii1cccc bc.${CONDITIONS} label:i !conditional
01010100 iiiiiiii iiiiiiii iii11110 bc.al label:i !jump
01010100 iiiiiiii iiiiiiii iii11111 bc.nv label:i !jump
s0110100 iiiiiiii iiiiiiii iiittttt cbz R:t label:i !conditional,reads
s0110101 iiiiiiii iiiiiiii iiittttt cbnz R:t label:i !conditional,reads
s0110110 bbbbbiii iiiiiiii iiittttt tbz R:t imm:sb label:i !conditional,reads
s0110111 bbbbbiii iiiiiiii iiittttt tbnz R:t imm:sb label:i !conditional,reads

11010110 00011111 000000nn nnn00000 br X:n !jump,reads
11010110 00111111 000000nn nnn00000 blr X:n !call,reads
11010110 01011111 00000011 11000000 ret !return
11010110 01011111 000000nn nnn00000 ret X:n !return,reads
11010110 10011111 00000011 11100000 eret !return
11010110 10111111 00000011 11100000 drps !return
11010110 00011111 00001knn nnn11111 bra{k:a|b}z X:n !jump,reads
11010110 00111111 00001knn nnn11111 blra{k:a|b}z X:n !call,reads
11010110 01011111 00001k11 11111111 reta{k:a|b} !return
11010110 10011111 00001k11 11111111 ereta{k:a|b} !return
11010111 00011111 00001knn nnnmmmmm bra{k:a|b} X:n XS:m !jump,reads
11010111 00111111 00001knn nnnmmmmm blra{k:a|b} X:n XS:m !call,reads

11010100 000iiiii iiiiiiii iii00001 svc imm:i !syscall
11010100 000iiiii iiiiiiii iii00010 hvc imm:i !interrupt
11010100 000iiiii iiiiiiii iii00011 smc imm:i !interrupt
11010100 001iiiii iiiiiiii iii00000 brk imm:i !stop
11010100 010iiiii iiiiiiii iii00000 hlt imm:i !stop
11010100 011iiiii iiiiiiii iii00000 tcancel imm:i !stop
11010100 10100000 00000000 000000ll dcps{l:-|1|2|3} !stop
11010100 101iiiii iiiiiiii iii000ll dcps{l:-|1|2|3} imm:i !stop

11010101 00000011 00100000 00011111 nop
11010101 00000011 00100000 00111111 yield
11010101 00000011 00100000 01011111 wfe
11010101 00000011 00100000 01111111 wfi
11010101 00000011 00100000 10011111 sev
11010101 00000011 00100000 10111111 sevl
11010101 00000011 00100000 11011111 dgh
11010101 00000011 00100000 11111111 xpaclri
11010101 00000011 00100001 00011111 pacia1716
11010101 00000011 00100001 01011111 pacib1716
11010101 00000011 00100001 10011111 autia1716
11010101 00000011 00100001 11011111 autib1716
11010101 00000011 00100010 00011111 esb
11010101 00000011 00100010 00111111 psb sys.trace:
11010101 00000011 00100010 01011111 tsb sys.trace:
11010101 00000011 00100010 10011111 csdb
11010101 00000011 00100011 00011111 paciaz
11010101 00000011 00100011 00111111 paciasp
11010101 00000011 00100011 01011111 pacibz
11010101 00000011 00100011 01111111 pacibsp
11010101 00000011 00100011 10011111 autiaz
11010101 00000011 00100011 10111111 autiasp
11010101 00000011 00100011 11011111 autibz
11010101 00000011 00100011 11111111 autibsp
11010101 00000011 00100100 00011111 bti
11010101 00000011 00100100 tt011111 bti sys.target:t
11010101 00000011 0010iiii iii11111 hint imm:i

11010101 00000011 00110000 10011111 ssbb
11010101 00000011 00110100 10011111 pssbb
11010101 00000011 0011iiii 01011111 clrex imm:i
11010101 00000011 0011iiii 10011111 dsb sys.barrier:i
11010101 00000011 0011ii10 00111111 dsb sys.barrierNxs:i
11010101 00000011 0011iiii 10111111 dmb sys.barrier:i
11010101 00000011 0011iiii 11011111 isb sys.barrier:i
11010101 00000011 00110000 11111111 sb
11010101 00000011 00110000 01111111 tcommit
11010101 00000000 01000000 00011111 cfinv
11010101 00000000 01000000 00111111 xaflag
11010101 00000000 01000000 01011111 axflag
11010101 00000ooo 0100iiii ppp11111 msr sys.field:op imm:i
11010101 00001ooo nnnnmmmm ppp11111 sys imm:o sys.control:n sys.control:m imm:p
11010101 00001ooo nnnnmmmm pppttttt sys imm:o sys.control:n sys.control:m imm:p X:t !next,reads
11010101 00101ooo nnnnmmmm pppttttt sysl X:t imm:o sys.control:n sys.control:m imm:p
11010101 000hiiii iiiiiiii iiittttt msr sys.writtenRegister:hi X:t
11010101 001hiiii iiiiiiii iiittttt mrs X:t sys.register:hi
`;
