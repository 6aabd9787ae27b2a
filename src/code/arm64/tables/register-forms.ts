// Data processing with registers: arithmetic, logic, shifts, multiplication, division, conditional selection, checksums, pointer authentication.

export const REGISTERS = `
s0101010 000mmmmm 00000011 111ddddd mov R:d R:m
s0101010 tt1mmmmm aaaaaa11 111ddddd mvn R:d sh{s:W|X}:m,t,a
s1101010 tt0mmmmm aaaaaann nnn11111 tst R:n sh{s:W|X}:m,t,a !next,reads
s0001010 tt0mmmmm aaaaaann nnnddddd and R:d R:n sh{s:W|X}:m,t,a
s0001010 tt1mmmmm aaaaaann nnnddddd bic R:d R:n sh{s:W|X}:m,t,a
s0101010 tt0mmmmm aaaaaann nnnddddd orr R:d R:n sh{s:W|X}:m,t,a
s0101010 tt1mmmmm aaaaaann nnnddddd orn R:d R:n sh{s:W|X}:m,t,a
s1001010 tt0mmmmm aaaaaann nnnddddd eor R:d R:n sh{s:W|X}:m,t,a
s1001010 tt1mmmmm aaaaaann nnnddddd eon R:d R:n sh{s:W|X}:m,t,a
s1101010 tt0mmmmm aaaaaann nnnddddd ands R:d R:n sh{s:W|X}:m,t,a
s1101010 tt1mmmmm aaaaaann nnnddddd bics R:d R:n sh{s:W|X}:m,t,a

s0001011 tt0mmmmm aaaaaann nnnddddd add R:d R:n sh{s:W|X}:m,t,a ?t:!3
s0101011 tt0mmmmm aaaaaann nnn11111 cmn R:n sh{s:W|X}:m,t,a ?t:!3 !next,reads
s0101011 tt0mmmmm aaaaaann nnnddddd adds R:d R:n sh{s:W|X}:m,t,a ?t:!3
s1001011 tt0mmmmm aaaaaa11 111ddddd neg R:d sh{s:W|X}:m,t,a ?t:!3
s1001011 tt0mmmmm aaaaaann nnnddddd sub R:d R:n sh{s:W|X}:m,t,a ?t:!3
s1101011 tt0mmmmm aaaaaann nnn11111 cmp R:n sh{s:W|X}:m,t,a ?t:!3 !next,reads
s1101011 tt0mmmmm aaaaaa11 111ddddd negs R:d sh{s:W|X}:m,t,a ?t:!3
s1101011 tt0mmmmm aaaaaann nnnddddd subs R:d R:n sh{s:W|X}:m,t,a ?t:!3

s0001011 001mmmmm oooaaann nnnddddd add RS:d RS:n ext{s:W|X}:m,o,a
s0101011 001mmmmm oooaaann nnn11111 cmn RS:n ext{s:W|X}:m,o,a !next,reads
s0101011 001mmmmm oooaaann nnnddddd adds R:d RS:n ext{s:W|X}:m,o,a
s1001011 001mmmmm oooaaann nnnddddd sub RS:d RS:n ext{s:W|X}:m,o,a
s1101011 001mmmmm oooaaann nnn11111 cmp RS:n ext{s:W|X}:m,o,a !next,reads
s1101011 001mmmmm oooaaann nnnddddd subs R:d RS:n ext{s:W|X}:m,o,a

s0011010 000mmmmm 000000nn nnnddddd adc R:d R:n R:m
s0111010 000mmmmm 000000nn nnnddddd adcs R:d R:n R:m
s1011010 000mmmmm 00000011 111ddddd ngc R:d R:m
s1011010 000mmmmm 000000nn nnnddddd sbc R:d R:n R:m
s1111010 000mmmmm 00000011 111ddddd ngcs R:d R:m
s1111010 000mmmmm 000000nn nnnddddd sbcs R:d R:n R:m
10111010 000iiiii i00001nn nnn0mmmm rmif X:n imm:i imm:m !next,reads
00111010 00000000 0z0010nn nnn01101 setf{z:8|16} W:n !next,reads

s0111010 010mmmmm cccc00nn nnn0iiii ccmn R:n R:m imm:i cond:c !next,reads
s1111010 010mmmmm cccc00nn nnn0iiii ccmp R:n R:m imm:i cond:c !next,reads
s0111010 010mmmmm cccc10nn nnn0iiii ccmn R:n imm:m imm:i cond:c !next,reads
s1111010 010mmmmm cccc10nn nnn0iiii ccmp R:n imm:m imm:i cond:c !next,reads

s0011010 10011111 cccc0111 111ddddd cset R:d ncond:c ?c:!14,15
s1011010 10011111 cccc0011 111ddddd csetm R:d ncond:c ?c:!14,15
s0011010 100mmmmm cccc01nn nnnddddd cinc R:d R:n ncond:c ?c:!14,15 ?m:!31 ?@sameRegisters
s1011010 100mmmmm cccc00nn nnnddddd cinv R:d R:n ncond:c ?c:!14,15 ?m:!31 ?@sameRegisters
s1011010 100mmmmm cccc01nn nnnddddd cneg R:d R:n ncond:c ?c:!14,15 ?@sameRegisters
s0011010 100mmmmm cccc00nn nnnddddd csel R:d R:n R:m cond:c
s0011010 100mmmmm cccc01nn nnnddddd csinc R:d R:n R:m cond:c
s1011010 100mmmmm cccc00nn nnnddddd csinv R:d R:n R:m cond:c
s1011010 100mmmmm cccc01nn nnnddddd csneg R:d R:n R:m cond:c

s0011010 110mmmmm 00001knn nnnddddd {k:udiv|sdiv} R:d R:n R:m
s0011010 110mmmmm 0010kknn nnnddddd {k:lsl|lsr|asr|ror} R:d R:n R:m
00011010 110mmmmm 010czznn nnnddddd crc32{c:|c}{z:b|h|w|-} W:d W:n W:m
10011010 110mmmmm 010c11nn nnnddddd crc32{c:|c}x W:d W:n X:m
10011010 110mmmmm 000000nn nnnddddd subp X:d XS:n XS:m
10111010 110mmmmm 000000nn nnnddddd subps X:d XS:n XS:m
10011010 11011111 000100nn nnnddddd irg XS:d XS:n
10011010 110mmmmm 000100nn nnnddddd irg XS:d XS:n X:m
10011010 110mmmmm 000101nn nnnddddd gmi X:d XS:n X:m
10011010 110mmmmm 001100nn nnnddddd pacga X:d X:n XS:m

s1011010 11000000 000000nn nnnddddd rbit R:d R:n
s1011010 11000000 000001nn nnnddddd rev16 R:d R:n
01011010 11000000 000010nn nnnddddd rev W:d W:n
11011010 11000000 000010nn nnnddddd rev32 X:d X:n
11011010 11000000 000011nn nnnddddd rev X:d X:n
s1011010 11000000 00010knn nnnddddd {k:clz|cls} R:d R:n
11011010 11000001 000okknn nnnddddd {o:pac|aut}{k:ia|ib|da|db} X:d XS:n
11011010 11000001 001okk11 111ddddd {o:pac|aut}{k:iza|izb|dza|dzb} X:d
11011010 11000001 01000k11 111ddddd xpac{k:i|d} X:d

s0011011 000mmmmm 011111nn nnnddddd mul R:d R:n R:m
s0011011 000mmmmm 111111nn nnnddddd mneg R:d R:n R:m
s0011011 000mmmmm 0aaaaann nnnddddd madd R:d R:n R:m R:a
s0011011 000mmmmm 1aaaaann nnnddddd msub R:d R:n R:m R:a
10011011 u01mmmmm 011111nn nnnddddd {u:s|u}mull X:d W:n W:m
10011011 u01mmmmm 111111nn nnnddddd {u:s|u}mnegl X:d W:n W:m
10011011 u01mmmmm 0aaaaann nnnddddd {u:s|u}maddl X:d W:n W:m X:a
10011011 u01mmmmm 1aaaaann nnnddddd {u:s|u}msubl X:d W:n W:m X:a
10011011 u10mmmmm 0xxxxxnn nnnddddd {u:s|u}mulh X:d X:n X:m
`;
