// Floating-point arithmetic and conversions. `t` is the type: single, double, half.

const TYPED = `
00011110 tt100000 010000nn nnnddddd fmov F.FT:d F.FT:n
00011110 tt100000 110000nn nnnddddd fabs F.FT:d F.FT:n
00011110 tt100001 010000nn nnnddddd fneg F.FT:d F.FT:n
00011110 tt100001 110000nn nnnddddd fsqrt F.FT:d F.FT:n
00011110 tt100010 010000nn nnnddddd fcvt S:d F.FT:n ?t:1,3
00011110 tt100010 110000nn nnnddddd fcvt D:d F.FT:n ?t:0,3
00011110 tt100011 110000nn nnnddddd fcvt H:d F.FT:n ?t:0,1
00011110 01100011 010000nn nnnddddd bfcvt H:d S:n
00011110 tt1001kk k10000nn nnnddddd frint{k:n|p|m|z|a|-|x|i} F.FT:d F.FT:n
00011110 tt10100k k10000nn nnnddddd frint{k:32z|32x|64z|64x} F.FT:d F.FT:n ?t:0,1

00011110 tt1mmmmm 001000nn nnn00000 fcmp F.FT:n F.FT:m !next,reads
00011110 tt1xxxxx 001000nn nnn01000 fcmp F.FT:n fzero !next,reads
00011110 tt1mmmmm 001000nn nnn10000 fcmpe F.FT:n F.FT:m !next,reads
00011110 tt1xxxxx 001000nn nnn11000 fcmpe F.FT:n fzero !next,reads
00011110 tt1iiiii iii10000 000ddddd fmov F.FT:d float:i
00011110 tt1mmmmm cccc01nn nnneiiii fccmp{e:|e} F.FT:n F.FT:m imm:i cond:c !next,reads
00011110 tt1mmmmm cccc11nn nnnddddd fcsel F.FT:d F.FT:n F.FT:m cond:c
00011110 tt1mmmmm ooo010nn nnnddddd f{o:mul|add|max|maxnm|nmul|-|-|-} F.FT:d F.FT:n F.FT:m
00011110 tt1mmmmm 0oo110nn nnnddddd f{o:div|sub|min|minnm} F.FT:d F.FT:n F.FT:m
00011111 tt0mmmmm oaaaaann nnnddddd fm{o:add|sub} F.FT:d F.FT:n F.FT:m F.FT:a
00011111 tt1mmmmm oaaaaann nnnddddd fnm{o:add|sub} F.FT:d F.FT:n F.FT:m F.FT:a
`;

const CONVERSIONS = `
00011110 tt000010 1iiiiinn nnnddddd scvtf F.FT:d W:n 32-imm:i
00011110 tt000011 1iiiiinn nnnddddd ucvtf F.FT:d W:n 32-imm:i
00011110 tt011000 1iiiiinn nnnddddd fcvtzs W:d F.FT:n 32-imm:i
00011110 tt011001 1iiiiinn nnnddddd fcvtzu W:d F.FT:n 32-imm:i
10011110 tt000010 iiiiiinn nnnddddd scvtf F.FT:d X:n 64-imm:i
10011110 tt000011 iiiiiinn nnnddddd ucvtf F.FT:d X:n 64-imm:i
10011110 tt011000 iiiiiinn nnnddddd fcvtzs X:d F.FT:n 64-imm:i
10011110 tt011001 iiiiiinn nnnddddd fcvtzu X:d F.FT:n 64-imm:i
s0011110 tt1mm00u 000000nn nnnddddd fcvt{m:n|p|m|z}{u:s|u} R:d F.FT:n
s0011110 tt10001u 000000nn nnnddddd {u:s|u}cvtf F.FT:d R:n
s0011110 tt10010u 000000nn nnnddddd fcvta{u:s|u} R:d F.FT:n
00011110 01111110 000000nn nnnddddd fjcvtzs W:d D:n
s0011110 11100110 000000nn nnnddddd fmov R:d H:n
s0011110 11100111 000000nn nnnddddd fmov H:d R:n
00011110 00100110 000000nn nnnddddd fmov W:d S:n
00011110 00100111 000000nn nnnddddd fmov S:d W:n
10011110 01100110 000000nn nnnddddd fmov X:d D:n
10011110 01100111 000000nn nnnddddd fmov D:d X:n
10011110 10101110 000000nn nnnddddd fmov X:d E1.d:n
10011110 10101111 000000nn nnnddddd fmov E1.d:d X:n
`;

export const FLOATING_POINT: readonly string[] = [TYPED, CONVERSIONS];
