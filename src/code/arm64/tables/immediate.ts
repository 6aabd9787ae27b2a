// Data processing with immediates: adr, adrp, add and sub, logical, move wide, bit fields, extract.

export const IMMEDIATE = `
0ll10000 iiiiiiii iiiiiiii iiiddddd adr X:d adr:il
1ll10000 iiiiiiii iiiiiiii iiiddddd adrp X:d page:il

s0010001 00000000 000000nn nnnddddd mov RS:d RS:n ?d:31
s0010001 00000000 000000nn nnnddddd mov RS:d RS:n ?n:31
s0010001 0hiiiiii iiiiiinn nnnddddd add RS:d RS:n immlsl*12:i,h
s0110001 0hiiiiii iiiiiinn nnn11111 cmn RS:n immlsl*12:i,h !next,reads
s0110001 0hiiiiii iiiiiinn nnnddddd adds R:d RS:n immlsl*12:i,h
s1010001 0hiiiiii iiiiiinn nnnddddd sub RS:d RS:n immlsl*12:i,h
s1110001 0hiiiiii iiiiiinn nnn11111 cmp RS:n immlsl*12:i,h !next,reads
s1110001 0hiiiiii iiiiiinn nnnddddd subs R:d RS:n immlsl*12:i,h
10010001 10iiiiii 00jjjjnn nnnddddd addg XS:d XS:n imm*16:i imm:j
11010001 10iiiiii 00jjjjnn nnnddddd subg XS:d XS:n imm*16:i imm:j

s0110010 0kiiiiii iiiiii11 111ddddd mov RS:d {s:bitmaskW|bitmaskX}:ki ?@notMovable !next,signed
s0010010 0kiiiiii iiiiiinn nnnddddd and RS:d R:n {s:bitmaskW|bitmaskX}:ki
s0110010 0kiiiiii iiiiiinn nnnddddd orr RS:d R:n {s:bitmaskW|bitmaskX}:ki
s1010010 0kiiiiii iiiiiinn nnnddddd eor RS:d R:n {s:bitmaskW|bitmaskX}:ki
s1110010 0kiiiiii iiiiiinn nnn11111 tst R:n {s:bitmaskW|bitmaskX}:ki !next,reads
s1110010 0kiiiiii iiiiiinn nnnddddd ands R:d R:n {s:bitmaskW|bitmaskX}:ki

00010010 10hiiiii iiiiiiii iiiddddd mov W:d movnW:i,h ?@movableInverted !next,signed
00010010 10hiiiii iiiiiiii iiiddddd movn W:d immlsl*16:i,h
01010010 10hiiiii iiiiiiii iiiddddd mov W:d movW:i,h ?@movable !next,signed
01010010 10hiiiii iiiiiiii iiiddddd movz W:d immlsl*16:i,h
01110010 10hiiiii iiiiiiii iiiddddd movk W:d immlsl*16:i,h
10010010 1hhiiiii iiiiiiii iiiddddd mov X:d movnX:i,h ?@movable !next,signed
10010010 1hhiiiii iiiiiiii iiiddddd movn X:d immlsl*16:i,h
11010010 1hhiiiii iiiiiiii iiiddddd mov X:d movX:i,h ?@movable !next,signed
11010010 1hhiiiii iiiiiiii iiiddddd movz X:d immlsl*16:i,h
11110010 1hhiiiii iiiiiiii iiiddddd movk X:d immlsl*16:i,h

00010011 000rrrrr 011111nn nnnddddd asr W:d W:n imm:r
00010011 00000000 000111nn nnnddddd sxtb W:d W:n
00010011 00000000 001111nn nnnddddd sxth W:d W:n
00010011 000rrrrr 0iiiiinn nnnddddd sbfiz W:d W:n 32-imm:r imm+1:i ?@inserts
00010011 000rrrrr 0iiiiinn nnnddddd sbfx W:d W:n imm:r span:i,r
10010011 01rrrrrr 111111nn nnnddddd asr X:d X:n imm:r
10010011 01000000 000111nn nnnddddd sxtb X:d W:n
10010011 01000000 001111nn nnnddddd sxth X:d W:n
10010011 01000000 011111nn nnnddddd sxtw X:d W:n
10010011 01rrrrrr iiiiiinn nnnddddd sbfiz X:d X:n 64-imm:r imm+1:i ?@inserts
10010011 01rrrrrr iiiiiinn nnnddddd sbfx X:d X:n imm:r span:i,r
00110011 000rrrrr 0iiiii11 111ddddd bfc W:d place32:r imm+1:i ?@insertsLow
00110011 000rrrrr 0iiiiinn nnnddddd bfi W:d W:n 32-imm:r imm+1:i ?@inserts
00110011 000rrrrr 0iiiiinn nnnddddd bfxil W:d W:n imm:r span:i,r
10110011 01rrrrrr iiiiii11 111ddddd bfc X:d place64:r imm+1:i ?@insertsLow
10110011 01rrrrrr iiiiiinn nnnddddd bfi X:d X:n 64-imm:r imm+1:i ?@inserts
10110011 01rrrrrr iiiiiinn nnnddddd bfxil X:d X:n imm:r span:i,r
01010011 000rrrrr 0iiiiinn nnnddddd lsl W:d W:n 31-imm:i ?@lslW
01010011 000rrrrr 011111nn nnnddddd lsr W:d W:n imm:r
01010011 00000000 000111nn nnnddddd uxtb W:d W:n
01010011 00000000 001111nn nnnddddd uxth W:d W:n
01010011 000rrrrr 0iiiiinn nnnddddd ubfiz W:d W:n 32-imm:r imm+1:i ?@inserts
01010011 000rrrrr 0iiiiinn nnnddddd ubfx W:d W:n imm:r span:i,r
11010011 01rrrrrr iiiiiinn nnnddddd lsl X:d X:n 63-imm:i ?@lslX
11010011 01rrrrrr 111111nn nnnddddd lsr X:d X:n imm:r
11010011 01rrrrrr iiiiiinn nnnddddd ubfiz X:d X:n 64-imm:r imm+1:i ?@inserts
11010011 01rrrrrr iiiiiinn nnnddddd ubfx X:d X:n imm:r span:i,r

00010011 100mmmmm 0iiiiinn nnnddddd ror W:d W:n imm:i ?@sameRegisters
00010011 100mmmmm 0iiiiinn nnnddddd extr W:d W:n W:m imm:i
10010011 110mmmmm iiiiiinn nnnddddd ror X:d X:n imm:i ?@sameRegisters
10010011 110mmmmm iiiiiinn nnnddddd extr X:d X:n X:m imm:i
`;
