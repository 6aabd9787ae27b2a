// SVE and SVE2: found by asking a disassembler of LLVM 14 for the instructions with every pattern of fixed bits, and by fitting fields to what its answers
// vary in; written down in the language of rows.ts and templates.ts. What is more special stands first.

export const SCALABLE: string = `
00100101 zz100000 11100000 000aaaaa add 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100001 11100000 000aaaaa sub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100011 11100000 000aaaaa subr 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100100 11100000 000aaaaa sqadd 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100101 11100000 000aaaaa uqadd 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100110 11100000 000aaaaa sqsub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz100111 11100000 000aaaaa uqsub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00100101 zz111000 11100000 000aaaaa mov 'z<a>{z:-|.h|.s|.d} '#0 'lsl_#8
00000101 zz01gggg 00100000 000aaaaa mov 'z<a>{z:-|.h|.s|.d} 'p<g>/z '#0 'lsl_#8
00000101 zz01gggg 01100000 000aaaaa mov 'z<a>{z:-|.h|.s|.d} 'p<g>/m '#0 'lsl_#8
01000101 00100000 11100100 0000101a aesimc 'z<a>.b 'z<a>.b
00100101 00101000 1001000a aaa00000 wrffr 'p<a>.b
00100101 zz011000 11100011 1110aaaa ptrue 'p<a>{z:.b|.h|.s|.d}
00100101 zz011001 11100011 1110aaaa ptrues 'p<a>{z:.b|.h|.s|.d}
00000100 11110000 11100011 111aaaaa incd X:a
00000100 01100000 11100011 111aaaaa cnth X:a
00000100 101z0000 11111111 111aaaaa uqdecw {z:W|X}:a
00000100 10110000 11000111 111aaaaa decw 'z<a>.s
00000100 10100000 11111011 111aaaaa sqdecw X:a W:a
00000100 011z0000 11110111 111aaaaa uqinch {z:W|X}:a
00000100 01110000 11000011 111aaaaa inch 'z<a>.h
00000100 111z0000 11110111 111aaaaa uqincd {z:W|X}:a
00000100 001z0000 11110111 111aaaaa uqincb {z:W|X}:a
00000100 11100000 11000111 111aaaaa uqincd 'z<a>.d
00000100 001z0000 11111111 111aaaaa uqdecb {z:W|X}:a
00000100 101z0000 11110111 111aaaaa uqincw {z:W|X}:a
00000100 10100000 11100011 111aaaaa cntw X:a
00000100 00100000 11110011 111aaaaa sqincb X:a W:a
00000100 11100000 11000011 111aaaaa sqincd 'z<a>.d
00000100 00100000 11100011 111aaaaa cntb X:a
00000100 011z0000 11111111 111aaaaa uqdech {z:W|X}:a
00000100 10100000 11000011 111aaaaa sqincw 'z<a>.s
00000100 10110000 11100111 111aaaaa decw X:a
00000100 10100000 11001011 111aaaaa sqdecw 'z<a>.s
00000100 01100000 11000111 111aaaaa uqinch 'z<a>.h
00000100 01100000 11111011 111aaaaa sqdech X:a W:a
00000100 111z0000 11111111 111aaaaa uqdecd {z:W|X}:a
00000100 00100000 11111011 111aaaaa sqdecb X:a W:a
00000100 01110000 11000111 111aaaaa dech 'z<a>.h
00000100 11110000 11100111 111aaaaa decd X:a
00000100 01100000 11001111 111aaaaa uqdech 'z<a>.h
00000100 00110000 11100011 111aaaaa incb X:a
00000100 11100000 11001111 111aaaaa uqdecd 'z<a>.d
00000100 01100000 11001011 111aaaaa sqdech 'z<a>.h
00000100 11100000 11100011 111aaaaa cntd X:a
00000100 01110000 11110011 111aaaaa sqinch X:a
00000100 10100000 11001111 111aaaaa uqdecw 'z<a>.s
00000100 01100000 11000011 111aaaaa sqinch 'z<a>.h
00000100 11100000 11001011 111aaaaa sqdecd 'z<a>.d
00000100 11100000 11111011 111aaaaa sqdecd X:a W:a
00000100 10100000 11000111 111aaaaa uqincw 'z<a>.s
00000100 01100000 11110011 111aaaaa sqinch X:a W:a
00000100 01110000 11111011 111aaaaa sqdech X:a
00000100 11110000 11110011 111aaaaa sqincd X:a
01000101 00100000 11100000 000aaaaa aesmc 'z<a>.b 'z<a>.b
00000100 10110000 11100011 111aaaaa incw X:a
00000100 10100000 11110011 111aaaaa sqincw X:a W:a
00000100 11110000 11000011 111aaaaa incd 'z<a>.d
00000100 01110000 11100011 111aaaaa inch X:a
00000100 00110000 11100111 111aaaaa decb X:a
00000100 01110000 11100111 111aaaaa dech X:a
00000100 10110000 11111011 111aaaaa sqdecw X:a
00000100 10110000 11000011 111aaaaa incw 'z<a>.s
00000100 11110000 11000111 111aaaaa decd 'z<a>.d
00000100 00110000 11110011 111aaaaa sqincb X:a
00000100 11100000 11110011 111aaaaa sqincd X:a W:a
00000100 10110000 11110011 111aaaaa sqincw X:a
00000100 00110000 11111011 111aaaaa sqdecb X:a
00000100 11110000 11111011 111aaaaa sqdecd X:a
00100101 1000cccc 01bbbb0d ddd0aaaa mov 'p<a>.b 'p<b>.b ?c=b ?d=b
00100101 1100cccc 01bbbb0d ddd0aaaa movs 'p<a>.b 'p<b>.b ?c=b ?d=b
01100101 zz011111 100bbb00 001aaaaa fmin 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
01100101 zz011001 100bbb00 000aaaaa fsub 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#0.5
01100101 zz011011 100bbb00 000aaaaa fsubr 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#0.5
01100101 zz011101 100bbb00 001aaaaa fminnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
01100101 zz011100 100bbb00 000aaaaa fmaxnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} fzero
00100101 zz011001 1100010b bbb0aaaa pnext 'p<a>{z:.b|.h|.s|.d} 'p<b> 'p<a>{z:.b|.h|.s|.d}
01100101 zz011110 100bbb00 001aaaaa fmax 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
00000101 zz110100 0100000b bbb0aaaa rev 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d}
01100101 zz011100 100bbb00 001aaaaa fmaxnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
01100101 zz011010 100bbb00 000aaaaa fmul 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#0.5
01100101 zz011001 100bbb00 001aaaaa fsub 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
01100101 zz011110 100bbb00 000aaaaa fmax 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} fzero
01100101 zz011000 100bbb00 000aaaaa fadd 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#0.5
01100101 zz011010 100bbb00 001aaaaa fmul 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#2.0
00100101 01011000 1100000b bbb0aaaa pfirst 'p<a>.b 'p<b> 'p<a>.b
01100101 zz011011 100bbb00 001aaaaa fsubr 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
00000101 00110000 0100000b bbb0aaaa punpklo 'p<a>.h 'p<b>.b
01100101 zz011000 100bbb00 001aaaaa fadd 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} '#1.0
01100101 zz011111 100bbb00 000aaaaa fmin 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} fzero
01100101 zz011101 100bbb00 000aaaaa fminnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} fzero
00100101 01010000 11aaaa0b bbb00000 ptest 'p<a> 'p<b>.b
00100101 00011000 1111000b bbb0aaaa rdffr 'p<a>.b 'p<b>/z
00000101 00110001 0100000b bbb0aaaa punpkhi 'p<a>.h 'p<b>.b
00100101 01011000 1111000b bbb0aaaa rdffrs 'p<a>.b 'p<b>/z
11100101 10000000 000000bb bbb0aaaa str 'p<a> '[<Sb>] !next,reads
10000101 10000000 000000bb bbb0aaaa ldr 'p<a> '[<Sb>]
00100101 zz101011 1000000b bbbaaaaa uqdecp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz101011 1000100b bbbaaaaa uqdecp W:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz011000 111000bb bbb0aaaa ptrue 'p<a>{z:.b|.h|.s|.d} sys.pattern:b
00100101 zz101010 1000100b bbbaaaaa sqdecp X:a 'p<b>{z:.b|.h|.s|.d} W:a
00100101 zz101101 1000100b bbbaaaaa decp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz101000 1000110b bbbaaaaa sqincp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz011001 111000bb bbb0aaaa ptrues 'p<a>{z:.b|.h|.s|.d} sys.pattern:b
00100101 zz101001 1000100b bbbaaaaa uqincp W:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz101001 1000000b bbbaaaaa uqincp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz101101 1000000b bbbaaaaa decp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz101000 1000000b bbbaaaaa sqincp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz101100 1000100b bbbaaaaa incp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz101010 1000110b bbbaaaaa sqdecp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz101100 1000000b bbbaaaaa incp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz101001 1000110b bbbaaaaa uqincp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz101000 1000100b bbbaaaaa sqincp X:a 'p<b>{z:.b|.h|.s|.d} W:a
00100101 zz101011 1000110b bbbaaaaa uqdecp X:a 'p<b>{z:.b|.h|.s|.d}
00100101 zz011001 111000bb bbb0aaaa ptrues 'p<a>{z:.b|.h|.s|.d} imm:b
00100101 zz101010 1000000b bbbaaaaa sqdecp 'z<a>{z:-|.h|.s|.d} 'p<b>{z:-|.h|.s|.d}
00100101 zz011000 111000bb bbb0aaaa ptrue 'p<a>{z:.b|.h|.s|.d} imm:b
01000101 01100000 010011bb bbbaaaaa uqxtnt 'z<a>.s 'z<b>.d
00000100 01110000 110000bb bbbaaaaa inch 'z<a>.h sys.pattern:b
01000101 00100010 111000bb bbbaaaaa aese 'z<a>.b 'z<a>.b 'z<b>.b
01000101 01100000 010001bb bbbaaaaa sqxtnt 'z<a>.s 'z<b>.d
00000100 00100000 111100bb bbbaaaaa sqincb X:a W:a sys.pattern:b
00000101 zz111000 001110bb bbbaaaaa rev 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d}
00000101 zz110100 001110bb bbbaaaaa insr 'z<a>{z:.b|.h|.s|.d} {z:B|H|S|D}:b
00000100 01110000 111110bb bbbaaaaa sqdech X:a sys.pattern:b
00000100 01110000 111110bb bbbaaaaa sqdech X:a sys.pattern:b
00000100 111z0000 111111bb bbbaaaaa uqdecd {z:W|X}:a sys.pattern:b
00000100 00100000 101111bb bbbaaaaa movprfx 'z<a> 'z<b>
00000100 01110000 111001bb bbbaaaaa dech X:a sys.pattern:b
11100101 10000000 010000bb bbbaaaaa str 'z<a> '[<Sb>] !next,reads
01000101 00101000 010011bb bbbaaaaa uqxtnt 'z<a>.b 'z<b>.h
01000101 00101000 010000bb bbbaaaaa sqxtnb 'z<a>.b 'z<b>.h
00000100 101z0000 111101bb bbbaaaaa uqincw {z:W|X}:a sys.pattern:b
00000100 01100000 110010bb bbbaaaaa sqdech 'z<a>.h sys.pattern:b
00000100 zz100000 101110bb bbbaaaaa fexpa 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d}
00000100 10100000 110011bb bbbaaaaa uqdecw 'z<a>.s sys.pattern:b
00000100 001z0000 111101bb bbbaaaaa uqincb {z:W|X}:a sys.pattern:b
00000100 11110000 111001bb bbbaaaaa decd X:a sys.pattern:b
00000100 10100000 111000bb bbbaaaaa cntw X:a sys.pattern:b
00000100 00110000 111000bb bbbaaaaa incb X:a sys.pattern:b
01000101 01100000 010101bb bbbaaaaa sqxtunt 'z<a>.s 'z<b>.d
00000100 11100000 110000bb bbbaaaaa sqincd 'z<a>.d sys.pattern:b
00000100 00100000 111000bb bbbaaaaa cntb X:a sys.pattern:b
00000100 11110000 111000bb bbbaaaaa incd X:a sys.pattern:b
00000101 11100000 001110bb bbbaaaaa mov 'z<a>.d XS:b
00000100 10100000 111110bb bbbaaaaa sqdecw X:a W:a sys.pattern:b
00000100 101z0000 111101bb bbbaaaaa uqincw {z:W|X}:a sys.pattern:b
00000100 01100000 111100bb bbbaaaaa sqinch X:a W:a sys.pattern:b
00000100 10110000 111000bb bbbaaaaa incw X:a sys.pattern:b
00000100 01100000 111000bb bbbaaaaa cnth X:a sys.pattern:b
00000100 10100000 110010bb bbbaaaaa sqdecw 'z<a>.s sys.pattern:b
00000100 11100000 111110bb bbbaaaaa sqdecd X:a W:a sys.pattern:b
01100101 zz001110 001100bb bbbaaaaa frecpe 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d}
00000101 zz100100 001110bb bbbaaaaa insr 'z<a>{z:.b|.h|.s|.d} {z:W|W|W|X}:b
00000100 11100000 110011bb bbbaaaaa uqdecd 'z<a>.d sys.pattern:b
00000100 00100000 111100bb bbbaaaaa sqincb X:a W:a sys.pattern:b
01000101 01100000 010000bb bbbaaaaa sqxtnb 'z<a>.s 'z<b>.d
00000100 10100000 110000bb bbbaaaaa sqincw 'z<a>.s sys.pattern:b
00000100 01100000 110011bb bbbaaaaa uqdech 'z<a>.h sys.pattern:b
00000100 01100000 111110bb bbbaaaaa sqdech X:a W:a sys.pattern:b
00000100 11110000 110000bb bbbaaaaa incd 'z<a>.d sys.pattern:b
00000100 00100000 111000bb bbbaaaaa cntb X:a sys.pattern:b
00000100 00100000 111110bb bbbaaaaa sqdecb X:a W:a sys.pattern:b
00000100 11100000 111000bb bbbaaaaa cntd X:a sys.pattern:b
00000101 00100zz0 001000bb bbbaaaaa mov 'z<a>{z:-|.h|.s|-} {z:-|H|S|-}:b
00000101 zz100000 001110bb bbbaaaaa mov 'z<a>{z:.b|.h|.s|-} WS:b
00000101 cc110000 001000bb bbbaaaaa mov 'z<a>.q 'z<b>.q[<c>] ?c:1,2,3
00000100 00110000 111001bb bbbaaaaa decb X:a sys.pattern:b
00000100 10100000 110011bb bbbaaaaa uqdecw 'z<a>.s sys.pattern:b
00000100 011z0000 111101bb bbbaaaaa uqinch {z:W|X}:a sys.pattern:b
00000100 00100000 111110bb bbbaaaaa sqdecb X:a W:a sys.pattern:b
00000100 001z0000 111111bb bbbaaaaa uqdecb {z:W|X}:a sys.pattern:b
01000101 00101000 010001bb bbbaaaaa sqxtnt 'z<a>.b 'z<b>.h
00000100 11100000 110001bb bbbaaaaa uqincd 'z<a>.d sys.pattern:b
00000100 01100000 110001bb bbbaaaaa uqinch 'z<a>.h sys.pattern:b
10000101 10000000 010000bb bbbaaaaa ldr 'z<a> '[<Sb>]
00000100 10100000 110001bb bbbaaaaa uqincw 'z<a>.s sys.pattern:b
00000100 01100000 110010bb bbbaaaaa sqdech 'z<a>.h sys.pattern:b
00000100 11100000 111100bb bbbaaaaa sqincd X:a W:a sys.pattern:b
00000100 10110000 111001bb bbbaaaaa decw X:a sys.pattern:b
00000100 01100000 111000bb bbbaaaaa cnth X:a sys.pattern:b
00000100 10110000 110001bb bbbaaaaa decw 'z<a>.s sys.pattern:b
00000100 01100000 110011bb bbbaaaaa uqdech 'z<a>.h sys.pattern:b
00000100 001z0000 111111bb bbbaaaaa uqdecb {z:W|X}:a sys.pattern:b
00000100 10100000 111100bb bbbaaaaa sqincw X:a W:a sys.pattern:b
00000100 10100000 110010bb bbbaaaaa sqdecw 'z<a>.s sys.pattern:b
00000100 10100000 110001bb bbbaaaaa uqincw 'z<a>.s sys.pattern:b
00000100 10110000 111001bb bbbaaaaa decw X:a sys.pattern:b
00000100 01100000 110000bb bbbaaaaa sqinch 'z<a>.h sys.pattern:b
00000100 011z0000 111111bb bbbaaaaa uqdech {z:W|X}:a sys.pattern:b
01000101 00110000 010001bb bbbaaaaa sqxtnt 'z<a>.h 'z<b>.s
00000100 10100000 111110bb bbbaaaaa sqdecw X:a W:a sys.pattern:b
00000100 11100000 111000bb bbbaaaaa cntd X:a sys.pattern:b
00000101 zz110010 001110bb bbbaaaaa uunpklo 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s}
00000100 101z0000 111111bb bbbaaaaa uqdecw {z:W|X}:a sys.pattern:b
00000100 01110000 111000bb bbbaaaaa inch X:a sys.pattern:b
00000100 01100000 110000bb bbbaaaaa sqinch 'z<a>.h sys.pattern:b
00100101 zz1bbbbb 001000aa aaa00000 ctermeq {z:-|-|W|X}:a {z:-|-|W|X}:b
00000100 11100000 111100bb bbbaaaaa sqincd X:a W:a sys.pattern:b
01000101 00101000 010100bb bbbaaaaa sqxtunb 'z<a>.b 'z<b>.h
00000101 zz110000 001110bb bbbaaaaa sunpklo 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s}
01000101 00100010 111001bb bbbaaaaa aesd 'z<a>.b 'z<a>.b 'z<b>.b
00000100 111z0000 111111bb bbbaaaaa uqdecd {z:W|X}:a sys.pattern:b
00000100 11100000 110000bb bbbaaaaa sqincd 'z<a>.d sys.pattern:b
00000100 011z0000 111111bb bbbaaaaa uqdech {z:W|X}:a sys.pattern:b
00000100 11100000 111110bb bbbaaaaa sqdecd X:a W:a sys.pattern:b
01000101 00110000 010100bb bbbaaaaa sqxtunb 'z<a>.h 'z<b>.s
00000100 01100000 110001bb bbbaaaaa uqinch 'z<a>.h sys.pattern:b
00000101 zz110011 001110bb bbbaaaaa uunpkhi 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s}
00000100 11110000 111100bb bbbaaaaa sqincd X:a sys.pattern:b
00000100 11100000 110010bb bbbaaaaa sqdecd 'z<a>.d sys.pattern:b
00000100 101z0000 111111bb bbbaaaaa uqdecw {z:W|X}:a sys.pattern:b
01000101 01100000 010100bb bbbaaaaa sqxtunb 'z<a>.s 'z<b>.d
01100101 zz001111 001100bb bbbaaaaa frsqrte 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d}
00000100 10110000 110000bb bbbaaaaa incw 'z<a>.s sys.pattern:b
00000100 10100000 110000bb bbbaaaaa sqincw 'z<a>.s sys.pattern:b
00000101 00101000 001000bb bbbaaaaa mov 'z<a>.d D:b
00000100 01110000 111100bb bbbaaaaa sqinch X:a sys.pattern:b
00000100 01100000 111100bb bbbaaaaa sqinch X:a W:a sys.pattern:b
00000100 11100000 110010bb bbbaaaaa sqdecd 'z<a>.d sys.pattern:b
00000100 10100000 111100bb bbbaaaaa sqincw X:a W:a sys.pattern:b
00000100 001z0000 111101bb bbbaaaaa uqincb {z:W|X}:a sys.pattern:b
01000101 01100000 010010bb bbbaaaaa uqxtnb 'z<a>.s 'z<b>.d
00000101 zz110001 001110bb bbbaaaaa sunpkhi 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s}
00000100 10100000 111000bb bbbaaaaa cntw X:a sys.pattern:b
00000100 00110000 111110bb bbbaaaaa sqdecb X:a sys.pattern:b
00100101 zz1bbbbb 001000aa aaa10000 ctermne {z:-|-|W|X}:a {z:-|-|W|X}:b
00000100 11100000 110001bb bbbaaaaa uqincd 'z<a>.d sys.pattern:b
00000100 111z0000 111101bb bbbaaaaa uqincd {z:W|X}:a sys.pattern:b
00000100 01110000 110001bb bbbaaaaa dech 'z<a>.h sys.pattern:b
01000101 00100011 111000bb bbbaaaaa sm4e 'z<a>.s 'z<a>.s 'z<b>.s
00000100 01110000 111001bb bbbaaaaa dech X:a sys.pattern:b
00000100 01100000 111110bb bbbaaaaa sqdech X:a W:a sys.pattern:b
01000101 00110000 010000bb bbbaaaaa sqxtnb 'z<a>.h 'z<b>.s
01000101 00101000 010010bb bbbaaaaa uqxtnb 'z<a>.b 'z<b>.h
00000100 00110000 111100bb bbbaaaaa sqincb X:a sys.pattern:b
00000100 111z0000 111101bb bbbaaaaa uqincd {z:W|X}:a sys.pattern:b
00000100 01110000 111100bb bbbaaaaa sqinch X:a sys.pattern:b
00000100 011ccccc 001100bb bbbaaaaa mov 'z<a>.d 'z<b>.d ?c=b
00000100 011z0000 111101bb bbbaaaaa uqinch {z:W|X}:a sys.pattern:b
00000100 10110000 111000bb bbbaaaaa incw X:a sys.pattern:b
01000101 00110000 010010bb bbbaaaaa uqxtnb 'z<a>.h 'z<b>.s
00000101 00100001 001000bb bbbaaaaa mov 'z<a>.b B:b
00000100 11110000 110001bb bbbaaaaa decd 'z<a>.d sys.pattern:b
00000100 01110000 110001bb bbbaaaaa dech 'z<a>.h sys.pattern:b
00000100 11110000 111110bb bbbaaaaa sqdecd X:a sys.pattern:b
00000100 10110000 111110bb bbbaaaaa sqdecw X:a sys.pattern:b
00000100 11110000 111000bb bbbaaaaa incd X:a sys.pattern:b
00000100 11110000 110000bb bbbaaaaa incd 'z<a>.d sys.pattern:b
00000101 00110000 001000bb bbbaaaaa mov 'z<a>.q Q:b
00000100 10110000 111100bb bbbaaaaa sqincw X:a sys.pattern:b
00000100 11110000 111001bb bbbaaaaa decd X:a sys.pattern:b
00000100 00110000 111001bb bbbaaaaa decb X:a sys.pattern:b
01000101 00110000 010101bb bbbaaaaa sqxtunt 'z<a>.h 'z<b>.s
00000100 10110000 110000bb bbbaaaaa incw 'z<a>.s sys.pattern:b
00000100 10110000 111100bb bbbaaaaa sqincw X:a sys.pattern:b
00000100 11100000 110011bb bbbaaaaa uqdecd 'z<a>.d sys.pattern:b
00000100 10110000 111110bb bbbaaaaa sqdecw X:a sys.pattern:b
01000101 00110000 010011bb bbbaaaaa uqxtnt 'z<a>.h 'z<b>.s
01000101 00101000 010101bb bbbaaaaa sqxtunt 'z<a>.b 'z<b>.h
00000100 00110000 111110bb bbbaaaaa sqdecb X:a sys.pattern:b
00000100 00110000 111000bb bbbaaaaa incb X:a sys.pattern:b
00000100 00110000 111100bb bbbaaaaa sqincb X:a sys.pattern:b
00000100 01110000 110000bb bbbaaaaa inch 'z<a>.h sys.pattern:b
00000100 10110000 110001bb bbbaaaaa decw 'z<a>.s sys.pattern:b
00000100 11110000 111100bb bbbaaaaa sqincd X:a sys.pattern:b
00000100 01110000 111000bb bbbaaaaa inch X:a sys.pattern:b
00000100 11110000 110001bb bbbaaaaa decd 'z<a>.d sys.pattern:b
00000100 11110000 111110bb bbbaaaaa sqdecd X:a sys.pattern:b
01000101 zz000001 11011cbb bbbaaaaa sqcadd 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} imm+90*180:c
01000101 zz000000 11011cbb bbbaaaaa cadd 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} imm+90*180:c
00100101 0000dddd 01bbbb1c ccc0aaaa not 'p<a>.b 'p<b>/z 'p<c>.b ?d=b
00100101 0000cccc 01bbbb0d ddd0aaaa mov 'p<a>.b 'p<b>/z 'p<c>.b ?d=c
00100101 0100dddd 01bbbb1c ccc0aaaa nots 'p<a>.b 'p<b>/z 'p<c>.b ?d=b
00000100 00000000 100bbb01 cccaaaaa asr 'z<a>.b 'p<b>/m 'z<a>.b imm+8*-1:c
00000100 00001111 100bbb01 cccaaaaa sqshlu 'z<a>.b 'p<b>/m 'z<a>.b imm:c
00000100 00000001 100bbb01 cccaaaaa lsr 'z<a>.b 'p<b>/m 'z<a>.b imm+8*-1:c
00000100 00000110 100bbb01 cccaaaaa sqshl 'z<a>.b 'p<b>/m 'z<a>.b imm:c
00000101 cc1c1000 001000bb bbbaaaaa mov 'z<a>.d 'z<b>.d[<c>] ?c:1,2,3,4,5,6,7
00100101 0000aaaa 01bbbb1c ccc1dddd mov 'p<a>.b 'p<b>/m 'p<c>.b ?d=a
00000100 10111111 01010bbb bbbaaaaa rdvl X:a simm*1:b
00000100 00000100 100bbb01 cccaaaaa asrd 'z<a>.b 'p<b>/m 'z<a>.b imm+8*-1:c
00000100 00001100 100bbb01 cccaaaaa srshr 'z<a>.b 'p<b>/m 'z<a>.b imm+8*-1:c
00100101 0100cccc 01bbbb0d ddd0aaaa movs 'p<a>.b 'p<b>/z 'p<c>.b ?d=c
00000100 00001101 100bbb01 cccaaaaa urshr 'z<a>.b 'p<b>/m 'z<a>.b imm+8*-1:c
00000100 00000011 100bbb01 cccaaaaa lsl 'z<a>.b 'p<b>/m 'z<a>.b imm:c
00000100 00000111 100bbb01 cccaaaaa uqshl 'z<a>.b 'p<b>/m 'z<a>.b imm:c
00000100 101zcccc 111111bb bbbaaaaa uqdecw {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111cccc 111100bb bbbaaaaa sqincd X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11000100 00000000 111aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[z<b>.d]
00000100 1110bbbb 110011cc cccaaaaa uqdecd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 111zcccc 111101bb bbbaaaaa uqincd {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 011zbbbb 111111cc cccaaaaa uqdech {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111bbbb 111110cc cccaaaaa sqdech X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 111zbbbb 111101cc cccaaaaa uqincd {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111cccc 110001bb bbbaaaaa decd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 001zbbbb 111111cc cccaaaaa uqdecb {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011bbbb 111001cc cccaaaaa decw X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 111zcccc 111111bb bbbaaaaa uqdecd {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00000110 100bbb1c cccaaaaa sqshl 'z<a>.h 'p<b>/m 'z<a>.h imm:c
00000100 0110cccc 111100bb bbbaaaaa sqinch X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100101 zz010001 001bbbcc ccc1aaaa fcmle 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
00000100 0011cccc 111000bb bbbaaaaa incb X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 111100bb bbbaaaaa sqincw X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz10cccc 0101000b bbb0aaaa trn1 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
00000100 1010cccc 111110bb bbbaaaaa sqdecw X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000101 10000000 111aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[z<b>.s]
00000100 101zcccc 111101bb bbbaaaaa uqincw {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000101 11000000 010aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[<Sb>]
11000100 10000000 111aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[z<b>.d]
00000100 0110bbbb 111100cc cccaaaaa sqinch X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111bbbb 111100cc cccaaaaa sqinch X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110cccc 111110bb bbbaaaaa sqdech X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111cccc 110000bb bbbaaaaa incd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110bbbb 110001cc cccaaaaa uqinch 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 110000bb bbbaaaaa sqincw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00000111 100bbb1c cccaaaaa uqshl 'z<a>.h 'p<b>/m 'z<a>.h imm:c
00000100 1111cccc 111110bb bbbaaaaa sqdecd X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz10cccc 0100000b bbb0aaaa zip1 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
00000100 0111cccc 111000bb bbbaaaaa inch X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111cccc 111110bb bbbaaaaa sqdech X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011bbbb 110000cc cccaaaaa incw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000100 00000000 111aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[z<b>.s]
00000100 1010bbbb 111100cc cccaaaaa sqincw X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 001zcccc 111111bb bbbaaaaa uqdecb {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110cccc 110010bb bbbaaaaa sqdech 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 011zbbbb 111101cc cccaaaaa uqinch {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011cccc 110000bb bbbaaaaa incw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111bbbb 110001cc cccaaaaa dech 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0010bbbb 111110cc cccaaaaa sqdecb X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000101 11000000 001aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[<Sb>]
01100101 zz010000 001bbbcc ccc0aaaa fcmge 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
11000101 10000000 111aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[z<b>.d]
00000100 101zbbbb 111101cc cccaaaaa uqincw {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111bbbb 110001cc cccaaaaa decd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100101 zz010011 001bbbcc ccc0aaaa fcmne 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
00000100 0011bbbb 111001cc cccaaaaa decb X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110cccc 110000bb bbbaaaaa sqincd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000100 10000000 111aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[z<b>.s]
00000100 011zcccc 111111bb bbbaaaaa uqdech {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0011bbbb 111000cc cccaaaaa incb X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 001zbbbb 111101cc cccaaaaa uqincb {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000101 11000000 000aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[<Sb>]
00000100 1011cccc 110001bb bbbaaaaa decw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111cccc 110001bb bbbaaaaa dech 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011bbbb 111110cc cccaaaaa sqdecw X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110cccc 110000bb bbbaaaaa sqinch 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00100101 00010000 01bbbb0c ccc0aaaa brka 'p<a>.b 'p<b>/z 'p<c>.b
00000100 0011bbbb 111110cc cccaaaaa sqdecb X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010bbbb 110010cc cccaaaaa sqdecw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 001zcccc 111101bb bbbaaaaa uqincb {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0011cccc 111110bb bbbaaaaa sqdecb X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111cccc 111000bb bbbaaaaa incd X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 111000bb bbbaaaaa cntw X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011bbbb 111000cc cccaaaaa incw X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz10cccc 0100110b bbb0aaaa uzp2 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
00000100 0111bbbb 111001cc cccaaaaa dech X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010bbbb 111000cc cccaaaaa cntw X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 011zcccc 111101bb bbbaaaaa uqinch {z:W|X}:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110bbbb 110010cc cccaaaaa sqdech 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110bbbb 110011cc cccaaaaa uqdech 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110cccc 110001bb bbbaaaaa uqinch 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010bbbb 111110cc cccaaaaa sqdecw X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011cccc 111000bb bbbaaaaa incw X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz10cccc 0100010b bbb0aaaa zip2 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
01100101 zz010000 001bbbcc ccc1aaaa fcmgt 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
00000100 0111bbbb 111000cc cccaaaaa inch X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110cccc 110010bb bbbaaaaa sqdecd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011cccc 111001bb bbbaaaaa decw X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111bbbb 110000cc cccaaaaa inch 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz10cccc 0100100b bbb0aaaa uzp1 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
00000100 1011bbbb 110001cc cccaaaaa decw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 101zbbbb 111111cc cccaaaaa uqdecw {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110bbbb 111000cc cccaaaaa cnth X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00000001 100bbb1c cccaaaaa lsr 'z<a>.h 'p<b>/m 'z<a>.h imm+16*-1:c
01100101 zz010001 001bbbcc ccc0aaaa fcmlt 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
10000101 11000000 011aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[<Sb>]
00000100 00000011 100bbb1c cccaaaaa lsl 'z<a>.h 'p<b>/m 'z<a>.h imm:c
00000100 0010cccc 111000bb bbbaaaaa cntb X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110bbbb 110010cc cccaaaaa sqdecd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 111zbbbb 111111cc cccaaaaa uqdecd {z:W|X}:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010bbbb 110011cc cccaaaaa uqdecw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11000101 00000000 111aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[z<b>.d]
00000100 1110bbbb 110000cc cccaaaaa sqincd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111bbbb 110000cc cccaaaaa incd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0011bbbb 111100cc cccaaaaa sqincb X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0011cccc 111001bb bbbaaaaa decb X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00001101 100bbb1c cccaaaaa urshr 'z<a>.h 'p<b>/m 'z<a>.h imm+16*-1:c
00000100 1111bbbb 111110cc cccaaaaa sqdecd X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110cccc 111110bb bbbaaaaa sqdecd X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110bbbb 110000cc cccaaaaa sqinch 'z<a>.h sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 cc1cc100 001000bb bbbaaaaa mov 'z<a>.s 'z<b>.s[<c>] ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110bbbb 111000cc cccaaaaa cntd X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011cccc 111100bb bbbaaaaa sqincw X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111cccc 111001bb bbbaaaaa dech X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111cccc 111100bb bbbaaaaa sqinch X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 110011bb bbbaaaaa uqdecw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110bbbb 111110cc cccaaaaa sqdecd X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111bbbb 111000cc cccaaaaa incd X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0110cccc 111000bb bbbaaaaa cnth X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110cccc 111000bb bbbaaaaa cntd X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00000000 100bbb1c cccaaaaa asr 'z<a>.h 'p<b>/m 'z<a>.h imm+16*-1:c
00000100 0110bbbb 111110cc cccaaaaa sqdech X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00100101 00011000 01bbbb0c ccc0aaaa brkn 'p<a>.b 'p<b>/z 'p<c>.b 'p<a>.b
00000100 0110cccc 110011bb bbbaaaaa uqdech 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00001111 100bbb1c cccaaaaa sqshlu 'z<a>.h 'p<b>/m 'z<a>.h imm:c
00000100 1010bbbb 110001cc cccaaaaa uqincw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110bbbb 110001cc cccaaaaa uqincd 'z<a>.d sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0111cccc 110000bb bbbaaaaa inch 'z<a>.h sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10000101 00000000 111aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[z<b>.s]
00000101 zz10cccc 0101010b bbb0aaaa trn2 'p<a>{z:.b|.h|.s|.d} 'p<b>{z:.b|.h|.s|.d} 'p<c>{z:.b|.h|.s|.d}
00000100 1010bbbb 110000cc cccaaaaa sqincw 'z<a>.s sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0011cccc 111100bb bbbaaaaa sqincb X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100101 zz010010 001bbbcc ccc0aaaa fcmeq 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} fzero
00000100 1011bbbb 111100cc cccaaaaa sqincw X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111cccc 111001bb bbbaaaaa decd X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00000100 100bbb1c cccaaaaa asrd 'z<a>.h 'p<b>/m 'z<a>.h imm+16*-1:c
00100101 10010000 01bbbb0c ccc1aaaa brkb 'p<a>.b 'p<b>/m 'p<c>.b
00000100 1110bbbb 111100cc cccaaaaa sqincd X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0010cccc 111100bb bbbaaaaa sqincb X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0010bbbb 111000cc cccaaaaa cntb X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0010bbbb 111100cc cccaaaaa sqincb X:a W:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00100101 01010000 01bbbb0c ccc0aaaa brkas 'p<a>.b 'p<b>/z 'p<c>.b
00000100 1111bbbb 111100cc cccaaaaa sqincd X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1111bbbb 111001cc cccaaaaa decd X:a sys.pattern:c 'mul_#<b+1> ?b:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 00001100 100bbb1c cccaaaaa srshr 'z<a>.h 'p<b>/m 'z<a>.h imm+16*-1:c
00000100 1110cccc 110011bb bbbaaaaa uqdecd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 0010cccc 111110bb bbbaaaaa sqdecb X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00100101 10010000 01bbbb0c ccc0aaaa brkb 'p<a>.b 'p<b>/z 'p<c>.b
00000100 1110cccc 110001bb bbbaaaaa uqincd 'z<a>.d sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1110cccc 111100bb bbbaaaaa sqincd X:a W:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1011cccc 111110bb bbbaaaaa sqdecw X:a sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 110010bb bbbaaaaa sqdecw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 1010cccc 110001bb bbbaaaaa uqincw 'z<a>.s sys.pattern:b 'mul_#<c+1> ?c:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00100101 00010000 01bbbb0c ccc1aaaa brka 'p<a>.b 'p<b>/m 'p<c>.b
00100101 11010000 01bbbb0c ccc0aaaa brkbs 'p<a>.b 'p<b>/z 'p<c>.b
00100101 01011000 01bbbb0c ccc0aaaa brkns 'p<a>.b 'p<b>/z 'p<c>.b 'p<a>.b
00100101 zz101001 110bbbbb bbbaaaaa umax 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00000100 zz011101 101bbbcc cccaaaaa fneg 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00000100 zz010111 000bbbcc cccaaaaa udivr 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<a>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
00000101 zz100000 101bbbcc cccaaaaa lasta {z:W|W|W|X}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
01100101 zz011110 101bbbcc cccaaaaa fcvtzs 'z<a>.d 'p<b>/m 'z<c>{z:-|.h|-|.d}
00000100 zz010001 101bbbcc cccaaaaa uxtb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
11000101 00100000 110bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[z<c>.d]
01000101 00001ccc 111101bb bbbaaaaa sli 'z<a>.b 'z<b>.b imm:c
01100101 zz000110 101bbbcc cccaaaaa frintx 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
10000100 10100000 100bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[z<c>.s]
00000101 zz100000 100bbbcc cccaaaaa mov 'z<a>{z:.b|.h|.s|.d} 'p<b>/m {z:B|H|S|D}:c
10100101 00z00000 101bbbcc cccaaaaa ld1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>]
10100101 10000000 111bbbcc cccaaaaa ldnt1d '(z<a>.d) 'p<b>/z '[<Sc>]
11000100 00100000 111bbbcc cccaaaaa ldff1b '(z<a>.d) 'p<b>/z '[z<c>.d]
01100101 zz000000 001bbbcc cccaaaaa faddv {z:-|H|S|D}:a 'p<b> 'z<c>{z:-|.h|.s|.d}
00000100 zz011001 100bbbcc cccaaaaa lsr 'z<a>{z:.b|.h|.s|-} 'p<b>/m 'z<a>{z:.b|.h|.s|-} 'z<c>.d
00000101 zz100100 100bbbcc cccaaaaa revb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00000100 zz000011 000bbbcc cccaaaaa subr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00100101 00100000 110bbbbb bbbaaaaa add 'z<a>.b 'z<a>.b imm:b
10100101 10100000 101bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[<Sc>]
10100101 zz010000 101bbbcc cccaaaaa ldnf1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>]
10000100 01000000 1zzbbbcc cccaaaaa ld1rb '(z<a>{z:.b|.h|.s|.d}) 'p<b>/z '[<Sc>]
10000101 01000000 1zzbbbcc cccaaaaa ld1rw '(z<a>{z:-|-|.s|.d}) 'p<b>/z '[<Sc>]
10100100 10000000 101bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>]
00000100 zz010111 101bbbcc cccaaaaa neg 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
10100100 11000000 101bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>]
00000100 zz011001 000bbbcc cccaaaaa eor 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00100101 zz100000 10bbbb0c cccaaaaa cntp X:a 'p<b> 'p<c>{z:.b|.h|.s|.d}
01100101 zz010100 101bbbcc cccaaaaa scvtf 'z<a>{z:-|.h|.s|.s} 'p<b>/m 'z<c>{z:-|.s|.s|.d}
11100101 10010000 111bbbcc cccaaaaa stnt1d '(z<a>.d) 'p<b> '[<Sc>] !next,reads
10000100 00100000 111bbbcc cccaaaaa ldff1b '(z<a>.s) 'p<b>/z '[z<c>.s]
10000101 01000000 1zzbbbcc cccaaaaa ld1rsh '(z<a>{z:.d|.s|-|-}) 'p<b>/z '[<Sc>]
10000101 00100000 111bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[z<c>.s]
10100100 zz100000 101bbbcc cccaaaaa ld1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>]
00000100 00101ccc 001101bb bbbaaaaa xar 'z<a>.b 'z<a>.b 'z<b>.b imm+8*-1:c
11100100 01z00000 101bbbcc cccaaaaa st1b '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s}] !next,reads
00000100 zz011010 101bbbcc cccaaaaa cnt 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
00000100 zz000001 000bbbcc cccaaaaa sub 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100100 11000000 111bbbcc cccaaaaa st1h '(z<a>.s) 'p<b> '[<Sc>] !next,reads
01100100 10001000 101bbbcc cccaaaaa fcvtnt 'z<a>.h 'p<b>/m 'z<c>.s
10000101 11000000 1zzbbbcc cccaaaaa ld1rsb '(z<a>{z:.d|.s|.h|-}) 'p<b>/z '[<Sc>]
11000101 10011111 110bbbcc cccaaaaa ldnt1d '(z<a>.d) 'p<b>/z '[z<c>.d]
00000100 01000100 100bbbcc cccaaaaa asrd 'z<a>.s 'p<b>/m 'z<a>.s imm+32*-1:c
10100101 00000000 001bbbcc cccaaaaa ld1rqw '(z<a>.s) 'p<b>/z '[<Sc>]
10000100 11000000 1zzbbbcc cccaaaaa ld1rh '(z<a>{z:-|.h|.s|.d}) 'p<b>/z '[<Sc>]
10100101 10100000 111bbbcc cccaaaaa ld2d '(z<a>.d,z<a+1&31>.d) 'p<b>/z '[<Sc>]
00000100 zz011001 001bbbcc cccaaaaa eorv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
00000100 11010101 101bbbcc cccaaaaa uxtw 'z<a>.d 'p<b>/m 'z<c>.d
10100101 10000000 001bbbcc cccaaaaa ld1rqd '(z<a>.d) 'p<b>/z '[<Sc>]
00000100 zz000000 000bbbcc cccaaaaa add 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz010110 100bbbcc cccaaaaa shsubr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100100 zz100000 111bbbcc cccaaaaa st1h '(z<a>{z:-|-|.h|.d}) 'p<b> '[<Sc>] !next,reads
00000100 zz010000 001bbbcc cccaaaaa movprfx 'z<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d}
10000101 11000000 111bbbcc cccaaaaa ld1rd '(z<a>.d) 'p<b>/z '[<Sc>]
00000100 zz010011 000bbbcc cccaaaaa umulh 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz011000 001bbbcc cccaaaaa fadda {z:-|H|S|D}:a 'p<b> {z:-|H|S|D}:a 'z<c>{z:-|.h|.s|.d}
00000100 zz010001 100bbbcc cccaaaaa lsr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz011000 001bbbcc cccaaaaa orv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
10100100 11000000 111bbbcc cccaaaaa ld3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b>/z '[<Sc>]
00000100 zz010111 100bbbcc cccaaaaa lslr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz001000 100bbbcc cccaaaaa sqshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz010000 100bbbcc cccaaaaa shadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz011100 100bbbcc cccaaaaa suqadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz011011 100bbbcc cccaaaaa lsl 'z<a>{z:.b|.h|.s|-} 'p<b>/m 'z<a>{z:.b|.h|.s|-} 'z<c>.d
00000100 zz011001 101bbbcc cccaaaaa clz 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
01100101 10001010 101bbbcc cccaaaaa bfcvt 'z<a>.h 'p<b>/m 'z<c>.s
00000101 zz110001 101bbbcc cccaaaaa clastb {z:W|W|W|X}:a 'p<b> {z:W|W|W|X}:a 'z<c>{z:.b|.h|.s|.d}
11100100 zz000000 111bbbcc cccaaaaa st1b '(z<a>{z:.b|.s|-|-}) 'p<b> '[<Sc>] !next,reads
11000100 10100000 101bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[z<c>.d]
00000101 zz101100 100bbbcc cccaaaaa splice 'z<a>{z:.b|.h|.s|.d} 'p<b> 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100101 01z11111 011bbbcc cccaaaaa ldff1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>]
01100101 zz000000 101bbbcc cccaaaaa frintn 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
10100100 zz000000 101bbbcc cccaaaaa ld1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>]
01000100 zz000010 100bbbcc cccaaaaa srshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz010001 101bbbcc cccaaaaa addp 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 10100000 001bbbcc cccaaaaa ld1roh '(z<a>.h) 'p<b>/z '[<Sc>]
01000100 zz010110 101bbbcc cccaaaaa sminp 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz001100 100bbbcc cccaaaaa fdivr 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000101 zz100001 100bbbcc cccaaaaa compact 'z<a>{z:-|-|.s|.d} 'p<b> 'z<c>{z:-|-|.s|.d}
01100101 zz000010 101bbbcc cccaaaaa frintm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
10100100 11100000 111bbbcc cccaaaaa ld4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b>/z '[<Sc>]
11100100 zz100000 111bbbcc cccaaaaa st1b '(z<a>{z:.h|.d|-|-}) 'p<b> '[<Sc>] !next,reads
10100101 01100000 111bbbcc cccaaaaa ld4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b>/z '[<Sc>]
01100101 zz010101 101bbbcc cccaaaaa ucvtf 'z<a>{z:-|.h|.s|.s} 'p<b>/m 'z<c>{z:-|.s|.s|.d}
01000100 zz010111 101bbbcc cccaaaaa uminp 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz001000 000bbbcc cccaaaaa smax 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000101 zz100001 101bbbcc cccaaaaa lastb {z:W|W|W|X}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
10000100 10011111 101bbbcc cccaaaaa ldnt1h '(z<a>.s) 'p<b>/z '[z<c>.s]
01000100 zz000100 101bbbcc cccaaaaa sadalp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.b|.h|.s}
01100101 11010000 101bbbcc cccaaaaa scvtf 'z<a>.d 'p<b>/m 'z<c>.s
10100101 zz011111 011bbbcc cccaaaaa ldff1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>]
00000101 zz100111 100bbbcc cccaaaaa rbit 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
01100101 zz000111 001bbbcc cccaaaaa fminv {z:-|H|S|D}:a 'p<b> 'z<c>{z:-|.h|.s|.d}
11100100 zz011111 001bbbcc cccaaaaa stnt1b '(z<a>{z:.d|.s|-|-}) 'p<b> '[z<c>{z:.d|.s|-|-}] !next,reads
11000100 00100000 110bbbcc cccaaaaa ld1b '(z<a>.d) 'p<b>/z '[z<c>.d]
00000100 01000000 100bbbcc cccaaaaa asr 'z<a>.s 'p<b>/m 'z<a>.s imm+32*-1:c
00000100 zz001010 000bbbcc cccaaaaa smin 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 11010001 101bbbcc cccaaaaa ucvtf 'z<a>.d 'p<b>/m 'z<c>.s
01000100 zz001001 100bbbcc cccaaaaa uqshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz001101 100bbbcc cccaaaaa uqshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100101 00100000 001bbbcc cccaaaaa ld1row '(z<a>.s) 'p<b>/z '[<Sc>]
10100100 11011111 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>]
00000100 zz001100 000bbbcc cccaaaaa sabd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 01100000 111bbbcc cccaaaaa ld4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b>/z '[<Sc>]
00000100 zz001011 001bbbcc cccaaaaa uminv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
01100101 zz000111 101bbbcc cccaaaaa frinti 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00000100 zz010100 000bbbcc cccaaaaa sdiv 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<a>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
01100101 zz000101 100bbbcc cccaaaaa fminnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
10000100 11000000 100bbbcc cccaaaaa ld1rsw '(z<a>.d) 'p<b>/z '[<Sc>]
01100101 zz000011 100bbbcc cccaaaaa fsubr 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
10100101 01000000 111bbbcc cccaaaaa ld3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b>/z '[<Sc>]
00000101 zz100010 100bbbcc cccaaaaa lasta {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
00000100 zz011010 000bbbcc cccaaaaa and 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100101 01z00000 101bbbcc cccaaaaa ld1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>]
01000101 00101ccc 001010bb bbbaaaaa sqrshrnb 'z<a>.b 'z<b>.h imm+8*-1:c
00000100 zz000000 001bbbcc cccaaaaa saddv D:a 'p<b> 'z<c>{z:.b|.h|.s|-}
01000100 zz001111 100bbbcc cccaaaaa uqrshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz011011 100bbbcc cccaaaaa uqsub 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 10000000 101bbbcc cccaaaaa urecpe 'z<a>.s 'p<b>/m 'z<c>.s
11100101 01z00000 111bbbcc cccaaaaa st1w '(z<a>{z:.s|.d}) 'p<b> '[<Sc>] !next,reads
01100101 zz000100 001bbbcc cccaaaaa fmaxnmv {z:-|H|S|D}:a 'p<b> 'z<c>{z:-|.h|.s|.d}
10100100 10100000 111bbbcc cccaaaaa ld2h '(z<a>.h,z<a+1&31>.h) 'p<b>/z '[<Sc>]
01000100 zz010111 100bbbcc cccaaaaa uhsubr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10000100 00100000 110bbbcc cccaaaaa ld1b '(z<a>.s) 'p<b>/z '[z<c>.s]
10000100 10100000 101bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[z<c>.s]
10100100 zz110000 101bbbcc cccaaaaa ldnf1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>]
01100101 zz010111 101bbbcc cccaaaaa ucvtf 'z<a>{z:-|.h|-|.d} 'p<b>/m 'z<c>.d
00100101 zz101000 110bbbbb bbbaaaaa smax 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} simm*1:b
11100101 01z00000 101bbbcc cccaaaaa st1w '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s}] !next,reads
11100101 11000000 101bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[z<c>.d] !next,reads
00000100 zz001011 000bbbcc cccaaaaa umin 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 00000000 001bbbcc cccaaaaa ld1rqb '(z<a>.b) 'p<b>/z '[<Sc>]
00000100 zz001000 001bbbcc cccaaaaa smaxv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
01100100 zz010110 100bbbcc cccaaaaa fmaxp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11000101 00100000 100bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[z<c>.d]
01100101 zz000110 001bbbcc cccaaaaa fmaxv {z:-|H|S|D}:a 'p<b> 'z<c>{z:-|.h|.s|.d}
11000100 10011111 100bbbcc cccaaaaa ldnt1sh '(z<a>.d) 'p<b>/z '[z<c>.d]
01000100 zz011001 100bbbcc cccaaaaa uqadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000101 zz101000 100bbbcc cccaaaaa clasta 'z<a>{z:.b|.h|.s|.d} 'p<b> 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100101 00000000 111bbbcc cccaaaaa ldnt1w '(z<a>.s) 'p<b>/z '[<Sc>]
10100101 11000000 111bbbcc cccaaaaa ld3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b>/z '[<Sc>]
11100100 11z00000 101bbbcc cccaaaaa st1h '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s}] !next,reads
10000100 00100000 101bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[z<c>.s]
01100101 zz001101 101bbbcc cccaaaaa fsqrt 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
01000101 00101ccc 000101bb bbbaaaaa shrnt 'z<a>.b 'z<b>.h imm+8*-1:c
00000100 zz010011 101bbbcc cccaaaaa uxth 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<c>{z:-|-|.s|.d}
01100101 1100101z 101bbbcc cccaaaaa fcvt 'z<a>{z:.s|.d} 'p<b>/m 'z<c>{z:.d|.s}
00100101 zz110000 110bbbbb bbbaaaaa mul 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} simm*1:b
01000100 zz011110 100bbbcc cccaaaaa sqsubr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11000101 10100000 110bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[z<c>.d]
00000100 zz010001 001bbbcc cccaaaaa movprfx 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
10100101 01z10000 101bbbcc cccaaaaa ldnf1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>]
10100100 zz110000 101bbbcc cccaaaaa ldnf1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>]
10100101 11100000 111bbbcc cccaaaaa ld4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b>/z '[<Sc>]
01000101 00001ccc 111011bb bbbaaaaa ursra 'z<a>.b 'z<b>.b imm+8*-1:c
01000100 zz001110 100bbbcc cccaaaaa sqrshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz010000 101bbbcc cccaaaaa sxtb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00000100 zz001101 000bbbcc cccaaaaa uabd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz011000 100bbbcc cccaaaaa sqadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100101 11100000 101bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>]
01000100 zz010001 100bbbcc cccaaaaa uhadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 00101ccc 000100bb bbbaaaaa shrnb 'z<a>.b 'z<b>.h imm+8*-1:c
01100101 zz001010 100bbbcc cccaaaaa fmulx 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000100 zz011011 000bbbcc cccaaaaa bic 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz000111 100bbbcc cccaaaaa urshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10000100 10100000 110bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[z<c>.s]
11100100 11110000 111bbbcc cccaaaaa st4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b> '[<Sc>] !next,reads
01000100 zz010100 100bbbcc cccaaaaa srhadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000101 zz101010 100bbbcc cccaaaaa clasta {z:B|H|S|D}:a 'p<b> {z:B|H|S|D}:a 'z<c>{z:.b|.h|.s|.d}
10000101 00100000 110bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[z<c>.s]
01000100 zz010011 100bbbcc cccaaaaa uhsub 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 00100000 001bbbcc cccaaaaa ld1rob '(z<a>.b) 'p<b>/z '[<Sc>]
10100101 10100000 001bbbcc cccaaaaa ld1rod '(z<a>.d) 'p<b>/z '[<Sc>]
00000101 zz101001 100bbbcc cccaaaaa clastb 'z<a>{z:.b|.h|.s|.d} 'p<b> 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 00011zz0 101bbbcc cccaaaaa flogb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
01000101 00101ccc 001001bb bbbaaaaa sqshrnt 'z<a>.b 'z<b>.h imm+8*-1:c
11000100 10100000 110bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[z<c>.d]
01100101 zz000000 100bbbcc cccaaaaa fadd 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11100101 00110000 111bbbcc cccaaaaa st2w '(z<a>.s,z<a+1&31>.s) 'p<b> '[<Sc>] !next,reads
11100100 zz011111 001bbbcc cccaaaaa stnt1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[z<c>{z:-|-|.d|.s}] !next,reads
01000100 zz011010 100bbbcc cccaaaaa sqsub 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100100 00110000 111bbbcc cccaaaaa st2b '(z<a>.b,z<a+1&31>.b) 'p<b> '[<Sc>] !next,reads
00000100 zz011010 001bbbcc cccaaaaa andv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
00000101 zz110000 101bbbcc cccaaaaa clasta {z:W|W|W|X}:a 'p<b> {z:W|W|W|X}:a 'z<c>{z:.b|.h|.s|.d}
10100100 10010000 101bbbcc cccaaaaa ldnf1sw '(z<a>.d) 'p<b>/z '[<Sc>]
00000100 zz010101 100bbbcc cccaaaaa lsrr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 zz100000 101bbbcc cccaaaaa ld1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>]
00100101 00100111 110bbbbb bbbaaaaa uqsub 'z<a>.b 'z<a>.b imm:b
01100101 01010011 101bbbcc cccaaaaa ucvtf 'z<a>.h 'p<b>/m 'z<c>.h
11000101 00011111 100bbbcc cccaaaaa ldnt1sw '(z<a>.d) 'p<b>/z '[z<c>.d]
11100101 11110000 111bbbcc cccaaaaa st4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b> '[<Sc>] !next,reads
00100101 zz101011 110bbbbb bbbaaaaa umin 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
11100101 11100000 111bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>] !next,reads
01100101 zz000100 100bbbcc cccaaaaa fmaxnm 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz000011 100bbbcc cccaaaaa urshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100100 zz010100 100bbbcc cccaaaaa fmaxnmp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz010101 101bbbcc cccaaaaa umaxp 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 00101ccc 000000bb bbbaaaaa sqshrunb 'z<a>.b 'z<b>.h imm+8*-1:c
01100100 10001010 101bbbcc cccaaaaa bfcvtnt 'z<a>.h 'p<b>/m 'z<c>.s
00000101 zz101011 100bbbcc cccaaaaa clastb {z:B|H|S|D}:a 'p<b> {z:B|H|S|D}:a 'z<c>{z:.b|.h|.s|.d}
01000100 zz011101 100bbbcc cccaaaaa usqadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz000100 101bbbcc cccaaaaa frinta 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
01000100 zz001100 100bbbcc cccaaaaa sqshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00100101 00100011 110bbbbb bbbaaaaa subr 'z<a>.b 'z<a>.b imm:b
01000100 zz011111 100bbbcc cccaaaaa uqsubr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz010011 100bbbcc cccaaaaa lsl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz001001 100bbbcc cccaaaaa fscale 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11100101 10110000 111bbbcc cccaaaaa st2d '(z<a>.d,z<a+1&31>.d) 'p<b> '[<Sc>] !next,reads
11000100 10100000 111bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[z<c>.d]
11000100 10011111 110bbbcc cccaaaaa ldnt1h '(z<a>.d) 'p<b>/z '[z<c>.d]
00000100 zz011000 000bbbcc cccaaaaa orr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 00001ccc 101011bb bbbaaaaa ushllt 'z<a>.h 'z<b>.b imm:c
00000100 zz001010 001bbbcc cccaaaaa sminv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
11100100 00010000 111bbbcc cccaaaaa stnt1b '(z<a>.b) 'p<b> '[<Sc>] !next,reads
00000100 00101ccc 100101bb bbbaaaaa lsr 'z<a>.b 'z<b>.b imm+8*-1:c
10100100 10000000 111bbbcc cccaaaaa ldnt1h '(z<a>.h) 'p<b>/z '[<Sc>]
10100100 00100000 111bbbcc cccaaaaa ld2b '(z<a>.b,z<a+1&31>.b) 'p<b>/z '[<Sc>]
11100100 11010000 111bbbcc cccaaaaa st3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b> '[<Sc>] !next,reads
10000100 00011111 100bbbcc cccaaaaa ldnt1sb '(z<a>.s) 'p<b>/z '[z<c>.s]
00000100 00101ccc 100100bb bbbaaaaa asr 'z<a>.b 'z<b>.b imm+8*-1:c
01000100 zz010101 100bbbcc cccaaaaa urhadd 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100100 zz010101 100bbbcc cccaaaaa fminnmp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000101 zz101000 101bbbcc cccaaaaa mov 'z<a>{z:.b|.h|.s|-} 'p<b>/m WS:c
00000100 01000011 100bbbcc cccaaaaa lsl 'z<a>.s 'p<b>/m 'z<a>.s imm:c
01000101 00101ccc 001111bb bbbaaaaa uqrshrnt 'z<a>.b 'z<b>.h imm+8*-1:c
00000101 zz100101 100bbbcc cccaaaaa revh 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<c>{z:-|-|.s|.d}
10000100 10100000 111bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[z<c>.s]
01100101 zz011101 101bbbcc cccaaaaa fcvtzu 'z<a>{z:-|.s|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.s}
01000101 00001ccc 111100bb bbbaaaaa sri 'z<a>.b 'z<b>.b imm+8*-1:c
10100100 00000000 111bbbcc cccaaaaa ldnt1b '(z<a>.b) 'p<b>/z '[<Sc>]
01000100 zz001001 101bbbcc cccaaaaa sqneg 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
11000101 10100000 111bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[z<c>.d]
01000101 00101ccc 001011bb bbbaaaaa sqrshrnt 'z<a>.b 'z<b>.h imm+8*-1:c
01100101 zz001100 101bbbcc cccaaaaa frecpx 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00100101 00100110 110bbbbb bbbaaaaa sqsub 'z<a>.b 'z<a>.b imm:b
10100101 00z11111 011bbbcc cccaaaaa ldff1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>]
00000100 01001111 100bbbcc cccaaaaa sqshlu 'z<a>.s 'p<b>/m 'z<a>.s imm:c
00000100 zz011000 101bbbcc cccaaaaa cls 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
10100101 zz000000 101bbbcc cccaaaaa ld1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>]
10100100 11010000 101bbbcc cccaaaaa ldnf1h '(z<a>.s) 'p<b>/z '[<Sc>]
11100100 10010000 111bbbcc cccaaaaa stnt1h '(z<a>.h) 'p<b> '[<Sc>] !next,reads
01000101 00101ccc 000011bb bbbaaaaa sqrshrunt 'z<a>.b 'z<b>.h imm+8*-1:c
10000100 00011111 101bbbcc cccaaaaa ldnt1b '(z<a>.s) 'p<b>/z '[z<c>.s]
00000100 zz001001 000bbbcc cccaaaaa umax 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz001000 101bbbcc cccaaaaa fcvt 'z<a>.h 'p<b>/m 'z<c>{z:-|-|.s|.d}
10000100 10011111 100bbbcc cccaaaaa ldnt1sh '(z<a>.s) 'p<b>/z '[z<c>.s]
11000101 00100000 101bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[z<c>.d]
11100101 01110000 111bbbcc cccaaaaa st4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b> '[<Sc>] !next,reads
10100100 zz111111 011bbbcc cccaaaaa ldff1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>]
01000100 zz000110 100bbbcc cccaaaaa srshlr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz000101 001bbbcc cccaaaaa fminnmv {z:-|H|S|D}:a 'p<b> 'z<c>{z:-|.h|.s|.d}
10100100 10000000 001bbbcc cccaaaaa ld1rqh '(z<a>.h) 'p<b>/z '[<Sc>]
00000100 zz010010 101bbbcc cccaaaaa sxth 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<c>{z:-|-|.s|.d}
00000100 zz001001 001bbbcc cccaaaaa umaxv {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
11000100 00011111 110bbbcc cccaaaaa ldnt1b '(z<a>.d) 'p<b>/z '[z<c>.d]
11000101 00011111 110bbbcc cccaaaaa ldnt1w '(z<a>.d) 'p<b>/z '[z<c>.d]
00000100 zz010110 101bbbcc cccaaaaa abs 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
01100101 zz010ccc 100000bb bbbaaaaa ftmad 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} imm:c
01100100 zz010111 100bbbcc cccaaaaa fminp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11000100 10100000 100bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[z<c>.d]
00000101 zz100011 100bbbcc cccaaaaa lastb {z:B|H|S|D}:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
01000100 zz010100 101bbbcc cccaaaaa smaxp 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz010010 100bbbcc cccaaaaa shsub 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 01001101 100bbbcc cccaaaaa urshr 'z<a>.s 'p<b>/m 'z<a>.s imm+32*-1:c
01100101 zz001000 100bbbcc cccaaaaa fabd 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000101 00101ccc 001100bb bbbaaaaa uqshrnb 'z<a>.b 'z<b>.h imm+8*-1:c
00000100 zz010010 000bbbcc cccaaaaa smulh 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00100101 zz101010 110bbbbb bbbaaaaa smin 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} simm*1:b
01100101 zz000001 100bbbcc cccaaaaa fsub 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
10000100 00100000 100bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[z<c>.s]
01100101 zz011111 101bbbcc cccaaaaa fcvtzu 'z<a>.d 'p<b>/m 'z<c>{z:-|.h|-|.d}
00000100 zz010000 000bbbcc cccaaaaa mul 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100101 zz000011 101bbbcc cccaaaaa frintz 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
01100101 11011000 101bbbcc cccaaaaa fcvtzs 'z<a>.s 'p<b>/m 'z<c>.d
01100101 zz011100 101bbbcc cccaaaaa fcvtzs 'z<a>{z:-|.s|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.s}
10100101 00100000 111bbbcc cccaaaaa ld2w '(z<a>.s,z<a+1&31>.s) 'p<b>/z '[<Sc>]
10100100 01000000 111bbbcc cccaaaaa ld3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b>/z '[<Sc>]
01000101 00101ccc 000111bb bbbaaaaa rshrnt 'z<a>.b 'z<b>.h imm+8*-1:c
10100101 00z10000 101bbbcc cccaaaaa ldnf1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>]
00100101 zz111001 110bbbbb bbbaaaaa fmov 'z<a>{z:-|.h|.s|.d} float:b
11000100 00100000 101bbbcc cccaaaaa ldff1sb '(z<a>.d) 'p<b>/z '[z<c>.d]
11100100 10110000 111bbbcc cccaaaaa st2h '(z<a>.h,z<a+1&31>.h) 'p<b> '[<Sc>] !next,reads
01100101 zz000010 100bbbcc cccaaaaa fmul 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz001000 101bbbcc cccaaaaa sqabs 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
01000100 zz001011 100bbbcc cccaaaaa uqrshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 00001ccc 101010bb bbbaaaaa ushllb 'z<a>.h 'z<b>.b imm:c
01100101 11011001 101bbbcc cccaaaaa fcvtzu 'z<a>.s 'p<b>/m 'z<c>.d
11000100 00100000 100bbbcc cccaaaaa ld1sb '(z<a>.d) 'p<b>/z '[z<c>.d]
01100100 11001010 101bbbcc cccaaaaa fcvtnt 'z<a>.s 'p<b>/m 'z<c>.d
00000100 zz010101 000bbbcc cccaaaaa udiv 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<a>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
00000100 zz011011 101bbbcc cccaaaaa cnot 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
10100100 zz111111 011bbbcc cccaaaaa ldff1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>]
11000101 00100000 111bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[z<c>.d]
01000101 00101ccc 000010bb bbbaaaaa sqrshrunb 'z<a>.b 'z<b>.h imm+8*-1:c
00000100 zz011000 100bbbcc cccaaaaa asr 'z<a>{z:.b|.h|.s|-} 'p<b>/m 'z<a>{z:.b|.h|.s|-} 'z<c>.d
00000101 zz101101 100bbbcc cccaaaaa splice 'z<a>{z:.b|.h|.s|.d} 'p<b> '(z<c>{z:.b|.h|.s|.d},z<c+1&31>{z:.b|.h|.s|.d})
01000100 zz001010 100bbbcc cccaaaaa sqrshl 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00100101 00100101 110bbbbb bbbaaaaa uqadd 'z<a>.b 'z<a>.b imm:b
00000100 zz011100 101bbbcc cccaaaaa fabs 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
00000100 00101ccc 100111bb bbbaaaaa lsl 'z<a>.b 'z<b>.b imm:c
00000100 zz000001 001bbbcc cccaaaaa uaddv D:a 'p<b> 'z<c>{z:.b|.h|.s|.d}
11100101 00010000 111bbbcc cccaaaaa stnt1w '(z<a>.s) 'p<b> '[<Sc>] !next,reads
01100100 11001011 101bbbcc cccaaaaa fcvtlt 'z<a>.d 'p<b>/m 'z<c>.s
00000100 01001100 100bbbcc cccaaaaa srshr 'z<a>.s 'p<b>/m 'z<a>.s imm+32*-1:c
01000100 zz000101 101bbbcc cccaaaaa uadalp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.b|.h|.s}
00000100 zz010000 100bbbcc cccaaaaa asr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz010110 000bbbcc cccaaaaa sdivr 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<a>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
01100101 01011010 101bbbcc cccaaaaa fcvtzs 'z<a>.h 'p<b>/m 'z<c>.h
10000101 00011111 101bbbcc cccaaaaa ldnt1w '(z<a>.s) 'p<b>/z '[z<c>.s]
01000101 00101ccc 000001bb bbbaaaaa sqshrunt 'z<a>.b 'z<b>.h imm+8*-1:c
01100101 zz001101 100bbbcc cccaaaaa fdiv 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01100101 zz001001 101bbbcc cccaaaaa fcvt 'z<a>{z:-|-|.s|.d} 'p<b>/m 'z<c>.h
00000100 01000001 100bbbcc cccaaaaa lsr 'z<a>.s 'p<b>/m 'z<a>.s imm+32*-1:c
01100100 zz010000 100bbbcc cccaaaaa faddp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000101 11100110 100bbbcc cccaaaaa revw 'z<a>.d 'p<b>/m 'z<c>.d
00000100 zz011110 101bbbcc cccaaaaa not 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d}
11100101 zz011111 001bbbcc cccaaaaa stnt1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[z<c>{z:.d|.s|-|-}] !next,reads
10100100 zz011111 011bbbcc cccaaaaa ldff1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>]
00000100 01000110 100bbbcc cccaaaaa sqshl 'z<a>.s 'p<b>/m 'z<a>.s imm:c
10100100 zz010000 101bbbcc cccaaaaa ldnf1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>]
00000100 zz010100 100bbbcc cccaaaaa asrr 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<a>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 10000001 101bbbcc cccaaaaa ursqrte 'z<a>.s 'p<b>/m 'z<c>.s
10100101 11111111 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>]
01100101 zz010110 101bbbcc cccaaaaa scvtf 'z<a>{z:-|.h|-|.d} 'p<b>/m 'z<c>.d
01100101 00001010 101bbbcc cccaaaaa fcvtx 'z<a>.s 'p<b>/m 'z<c>.d
01000101 00001ccc 111010bb bbbaaaaa srsra 'z<a>.b 'z<b>.b imm+8*-1:c
01000101 00001ccc 101001bb bbbaaaaa sshllt 'z<a>.h 'z<b>.b imm:c
01100101 01011011 101bbbcc cccaaaaa fcvtzu 'z<a>.h 'p<b>/m 'z<c>.h
10100101 10111111 011bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[<Sc>]
00000101 11101000 101bbbcc cccaaaaa mov 'z<a>.d 'p<b>/m XS:c
01100101 zz000001 101bbbcc cccaaaaa frintp 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d}
01100101 zz000111 100bbbcc cccaaaaa fmin 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000101 00101ccc 001000bb bbbaaaaa sqshrnb 'z<a>.b 'z<b>.h imm+8*-1:c
01100101 zz000110 100bbbcc cccaaaaa fmax 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11100100 01110000 111bbbcc cccaaaaa st4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b> '[<Sc>] !next,reads
10100101 10110000 101bbbcc cccaaaaa ldnf1sb '(z<a>.s) 'p<b>/z '[<Sc>]
01000101 00001ccc 111000bb bbbaaaaa ssra 'z<a>.b 'z<b>.b imm+8*-1:c
01000101 00001ccc 111001bb bbbaaaaa usra 'z<a>.b 'z<b>.b imm+8*-1:c
00000100 11010100 101bbbcc cccaaaaa sxtw 'z<a>.d 'p<b>/m 'z<c>.d
01000101 00101ccc 001101bb bbbaaaaa uqshrnt 'z<a>.b 'z<b>.h imm+8*-1:c
01100100 10001001 101bbbcc cccaaaaa fcvtlt 'z<a>.s 'p<b>/m 'z<c>.h
01000101 00101ccc 001110bb bbbaaaaa uqrshrnb 'z<a>.b 'z<b>.h imm+8*-1:c
11100101 01010000 111bbbcc cccaaaaa st3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b> '[<Sc>] !next,reads
11100100 01010000 111bbbcc cccaaaaa st3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b> '[<Sc>] !next,reads
01000101 00001ccc 101000bb bbbaaaaa sshllb 'z<a>.h 'z<b>.b imm:c
10100101 11110000 101bbbcc cccaaaaa ldnf1d '(z<a>.d) 'p<b>/z '[<Sc>]
01000101 00101ccc 000110bb bbbaaaaa rshrnb 'z<a>.b 'z<b>.h imm+8*-1:c
11100101 11010000 111bbbcc cccaaaaa st3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b> '[<Sc>] !next,reads
01100100 00001010 101bbbcc cccaaaaa fcvtxnt 'z<a>.s 'p<b>/m 'z<c>.d
00100101 00100100 110bbbbb bbbaaaaa sqadd 'z<a>.b 'z<a>.b imm:b
00000101 00101110 100bbbcc cccaaaaa revd 'z<a>.q 'p<b>/m 'z<c>.q
00100101 00100001 110bbbbb bbbaaaaa sub 'z<a>.b 'z<a>.b imm:b
11100101 10011111 001bbbcc cccaaaaa stnt1d '(z<a>.d) 'p<b> '[z<c>.d] !next,reads
10100100 10011111 011bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>]
11000100 00011111 100bbbcc cccaaaaa ldnt1sb '(z<a>.d) 'p<b>/z '[z<c>.d]
01100101 01010010 101bbbcc cccaaaaa scvtf 'z<a>.h 'p<b>/m 'z<c>.h
00000100 01000111 100bbbcc cccaaaaa uqshl 'z<a>.s 'p<b>/m 'z<a>.s imm:c
01000101 0011cccc 000000bb bbbaaaaa sqshrunb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 zz1ccccc 000010bb bbb0aaaa whilehs 'p<a>{z:.b|.h|.s|.d} W:b W:c
00100101 zz1ccccc 000000bb bbb1aaaa whilegt 'p<a>{z:.b|.h|.s|.d} W:b W:c
01000101 0011cccc 001110bb bbbaaaaa uqrshrnb 'z<a>.h 'z<b>.s imm+16*-1:c
01000101 0001cccc 111010bb bbbaaaaa srsra 'z<a>.h 'z<b>.h imm+16*-1:c
00100101 zz1ccccc 000001bb bbb1aaaa whilele 'p<a>{z:.b|.h|.s|.d} W:b W:c
00100101 111101dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,14]
00100101 101111dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,11]
00000101 zz1ddddd 11bbbbcc cccaaaaa mov 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d} ?d=a
00100101 zz1ccccc 000101bb bbb0aaaa whilelt 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 zz1ccccc 000101bb bbb1aaaa whilele 'p<a>{z:.b|.h|.s|.d} X:b X:c
01000101 0001cccc 111001bb bbbaaaaa usra 'z<a>.h 'z<b>.h imm+16*-1:c
01000101 0011cccc 001000bb bbbaaaaa sqshrnb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 011110dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,3]
01000101 0001cccc 101000bb bbbaaaaa sshllb 'z<a>.s 'z<b>.h imm:c
00100101 011111dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,7]
00100101 zz1ccccc 000000bb bbb0aaaa whilege 'p<a>{z:.b|.h|.s|.d} W:b W:c
00000100 1c001101 100bbbcc cccaaaaa urshr 'z<a>.d 'p<b>/m 'z<a>.d imm+64*-1:c
00100101 001011dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,1]
00100101 zz1ccccc 000011bb bbb0aaaa whilelo 'p<a>{z:.b|.h|.s|.d} W:b W:c
00100101 zz1ccccc 000010bb bbb1aaaa whilehi 'p<a>{z:.b|.h|.s|.d} W:b W:c
00100101 zz1ccccc 000011bb bbb1aaaa whilels 'p<a>{z:.b|.h|.s|.d} W:b W:c
01000101 0001cccc 101011bb bbbaaaaa ushllt 'z<a>.s 'z<b>.h imm:c
01100100 zz00000d 100bbbcc cccaaaaa fcadd 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<a>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d} imm+90*180:d
00100101 zz1ccccc 000001bb bbb0aaaa whilelt 'p<a>{z:.b|.h|.s|.d} W:b W:c
00100101 zz1ccccc 000111bb bbb0aaaa whilelo 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 111111dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,15]
00100101 zz1ccccc 001100bb bbb1aaaa whilerw 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 001010dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,0]
00100101 101110dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,5]
01000101 0001cccc 101001bb bbbaaaaa sshllt 'z<a>.s 'z<b>.h imm:c
01000101 0001cccc 111100bb bbbaaaaa sri 'z<a>.h 'z<b>.h imm+16*-1:c
00000100 1c000001 100bbbcc cccaaaaa lsr 'z<a>.d 'p<b>/m 'z<a>.d imm+64*-1:c
01000101 0001cccc 111011bb bbbaaaaa ursra 'z<a>.h 'z<b>.h imm+16*-1:c
00000100 1c000000 100bbbcc cccaaaaa asr 'z<a>.d 'p<b>/m 'z<a>.d imm+64*-1:c
00100101 zz1ccccc 000100bb bbb0aaaa whilege 'p<a>{z:.b|.h|.s|.d} X:b X:c
01000101 0011cccc 000100bb bbbaaaaa shrnb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 zz1ccccc 000110bb bbb1aaaa whilehi 'p<a>{z:.b|.h|.s|.d} X:b X:c
01000101 0011cccc 000110bb bbbaaaaa rshrnb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 001111dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,3]
00000100 1c001111 100bbbcc cccaaaaa sqshlu 'z<a>.d 'p<b>/m 'z<a>.d imm:c
00000100 0011cccc 001101bb bbbaaaaa xar 'z<a>.h 'z<a>.h 'z<b>.h imm+16*-1:c
01000101 0011cccc 001100bb bbbaaaaa uqshrnb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 zz1ccccc 000110bb bbb0aaaa whilehs 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 zz1ccccc 000111bb bbb1aaaa whilels 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 zz1ccccc 000100bb bbb1aaaa whilegt 'p<a>{z:.b|.h|.s|.d} X:b X:c
01000101 0011cccc 001111bb bbbaaaaa uqrshrnt 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 101100dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.s[w<d+12>,2]
00100101 zz1ccccc 001100bb bbb0aaaa whilewr 'p<a>{z:.b|.h|.s|.d} X:b X:c
00100101 111010dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,6]
00000100 0011cccc 100111bb bbbaaaaa lsl 'z<a>.h 'z<b>.h imm:c
01000101 0011cccc 000101bb bbbaaaaa shrnt 'z<a>.h 'z<b>.s imm+16*-1:c
00000100 1c000011 100bbbcc cccaaaaa lsl 'z<a>.d 'p<b>/m 'z<a>.d imm:c
00000100 1c000111 100bbbcc cccaaaaa uqshl 'z<a>.d 'p<b>/m 'z<a>.d imm:c
00000100 1c000100 100bbbcc cccaaaaa asrd 'z<a>.d 'p<b>/m 'z<a>.d imm+64*-1:c
01000101 0011cccc 000011bb bbbaaaaa sqrshrunt 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 011000dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.d[w<d+12>,0]
00100101 001110dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,1]
00100101 011101dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,6]
01000101 0001cccc 101010bb bbbaaaaa ushllb 'z<a>.s 'z<b>.h imm:c
01000101 0001cccc 111101bb bbbaaaaa sli 'z<a>.h 'z<b>.h imm:c
01000101 0011cccc 001011bb bbbaaaaa sqrshrnt 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 101101dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,10]
01000101 0011cccc 000111bb bbbaaaaa rshrnt 'z<a>.h 'z<b>.s imm+16*-1:c
01000101 0011cccc 001010bb bbbaaaaa sqrshrnb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 001101dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,2]
00100101 101010dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,4]
00100101 111011dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,13]
01000101 0011cccc 000001bb bbbaaaaa sqshrunt 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 101001dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,8]
00100101 101011dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,9]
00100101 111100dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.s[w<d+12>,3]
00000100 1c000110 100bbbcc cccaaaaa sqshl 'z<a>.d 'p<b>/m 'z<a>.d imm:c
00100101 111000dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.d[w<d+12>,1]
01000101 0011cccc 001001bb bbbaaaaa sqshrnt 'z<a>.h 'z<b>.s imm+16*-1:c
01000101 0001cccc 111000bb bbbaaaaa ssra 'z<a>.h 'z<b>.h imm+16*-1:c
00100101 001100dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.s[w<d+12>,0]
00100101 011011dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[<Wd+12>,5]
00000100 0011cccc 100101bb bbbaaaaa lsr 'z<a>.h 'z<b>.h imm+16*-1:c
00100101 111110dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,7]
00100101 001001dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,0]
00000100 1c001100 100bbbcc cccaaaaa srshr 'z<a>.d 'p<b>/m 'z<a>.d imm+64*-1:c
00000100 0011cccc 100100bb bbbaaaaa asr 'z<a>.h 'z<b>.h imm+16*-1:c
01000101 0011cccc 001101bb bbbaaaaa uqshrnt 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 011010dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.h[w<d+12>,2]
00100101 111001dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,12]
00100101 011100dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.s[w<d+12>,1]
01000101 0011cccc 000010bb bbbaaaaa sqrshrunb 'z<a>.h 'z<b>.s imm+16*-1:c
00100101 011001dd 01bbbb0c ccc0aaaa psel 'p<a> 'p<b> 'p<c>.b[w<d+12>,4]
10100101 0110dddd 111bbbcc cccaaaaa ld4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b>/z '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100100 0010dddd 001bbbcc cccaaaaa ld1rob '(z<a>.b) 'p<b>/z '[<Sc>,#<~d*32>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 000100bb bbbaaaaa sqadd 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100101 0111dddd 111bbbcc cccaaaaa st4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b> '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
10100100 1100dddd 111bbbcc cccaaaaa ld3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b>/z '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000100 zz0ccccc 011010bb bbbaaaaa sqdmlslb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 011001bb bbbaaaaa sqdmullt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
11100101 1111dddd 111bbbcc cccaaaaa st4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b> '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
11100100 0001dddd 111bbbcc cccaaaaa stnt1b '(z<a>.b) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 zz0ccccc 100101bb bbbaaaaa eortb 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 zz10dddd 101bbbcc cccaaaaa ld1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 011010bb bbbaaaaa smulh 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100100 101ccccc 100001bb bbbaaaaa fmlalt 'z<a>.s 'z<b>.h 'z<c>.h
01000100 zz0ccccc 011101bb bbbaaaaa sqrdmlsh 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 1101dddd 101bbbcc cccaaaaa ldnf1h '(z<a>.s) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 100011bb bbbaaaaa ssubltb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100100 0110dddd 111bbbcc cccaaaaa ld4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b>/z '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100101 00z0dddd 101bbbcc cccaaaaa ld1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 011100bb bbbaaaaa sqdmulh 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100101 0011dddd 111bbbcc cccaaaaa st2w '(z<a>.s,z<a+1&31>.s) 'p<b> '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000100 zz1bbbbb 010010cc cccaaaaa index 'z<a>{z:.b|.h|.s|.d} simm*1:c {z:W|W|W|X}:b
00000100 zz1ccccc 000000bb bbbaaaaa add 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz0ccccc 011000bb bbbaaaaa sqdmlalb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01100101 zz0ccccc 000110bb bbbaaaaa frecps 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 111dcccc 000000bb bbbaaaaa sdot 'z<a>.d 'z<b>.h 'z<c>.h[<d>]
10100101 zz01dddd 101bbbcc cccaaaaa ldnf1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 010ccccc 111101bb bbbaaaaa sli 'z<a>.s 'z<b>.s imm:c
10100101 1000dddd 111bbbcc cccaaaaa ldnt1d '(z<a>.d) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 011101bb bbbaaaaa smullt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 011ccccc 001000bb bbbaaaaa sqshrnb 'z<a>.s 'z<b>.d imm+32*-1:c
10100101 1010dddd 111bbbcc cccaaaaa ld2d '(z<a>.d,z<a+1&31>.d) 'p<b>/z '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11100101 1011dddd 111bbbcc cccaaaaa st2d '(z<a>.d,z<a+1&31>.d) 'p<b> '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 zz0ccccc 101100bb bbbaaaaa bext 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 011110bb bbbaaaaa umullb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000101 zz1ccccc 011100bb bbbaaaaa trn1 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 101110bb bbbaaaaa bgrp 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 011bbbbb 001110cc cccaaaaa bcax 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
10100101 01z1dddd 101bbbcc cccaaaaa ldnf1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 000111bb bbbaaaaa uqsub 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 011ccccc 000100bb bbbaaaaa shrnb 'z<a>.s 'z<b>.d imm+32*-1:c
01100101 zz0ccccc 000000bb bbbaaaaa fadd 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz0ccccc 010000bb bbbaaaaa smlalb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100100 zz01dddd 101bbbcc cccaaaaa ldnf1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 011000bb bbbaaaaa mul 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100100 zz00dddd 111bbbcc cccaaaaa st1b '(z<a>{z:.b|.s|-|-}) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
11100100 0011dddd 111bbbcc cccaaaaa st2b '(z<a>.b,z<a+1&31>.b) 'p<b> '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000100 011ccccc 001101bb bbbaaaaa xar 'z<a>.s 'z<a>.s 'z<b>.s imm+32*-1:c
01000101 011ccccc 000000bb bbbaaaaa sqshrunb 'z<a>.s 'z<b>.d imm+32*-1:c
01100100 101ccccc 100000bb bbbaaaaa fmlalb 'z<a>.s 'z<b>.h 'z<c>.h
00000101 zz1ccccc 001010bb bbbaaaaa tbl 'z<a>{z:.b|.h|.s|.d} '(z<b>{z:.b|.h|.s|.d},z<b+1&31>{z:.b|.h|.s|.d}) 'z<c>{z:.b|.h|.s|.d}
10100101 1111dddd 101bbbcc cccaaaaa ldnf1d '(z<a>.d) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11100100 zz10dddd 111bbbcc cccaaaaa st1h '(z<a>{z:-|-|.h|.d}) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000101 zz1ccccc 011001bb bbbaaaaa zip2 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 zz11dddd 101bbbcc cccaaaaa ldnf1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100100 1000dddd 101bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 000000bb bbbaaaaa saddlb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01100100 101ccccc 101000bb bbbaaaaa fmlslb 'z<a>.s 'z<b>.h 'z<c>.h
01000100 101ddccc 000000bb bbbaaaaa sdot 'z<a>.s 'z<b>.b 'z<c>.b[<d>]
00000100 zz1ccccc 1010ddbb bbbaaaaa adr 'z<a>{z:-|-|.s|.d} '[z<b>{z:-|-|.s|.d},z<c>{z:-|-|.s|.d},lsl_#<d>] ?d:1,2,3
00000100 zz1ccccc 010011bb bbbaaaaa index 'z<a>{z:.b|.h|.s|.d} {z:W|W|W|X}:b {z:W|W|W|X}:c
11100101 01z0dddd 111bbbcc cccaaaaa st1w '(z<a>{z:.s|.d}) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 011ccccc 000011bb bbbaaaaa sqrshrunt 'z<a>.s 'z<b>.d imm+32*-1:c
01100100 111dcccc 000000bb bbbaaaaa fmla 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
00000100 101bbbbb 001111cc cccaaaaa bsl2n 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
11100101 1001dddd 111bbbcc cccaaaaa stnt1d '(z<a>.d) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
10100101 1011dddd 101bbbcc cccaaaaa ldnf1sb '(z<a>.s) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100100 101ddccc 000000bb bbbaaaaa fmla 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000100 zz0ccccc 010011bb bbbaaaaa umlalt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000100 zz0ccccc 000011bb bbbaaaaa sqdmlslbt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100101 1000dddd 001bbbcc cccaaaaa ld1rqd '(z<a>.d) 'p<b>/z '[<Sc>,#<~d*16>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100101 zz0ccccc 000111bb bbbaaaaa frsqrts 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
11100100 zz10dddd 111bbbcc cccaaaaa st1b '(z<a>{z:.h|.d|-|-}) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
10100101 1110dddd 111bbbcc cccaaaaa ld4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b>/z '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100100 1010dddd 001bbbcc cccaaaaa ld1roh '(z<a>.h) 'p<b>/z '[<Sc>,#<~d*32>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz1ccccc 011101bb bbbaaaaa subhnt 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz0ccccc 000000bb bbbaaaaa sdot 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.b|.h} 'z<c>{z:-|-|.b|.h}
10100100 1001dddd 101bbbcc cccaaaaa ldnf1sw '(z<a>.d) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100100 zz1ccccc 111001bb bbbaaaaa fmmla 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
10100100 0100dddd 111bbbcc cccaaaaa ld3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b>/z '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100100 zz10dddd 101bbbcc cccaaaaa ld1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000100 101ddccc 111101bb bbbaaaaa sqrdmulh 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000101 zz1ccccc 011001bb bbbaaaaa addhnt 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000100 zz1ccccc 101000bb bbbaaaaa adr 'z<a>{z:-|-|.s|.d} '[z<b>{z:-|-|.s|.d},z<c>{z:-|-|.s|.d}]
01000101 zz1ccccc 011010bb bbbaaaaa raddhnb 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000100 zz1ccccc 011011bb bbbaaaaa umulh 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz0ccccc 011001bb bbbaaaaa sqdmlalt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz1ccccc 011111bb bbbaaaaa rsubhnt 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000101 zz0ccccc 100010bb bbbaaaaa ssublbt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000100 zz0ccccc 010001bb bbbaaaaa smlalt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 111111bb bbbaaaaa uaba 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 011010bb bbbaaaaa pmullb 'z<a>{z:.q|.h|-|.d} 'z<b>{z:.d|.b|-|.s} 'z<c>{z:.d|.b|-|.s}
00000100 zz1ccccc 100011bb bbbaaaaa lsl 'z<a>{z:.b|.h|.s|-} 'z<b>{z:.b|.h|.s|-} 'z<c>.d
10100101 zz00dddd 101bbbcc cccaaaaa ld1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz1ccccc 011101bb bbbaaaaa trn2 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
10100100 zz11dddd 101bbbcc cccaaaaa ldnf1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 011ccccc 001100bb bbbaaaaa uqshrnb 'z<a>.s 'z<b>.d imm+32*-1:c
01000100 zz0ccccc 000010bb bbbaaaaa sqdmlalbt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
11100100 1101dddd 111bbbcc cccaaaaa st3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b> '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 zz0ccccc 010000bb bbbaaaaa saddwb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
00000101 zz1ccccc 001100bb bbbaaaaa tbl 'z<a>{z:.b|.h|.s|.d} '(z<b>{z:.b|.h|.s|.d}) 'z<c>{z:.b|.h|.s|.d}
11100100 1100dddd 111bbbcc cccaaaaa st1h '(z<a>.s) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000101 zz1ccccc 011000bb bbbaaaaa zip1 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 001100bb bbbaaaaa sabdlb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100100 1010dddd 111bbbcc cccaaaaa ld2h '(z<a>.h,z<a+1&31>.h) 'p<b>/z '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000101 zz1ccccc 011010bb bbbaaaaa uzp1 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 110101bb bbbaaaaa sbclt 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
01000100 zz0ccccc 011100bb bbbaaaaa sqrdmlah 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
11100100 0111dddd 111bbbcc cccaaaaa st4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b> '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 010ccccc 111011bb bbbaaaaa ursra 'z<a>.s 'z<b>.s imm+32*-1:c
11100101 1101dddd 111bbbcc cccaaaaa st3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b> '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
10100101 00z1dddd 101bbbcc cccaaaaa ldnf1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz1ccccc 011000bb bbbaaaaa addhnb 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000101 011ccccc 001011bb bbbaaaaa sqrshrnt 'z<a>.s 'z<b>.d imm+32*-1:c
11100100 0101dddd 111bbbcc cccaaaaa st3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b> '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
10100100 1000dddd 111bbbcc cccaaaaa ldnt1h '(z<a>.h) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01100101 zz0ccccc 000001bb bbbaaaaa fsub 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 111dcccc 111100bb bbbaaaaa sqdmulh 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
01100100 011ccccc 111001bb bbbaaaaa bfmmla 'z<a>.s 'z<b>.h 'z<c>.h
01000100 zz0ccccc 010101bb bbbaaaaa smlslt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100101 1010dddd 101bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 011000bb bbbaaaaa sqdmullb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 111110bb bbbaaaaa saba 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 000111bb bbbaaaaa usublt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 zz1ccccc 000001bb bbbaaaaa sub 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 zz0ccccc 010011bb bbbaaaaa uaddwt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
10100101 0100dddd 111bbbcc cccaaaaa ld3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b>/z '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 010ccccc 101010bb bbbaaaaa ushllb 'z<a>.d 'z<b>.s imm:c
00000100 zz1ccccc 101100bb bbbaaaaa ftssel 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000101 101ccccc 000010bb bbbaaaaa uzp1 'z<a>.q 'z<b>.q 'z<c>.q
01000101 zz0ccccc 110011bb bbbaaaaa uabalt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 001ccccc 011001bb bbbaaaaa pmul 'z<a>.b 'z<b>.b 'z<c>.b
01000100 101ddccc 111110bb bbbaaaaa mul 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000101 zz0ccccc 110100bb bbbaaaaa adclb 'z<a>{z:.s|.d|-|-} 'z<b>{z:.s|.d|-|-} 'z<c>{z:.s|.d|-|-}
01000101 zz0ccccc 010100bb bbbaaaaa ssubwb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 010010bb bbbaaaaa uaddwb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 101101bb bbbaaaaa bdep 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01100100 111dcccc 000001bb bbbaaaaa fmls 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
10100100 0000dddd 111bbbcc cccaaaaa ldnt1b '(z<a>.b) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 100000bb bbbaaaaa saddlbt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 zz1ccccc 100001bb bbbaaaaa lsr 'z<a>{z:.b|.h|.s|-} 'z<b>{z:.b|.h|.s|-} 'z<c>.d
10100100 0010dddd 111bbbcc cccaaaaa ld2b '(z<a>.b,z<a+1&31>.b) 'p<b>/z '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 001ccccc 111101bb bbbaaaaa rax1 'z<a>.d 'z<b>.d 'z<c>.d
10100101 0010dddd 111bbbcc cccaaaaa ld2w '(z<a>.s,z<a+1&31>.s) 'p<b>/z '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 000101bb bbbaaaaa uqadd 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000101 101ccccc 000000bb bbbaaaaa zip1 'z<a>.q 'z<b>.q 'z<c>.q
01000101 zz0ccccc 100100bb bbbaaaaa eorbt 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 zz0ccccc 010110bb bbbaaaaa umlslb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000101 zz1ccccc 011011bb bbbaaaaa uzp2 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000101 zz1ccccc 001011bb bbbaaaaa tbx 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 010ccccc 111010bb bbbaaaaa srsra 'z<a>.s 'z<b>.s imm+32*-1:c
00000100 zz1ccccc 010000bb bbbaaaaa index 'z<a>{z:.b|.h|.s|.d} simm*1:b simm*1:c
01100101 zz0ccccc 000011bb bbbaaaaa ftsmul 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000101 101ccccc 000110bb bbbaaaaa trn1 'z<a>.q 'z<b>.q 'z<c>.q
01000101 zz1ccccc 011100bb bbbaaaaa subhnb 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 111dcccc 000100bb bbbaaaaa sqrdmlah 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
01000101 010ccccc 111001bb bbbaaaaa usra 'z<a>.s 'z<b>.s imm+32*-1:c
01000100 101ddccc 111100bb bbbaaaaa sqdmulh 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000101 zz0ccccc 000101bb bbbaaaaa ssublt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 001111bb bbbaaaaa uabdlt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
11100101 0001dddd 111bbbcc cccaaaaa stnt1w '(z<a>.s) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 011ccccc 000111bb bbbaaaaa rshrnt 'z<a>.s 'z<b>.d imm+32*-1:c
00000100 011ccccc 101000bb bbbaaaaa adr 'z<a>.d '[z<b>.d,z<c>.d,uxtw]
10100101 0010dddd 001bbbcc cccaaaaa ld1row '(z<a>.s) 'p<b>/z '[<Sc>,#<~d*32>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11100101 0101dddd 111bbbcc cccaaaaa st3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b> '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01100100 101ddccc 000001bb bbbaaaaa fmls 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
10100101 01z0dddd 101bbbcc cccaaaaa ld1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 110001bb bbbaaaaa sabalt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
11100100 1001dddd 111bbbcc cccaaaaa stnt1h '(z<a>.h) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000101 zz0ccccc 001101bb bbbaaaaa sabdlt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100100 0000dddd 001bbbcc cccaaaaa ld1rqb '(z<a>.b) 'p<b>/z '[<Sc>,#<~d*16>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 110ccccc 100110bb bbbaaaaa ummla 'z<a>.s 'z<b>.b 'z<c>.b
01000101 010ccccc 111000bb bbbaaaaa ssra 'z<a>.s 'z<b>.s imm+32*-1:c
01000100 zz0ccccc 010010bb bbbaaaaa umlalb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz1ccccc 011110bb bbbaaaaa rsubhnb 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01100100 111ccccc 100000bb bbbaaaaa bfmlalb 'z<a>.s 'z<b>.h 'z<c>.h
01000101 zz0ccccc 000100bb bbbaaaaa ssublb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 011ccccc 100101bb bbbaaaaa lsr 'z<a>.s 'z<b>.s imm+32*-1:c
01000101 zz0ccccc 011100bb bbbaaaaa smullb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 001110bb bbbaaaaa uabdlb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
10100100 zz00dddd 101bbbcc cccaaaaa ld1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 zz0ccccc 010111bb bbbaaaaa usubwt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
10100101 1110dddd 101bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
11100100 1111dddd 111bbbcc cccaaaaa st4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b> '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000100 011ccccc 1010ddbb bbbaaaaa adr 'z<a>.d '[z<b>.d,z<c>.d,uxtw_#<d>] ?d:1,2,3
01000101 zz0ccccc 000011bb bbbaaaaa uaddlt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 010001bb bbbaaaaa saddwt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
10100100 1100dddd 101bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 011ccccc 001101bb bbbaaaaa uqshrnt 'z<a>.s 'z<b>.d imm+32*-1:c
01100101 zz0ccccc 000010bb bbbaaaaa fmul 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
00000100 zz1ccccc 011101bb bbbaaaaa sqrdmulh 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
00000100 zz1ccccc 010001bb bbbaaaaa index 'z<a>{z:.b|.h|.s|.d} {z:W|W|W|X}:b simm*1:c
01000101 000ccccc 100110bb bbbaaaaa smmla 'z<a>.s 'z<b>.b 'z<c>.b
01000100 101ddccc 000010bb bbbaaaaa mla 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01100100 011ccccc 100000bb bbbaaaaa bfdot 'z<a>.s 'z<b>.h 'z<c>.h
00000100 001ccccc 1010ddbb bbbaaaaa adr 'z<a>.d '[z<b>.d,z<c>.d,sxtw_#<d>] ?d:1,2,3
01000101 010ccccc 111100bb bbbaaaaa sri 'z<a>.s 'z<b>.s imm+32*-1:c
01000100 101ddccc 000101bb bbbaaaaa sqrdmlsh 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000101 zz0ccccc 000001bb bbbaaaaa saddlt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 101ccccc 001100bb bbbaaaaa eor 'z<a>.d 'z<b>.d 'z<c>.d
11100101 1110dddd 111bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
01000100 zz0ccccc 011011bb bbbaaaaa sqdmlslt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
00000100 111ccccc 001100bb bbbaaaaa bic 'z<a>.d 'z<b>.d 'z<c>.d
01000101 100ccccc 100110bb bbbaaaaa usmmla 'z<a>.s 'z<b>.b 'z<c>.b
00000100 011ccccc 001100bb bbbaaaaa orr 'z<a>.d 'z<b>.d 'z<c>.d
01000101 001ccccc 101000bb bbbaaaaa histseg 'z<a>.b 'z<b>.b 'z<c>.b
10100100 1110dddd 111bbbcc cccaaaaa ld4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b>/z '[<Sc>,#<~d*4>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000100 101ddccc 000110bb bbbaaaaa usdot 'z<a>.s 'z<b>.b 'z<c>.b[<d>]
01000101 zz0ccccc 011111bb bbbaaaaa umullt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 011ccccc 000001bb bbbaaaaa sqshrunt 'z<a>.s 'z<b>.d imm+32*-1:c
01100100 011ddccc 010000bb bbbaaaaa bfdot 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
10100100 1000dddd 001bbbcc cccaaaaa ld1rqh '(z<a>.h) 'p<b>/z '[<Sc>,#<~d*16>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
00000100 zz1ccccc 100000bb bbbaaaaa asr 'z<a>{z:.b|.h|.s|-} 'z<b>{z:.b|.h|.s|-} 'z<c>.d
01000101 zz0ccccc 010101bb bbbaaaaa ssubwt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
01000100 zz0ccccc 110001bb bbbaaaaa uclamp 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 111dcccc 111101bb bbbaaaaa sqrdmulh 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
01000100 100ccccc 011110bb bbbaaaaa usdot 'z<a>.s 'z<b>.b 'z<c>.b
10100101 1010dddd 001bbbcc cccaaaaa ld1rod '(z<a>.d) 'p<b>/z '[<Sc>,#<~d*32>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100101 0000dddd 111bbbcc cccaaaaa ldnt1w '(z<a>.s) 'p<b>/z '[<Sc>,#<~d>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
10100101 1100dddd 111bbbcc cccaaaaa ld3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b>/z '[<Sc>,#<~d*3>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000100 zz0ccccc 000001bb bbbaaaaa udot 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.b|.h} 'z<c>{z:-|-|.b|.h}
01000101 zz1ccccc 011011bb bbbaaaaa raddhnt 'z<a>{z:-|.b|.h|.s} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.h|.s|.d}
01000100 zz0ccccc 110000bb bbbaaaaa sclamp 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000101 011ccccc 001111bb bbbaaaaa uqrshrnt 'z<a>.s 'z<b>.d imm+32*-1:c
01000100 111dcccc 000001bb bbbaaaaa udot 'z<a>.d 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 000011bb bbbaaaaa mls 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
01000101 zz0ccccc 000010bb bbbaaaaa uaddlb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000100 111dcccc 111110bb bbbaaaaa mul 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
00000100 011ccccc 100100bb bbbaaaaa asr 'z<a>.s 'z<b>.s imm+32*-1:c
01000100 zz0ccccc 010111bb bbbaaaaa umlslt 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01100100 111ccccc 100001bb bbbaaaaa bfmlalt 'z<a>.s 'z<b>.h 'z<c>.h
01000101 zz0ccccc 110101bb bbbaaaaa adclt 'z<a>{z:.s|.d|-|-} 'z<b>{z:.s|.d|-|-} 'z<c>{z:.s|.d|-|-}
01000100 zz0ccccc 010100bb bbbaaaaa smlslb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000100 111dcccc 000011bb bbbaaaaa mls 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
01000101 010ccccc 101011bb bbbaaaaa ushllt 'z<a>.d 'z<b>.s imm:c
10100101 0000dddd 001bbbcc cccaaaaa ld1rqw '(z<a>.s) 'p<b>/z '[<Sc>,#<~d*16>] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
01000101 010ccccc 101001bb bbbaaaaa sshllt 'z<a>.d 'z<b>.s imm:c
00000101 101ccccc 000001bb bbbaaaaa zip2 'z<a>.q 'z<b>.q 'z<c>.q
01000101 zz0ccccc 110000bb bbbaaaaa sabalb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000101 zz0ccccc 010110bb bbbaaaaa usubwb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.h|.s|.d} 'z<c>{z:-|.b|.h|.s}
01000101 011ccccc 001001bb bbbaaaaa sqshrnt 'z<a>.s 'z<b>.d imm+32*-1:c
00000100 001bbbbb 001111cc cccaaaaa bsl 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
01000101 011ccccc 001010bb bbbaaaaa sqrshrnb 'z<a>.s 'z<b>.d imm+32*-1:c
01100100 111dcccc 001000bb bbbaaaaa fmul 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
00000100 001ccccc 101000bb bbbaaaaa adr 'z<a>.d '[z<b>.d,z<c>.d,sxtw]
01000100 101ddccc 000100bb bbbaaaaa sqrdmlah 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
00000100 zz1ccccc 000110bb bbbaaaaa sqsub 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d}
01000100 111dcccc 000101bb bbbaaaaa sqrdmlsh 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
01000101 zz0ccccc 011011bb bbbaaaaa pmullt 'z<a>{z:.q|.h|-|.d} 'z<b>{z:.d|.b|-|.s} 'z<c>{z:.d|.b|-|.s}
01000100 101ddccc 000001bb bbbaaaaa udot 'z<a>.s 'z<b>.b 'z<c>.b[<d>]
00000100 001ccccc 001100bb bbbaaaaa and 'z<a>.d 'z<b>.d 'z<c>.d
00000100 011ccccc 100111bb bbbaaaaa lsl 'z<a>.s 'z<b>.s imm:c
01000101 zz0ccccc 110100bb bbbaaaaa sbclb 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.s|.d} 'z<c>{z:-|-|.s|.d}
01000101 zz0ccccc 000110bb bbbaaaaa usublb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
11100100 1011dddd 111bbbcc cccaaaaa st2h '(z<a>.h,z<a+1&31>.h) 'p<b> '[<Sc>,#<~d*2>,mul_vl] ?d:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 !next,reads
00000100 001bbbbb 001110cc cccaaaaa eor3 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
00000101 101ccccc 000111bb bbbaaaaa trn2 'z<a>.q 'z<b>.q 'z<c>.q
01000101 zz0ccccc 110010bb bbbaaaaa uabalb 'z<a>{z:-|.h|.s|.d} 'z<b>{z:-|.b|.h|.s} 'z<c>{z:-|.b|.h|.s}
01000100 111dcccc 000010bb bbbaaaaa mla 'z<a>.d 'z<b>.d 'z<c>.d[<d>]
00000101 101ccccc 000011bb bbbaaaaa uzp2 'z<a>.q 'z<b>.q 'z<c>.q
01000101 011ccccc 001110bb bbbaaaaa uqrshrnb 'z<a>.s 'z<b>.d imm+32*-1:c
00000100 111bbbbb 001111cc cccaaaaa nbsl 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
01000101 010ccccc 101000bb bbbaaaaa sshllb 'z<a>.d 'z<b>.s imm:c
00000101 cc1ccc10 001000bb bbbaaaaa mov 'z<a>.h 'z<b>.h[<c>]
01100100 101ccccc 101001bb bbbaaaaa fmlslt 'z<a>.s 'z<b>.h 'z<c>.h
01100100 101ddccc 001000bb bbbaaaaa fmul 'z<a>.s 'z<b>.s 'z<c>.s[<d>]
00000100 011bbbbb 001111cc cccaaaaa bsl1n 'z<a>.d 'z<a>.d 'z<b>.d 'z<c>.d
01000101 011ccccc 000010bb bbbaaaaa sqrshrunb 'z<a>.s 'z<b>.d imm+32*-1:c
01000101 011ccccc 000101bb bbbaaaaa shrnt 'z<a>.s 'z<b>.d imm+32*-1:c
01000100 101ddccc 000111bb bbbaaaaa sudot 'z<a>.s 'z<b>.b 'z<c>.b[<d>]
01000101 011ccccc 000110bb bbbaaaaa rshrnb 'z<a>.s 'z<b>.d imm+32*-1:c
01000101 001ccccc 111100bb bbbaaaaa sm4ekey 'z<a>.s 'z<b>.s 'z<c>.s
00100101 1000dddd 01bbbb1c ccc0aaaa nor 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
00000100 011bbbbb 01010ccc cccaaaaa addpl XS:a XS:b simm*1:c
01000100 0d1ddccc 111100bb bbbaaaaa sqdmulh 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
00100101 1000dddd 01bbbb0c ccc1aaaa orn 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 101ddccc 1000d0bb bbbaaaaa smlalb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 0010d0bb bbbaaaaa sqdmlalb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 0d1ddccc 000100bb bbbaaaaa sqrdmlah 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 0010d1bb bbbaaaaa sqdmlalt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 1101d0bb bbbaaaaa umullb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 1100dddd 01bbbb0c ccc0aaaa orrs 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 101ddccc 1001d1bb bbbaaaaa umlalt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
00100101 0100dddd 01bbbb0c ccc0aaaa ands 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01100100 0d1ddccc 000000bb bbbaaaaa fmla 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
00100101 0000dddd 01bbbb0c ccc1aaaa bic 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1010d0bb bbbaaaaa smlslb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000101 1c0ccccc 111011bb bbbaaaaa ursra 'z<a>.d 'z<b>.d imm+64*-1:c
00000100 1c1ccccc 100100bb bbbaaaaa asr 'z<a>.d 'z<b>.d imm+64*-1:c
01000100 0d1ddccc 111110bb bbbaaaaa mul 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01000101 1c0ccccc 111000bb bbbaaaaa ssra 'z<a>.d 'z<b>.d imm+64*-1:c
00100101 0100dddd 01bbbb1c ccc0aaaa eors 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 101ddccc 1010d1bb bbbaaaaa smlslt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
00000100 1c1ccccc 100101bb bbbaaaaa lsr 'z<a>.d 'z<b>.d imm+64*-1:c
01000100 101ddccc 1011d1bb bbbaaaaa umlslt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01100100 101ddccc 0110d0bb bbbaaaaa fmlslb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01100100 101ddccc 0100d0bb bbbaaaaa fmlalb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01100100 101ddccc 0110d1bb bbbaaaaa fmlslt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
00100101 0100dddd 11bbbb0c ccc1aaaa brkpbs 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
00100101 1100dddd 01bbbb1c ccc1aaaa nands 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1101d1bb bbbaaaaa umullt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 101ddccc 1001d0bb bbbaaaaa umlalb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 0011d1bb bbbaaaaa sqdmlslt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000101 1c0ccccc 111001bb bbbaaaaa usra 'z<a>.d 'z<b>.d imm+64*-1:c
01100100 101ddccc 0100d1bb bbbaaaaa fmlalt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1100d0bb bbbaaaaa smullb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01100100 0d1ddccc 000001bb bbbaaaaa fmls 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1010d0bb bbbaaaaa smlslb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1100d1bb bbbaaaaa smullt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 0d1ddccc 111101bb bbbaaaaa sqrdmulh 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 1001d1bb bbbaaaaa umlalt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 1000dddd 01bbbb1c ccc1aaaa nand 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1010d1bb bbbaaaaa smlslt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01100100 111ddccc 0100d1bb bbbaaaaa bfmlalt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1000d1bb bbbaaaaa smlalt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000101 1c0ccccc 111010bb bbbaaaaa srsra 'z<a>.d 'z<b>.d imm+64*-1:c
01000100 111dcccc 1100d1bb bbbaaaaa smullt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 0100dddd 11bbbb0c ccc0aaaa brkpas 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
00100101 0100dddd 01bbbb0c ccc1aaaa bics 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
00100101 0000dddd 01bbbb1c ccc1aaaa sel 'p<a>.b 'p<b> 'p<c>.b 'p<d>.b
01000100 101ddccc 1101d0bb bbbaaaaa umullb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 0011d0bb bbbaaaaa sqdmlslb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 0010d1bb bbbaaaaa sqdmlalt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 111dcccc 1100d0bb bbbaaaaa smullb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 0d1ddccc 000010bb bbbaaaaa mla 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1011d0bb bbbaaaaa umlslb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 0011d1bb bbbaaaaa sqdmlslt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
00100101 1100dddd 01bbbb1c ccc0aaaa nors 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1011d0bb bbbaaaaa umlslb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 0000dddd 11bbbb0c ccc1aaaa brkpb 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1000d1bb bbbaaaaa smlalt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000101 1c0ccccc 111100bb bbbaaaaa sri 'z<a>.d 'z<b>.d imm+64*-1:c
01000100 111dcccc 1001d0bb bbbaaaaa umlalb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00000100 1c1ccccc 001101bb bbbaaaaa xar 'z<a>.d 'z<a>.d 'z<b>.d imm+64*-1:c
00000100 001bbbbb 01010ccc cccaaaaa addvl XS:a XS:b simm*1:c
00100101 1000dddd 01bbbb0c ccc0aaaa orr 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01100100 0d1ddccc 001000bb bbbaaaaa fmul 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
00100101 1100dddd 01bbbb0c ccc1aaaa orns 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 111dcccc 1000d0bb bbbaaaaa smlalb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 111dcccc 1110d1bb bbbaaaaa sqdmullt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 101ddccc 1101d1bb bbbaaaaa umullt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 1011d1bb bbbaaaaa umlslt 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 0000dddd 01bbbb0c ccc0aaaa and 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000101 1c0ccccc 111101bb bbbaaaaa sli 'z<a>.d 'z<b>.d imm:c
01000100 0d1ddccc 000101bb bbbaaaaa sqrdmlsh 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
00000100 1c1ccccc 100111bb bbbaaaaa lsl 'z<a>.d 'z<b>.d imm:c
00000101 cc1cccc1 001000bb bbbaaaaa mov 'z<a>.b 'z<b>.b[<c>]
01000100 111dcccc 1110d0bb bbbaaaaa sqdmullb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
01000100 101ddccc 1110d0bb bbbaaaaa sqdmullb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 111dcccc 0011d0bb bbbaaaaa sqdmlslb 'z<a>.d 'z<b>.s 'z<c>.s[<d>]
00100101 0000dddd 11bbbb0c ccc0aaaa brkpa 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
00100101 0000dddd 01bbbb1c ccc0aaaa eor 'p<a>.b 'p<b>/z 'p<c>.b 'p<d>.b
01000100 0d1ddccc 000011bb bbbaaaaa mls 'z<a>.h 'z<b>.h 'z<c>.h[<d>]
01100100 111ddccc 0100d0bb bbbaaaaa bfmlalb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 0010d0bb bbbaaaaa sqdmlalb 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
01000100 101ddccc 1110d1bb bbbaaaaa sqdmullt 'z<a>.s 'z<b>.h 'z<c>.h[<d>]
00100101 zz0ddddd 000bbbcc ccc0aaaa cmpge 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
00100100 zz0ddddd 000bbbcc ccc1aaaa cmphi 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10000100 011ccccc 011aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,sxtw_#3]
10000100 000ccccc 110aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,<Xc>] ?c:!31
00100100 zz0ddddd 101bbbcc ccc0aaaa cmpeq 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
00100100 zz0ddddd 001bbbcc ccc0aaaa cmpeq 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
11000100 001ccccc 011aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,uxtw_#3]
00100100 zz0ddddd 010bbbcc ccc1aaaa cmpgt 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
01100101 zz0ddddd 010bbbcc ccc1aaaa fcmgt 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
11000100 001ccccc 000aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,uxtw]
00100100 zz0ddddd 111bbbcc ccc0aaaa cmplo 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
01000100 zz0ccccc 0011ddbb bbbaaaaa sqrdcmlah 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d} imm*90:d
01100101 zz0ddddd 011bbbcc ccc1aaaa fcmne 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
01100100 101ddccc 0001eebb bbbaaaaa fcmla 'z<a>.h 'z<b>.h 'z<c>.h[<d>] imm*90:e
01100101 zz0ddddd 011bbbcc ccc0aaaa fcmeq 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
00100100 zz0ddddd 101bbbcc ccc1aaaa cmpne 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
11000100 011ccccc 000aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,sxtw]
00100100 zz0ddddd 111bbbcc ccc1aaaa cmpls 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
00100101 zz0ddddd 100bbbcc ccc0aaaa cmpeq 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
00100100 zz0ddddd 100bbbcc ccc0aaaa cmpge 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
00100101 zz0ddddd 000bbbcc ccc1aaaa cmpgt 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
01000100 101ddccc 0100eebb bbbaaaaa cdot 'z<a>.s 'z<b>.b 'z<c>.b[<d>] imm*90:e
00100101 zz0ddddd 001bbbcc ccc0aaaa cmplt 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
01100101 zz0ddddd 010bbbcc ccc0aaaa fcmge 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
00100101 zz0ddddd 100bbbcc ccc1aaaa cmpne 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
10000100 011ccccc 000aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,sxtw]
11000101 100ddddd 111aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[z<b>.d,#<d*8>]
11000100 011ccccc 111aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,lsl_#3]
11000100 011ccccc 010aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,sxtw_#2]
01000100 111dcccc 0110eebb bbbaaaaa cmla 'z<a>.s 'z<b>.s 'z<c>.s[<d>] imm*90:e
10000100 001ccccc 010aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,uxtw_#2]
00100100 zz0ddddd 001bbbcc ccc1aaaa cmpne 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
10000100 001ccccc 011aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,uxtw_#3]
01000100 111dcccc 0100eebb bbbaaaaa cdot 'z<a>.d 'z<b>.h 'z<c>.h[<d>] imm*90:e
10000100 100ccccc 110aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,<Xc>,lsl_#1] ?c:!31
01000100 zz0ccccc 0010ddbb bbbaaaaa cmla 'z<a>{z:.b|.h|.s|.d} 'z<b>{z:.b|.h|.s|.d} 'z<c>{z:.b|.h|.s|.d} imm*90:d
00100100 zz0ddddd 110bbbcc ccc1aaaa cmphi 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
11000100 011ccccc 100aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d]
01100101 zz0ddddd 110bbbcc ccc1aaaa facge 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
11000100 011ccccc 001aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,sxtw_#1]
01000100 zz0ccccc 0001ddbb bbbaaaaa cdot 'z<a>{z:-|-|.s|.d} 'z<b>{z:-|-|.b|.h} 'z<c>{z:-|-|.b|.h} imm*90:d
01000101 zz1ddddd 100bbbcc ccc0aaaa match 'p<a>{z:.b|.h|-|-} 'p<b>/z 'z<c>{z:.b|.h|-|-} 'z<d>{z:.b|.h|-|-}
00000101 0001bbbb 010ccccc cccaaaaa mov 'z<a>.b 'p<b>/m simm*1:c
00000101 0001bbbb 000ccccc cccaaaaa mov 'z<a>.b 'p<b>/z simm*1:c
00100100 zz0ddddd 000bbbcc ccc0aaaa cmphs 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10000100 001ccccc 001aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,uxtw_#1]
11000100 011ccccc 101aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,lsl_#1]
10000100 100ddddd 111aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[z<b>.s,#<d*2>]
01000101 zz1ddddd 100bbbcc ccc1aaaa nmatch 'p<a>{z:.b|.h|-|-} 'p<b>/z 'z<c>{z:.b|.h|-|-} 'z<d>{z:.b|.h|-|-}
00100100 zz0ddddd 110bbbcc ccc0aaaa cmphs 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
11000100 000ddddd 111aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[z<b>.d,#<d>]
00100100 zz0ddddd 011bbbcc ccc0aaaa cmplt 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
01100101 zz0ddddd 110bbbcc ccc0aaaa fcmuo 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000101 000ddddd 111aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[z<b>.s,#<d*4>]
00100101 zz0ddddd 001bbbcc ccc1aaaa cmple 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} simm*1:d
00100100 zz0ddddd 010bbbcc ccc0aaaa cmpge 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
00100100 zz0ddddd 011bbbcc ccc1aaaa cmple 'p<a>{z:.b|.h|.s|-} 'p<b>/z 'z<c>{z:.b|.h|.s|-} 'z<d>.d
00000101 zz01bbbb 110ccccc cccaaaaa fmov 'z<a>{z:-|.h|.s|.d} 'p<b>/m float:c
00100100 zz0ddddd 100bbbcc ccc1aaaa cmpgt 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10000100 001ccccc 000aaabb bbb0dddd prfb sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,uxtw]
10000101 100ccccc 110aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,<Xc>,lsl_#3] ?c:!31
01100101 zz0ddddd 111bbbcc ccc1aaaa facgt 'p<a>{z:-|.h|.s|.d} 'p<b>/z 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000100 011ccccc 010aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,sxtw_#2]
11000100 011ccccc 011aaabb bbb0dddd prfd sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,sxtw_#3]
11000101 000ddddd 111aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[z<b>.d,#<d*4>]
01000100 111dcccc 0111eebb bbbaaaaa sqrdcmlah 'z<a>.s 'z<b>.s 'z<c>.s[<d>] imm*90:e
01000100 101ddccc 0110eebb bbbaaaaa cmla 'z<a>.h 'z<b>.h 'z<c>.h[<d>] imm*90:e
11000100 001ccccc 001aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,uxtw_#1]
10000101 100ddddd 111aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[z<b>.s,#<d*8>]
11000100 001ccccc 010aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,uxtw_#2]
11000100 100ddddd 111aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[z<b>.d,#<d*2>]
10000100 000ddddd 111aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[z<b>.s,#<d>]
11000100 011ccccc 110aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.d,lsl_#2]
10000100 011ccccc 001aaabb bbb0dddd prfh sys.scalablePrefetch:d 'p<a> '[<Sb>,z<c>.s,sxtw_#1]
01000100 101ddccc 0111eebb bbbaaaaa sqrdcmlah 'z<a>.h 'z<b>.h 'z<c>.h[<d>] imm*90:e
10000101 000ccccc 110aaabb bbb0dddd prfw sys.scalablePrefetch:d 'p<a> '[<Sb>,<Xc>,lsl_#2] ?c:!31
01100100 111dcccc 0001eebb bbbaaaaa fcmla 'z<a>.s 'z<b>.s 'z<c>.s[<d>] imm*90:e
10100101 111ddddd 110bbbcc cccaaaaa ld4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
11000101 100ddddd 110bbbcc cccaaaaa ldnt1d '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
11100101 010ddddd 011bbbcc cccaaaaa st3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b> '[<Sc>,<Xd>,lsl_#2] ?d:!31 !next,reads
11100100 000ddddd 011bbbcc cccaaaaa stnt1b '(z<a>.b) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
11100101 zz1ddddd 110bbbcc cccaaaaa st1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},sxtw_#2] !next,reads
11100100 101ddddd 011bbbcc cccaaaaa st2h '(z<a>.h,z<a+1&31>.h) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
10000101 001ddddd 111bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*4>]
11100100 zz0ddddd 100bbbcc cccaaaaa st1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[<Sc>,z<d>{z:-|-|.d|.s},uxtw] !next,reads
11000100 000ddddd 000bbbcc cccaaaaa ld1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000100 000ddddd 110bbbcc cccaaaaa ldnt1b '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
10000100 000ddddd 010bbbcc cccaaaaa ld1b '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11000101 000ddddd 000bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000101 010ddddd 000bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11100100 001ddddd 011bbbcc cccaaaaa st2b '(z<a>.b,z<a+1&31>.b) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
10000100 000ddddd 000bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
10100101 100ddddd 000bbbcc cccaaaaa ld1rqd '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
11100100 zz1ddddd 110bbbcc cccaaaaa st1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[<Sc>,z<d>{z:-|-|.d|.s},sxtw_#1] !next,reads
11000101 100ddddd 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11100101 10cccccc 000cccbb bbb0aaaa str 'p<a> '[<Sb>,#<~c>,mul_vl] !next,reads
11000100 010ddddd 000bbbcc cccaaaaa ld1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
00000100 zz0ccccc 111bbbdd dddaaaaa msb 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
11100100 100ddddd 101bbbcc cccaaaaa st1h '(z<a>.d) 'p<b> '[<Sc>,z<d>.d] !next,reads
11000101 011ddddd 111bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#2]
10000100 010ddddd 000bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
10000100 010ddddd 001bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11100101 zz0ddddd 110bbbcc cccaaaaa st1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},sxtw] !next,reads
11100100 zz0ddddd 001bbbcc cccaaaaa stnt1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[z<c>{z:-|-|.d|.s},<Xd>] !next,reads
11100101 001ddddd 011bbbcc cccaaaaa st2w '(z<a>.s,z<a+1&31>.s) 'p<b> '[<Sc>,<Xd>,lsl_#2] ?d:!31 !next,reads
10000100 100ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
01100101 zz1ddddd 010bbbcc cccaaaaa fnmla 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
00000100 zz0ccccc 110bbbdd dddaaaaa mad 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
11000100 101ddddd 010bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#1]
10100101 01zddddd 010bbbcc cccaaaaa ld1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10100101 011ddddd 110bbbcc cccaaaaa ld4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
11000101 101ddddd 111bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*8>]
11000100 010ddddd 011bbbcc cccaaaaa ldff1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11100101 110ddddd 101bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[z<c>.d,#<d*8>] !next,reads
10100100 110ddddd 110bbbcc cccaaaaa ld3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11100101 101ddddd 011bbbcc cccaaaaa st2d '(z<a>.d,z<a+1&31>.d) 'p<b> '[<Sc>,<Xd>,lsl_#3] ?d:!31 !next,reads
10100100 100ddddd 110bbbcc cccaaaaa ldnt1h '(z<a>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11000100 010ddddd 101bbbcc cccaaaaa ldff1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000101 000ddddd 001bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
10000100 101ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#1]
10000100 000ddddd 100bbbcc cccaaaaa ldnt1sb '(z<a>.s) 'p<b>/z '[z<c>.s,<Xd>]
10100101 101ddddd 011bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10100100 zz1ddddd 010bbbcc cccaaaaa ld1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11000100 000ddddd 001bbbcc cccaaaaa ldff1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000101 110ddddd 111bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 101ddddd 100bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*2>]
10100100 001ddddd 110bbbcc cccaaaaa ld2b '(z<a>.b,z<a+1&31>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11100100 110ddddd 010bbbcc cccaaaaa st1h '(z<a>.s) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
10000100 101ddddd 110bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*2>]
11000100 001ddddd 101bbbcc cccaaaaa ldff1sb '(z<a>.d) 'p<b>/z '[z<c>.d,#<d>]
10100101 00zddddd 010bbbcc cccaaaaa ld1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
10100100 zz1ddddd 010bbbcc cccaaaaa ld1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10100100 zz1ddddd 011bbbcc cccaaaaa ldff1h '(z<a>{z:-|-|.h|.d}) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11000101 110ddddd 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10000100 101ddddd 010bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#1]
01100101 zz1ddddd 000bbbcc cccaaaaa fmla 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10100101 zz0ddddd 011bbbcc cccaaaaa ldff1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10000100 100ddddd 100bbbcc cccaaaaa ldnt1sh '(z<a>.s) 'p<b>/z '[z<c>.s,<Xd>]
11000100 110ddddd 101bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11100101 zz0ddddd 001bbbcc cccaaaaa stnt1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[z<c>{z:.d|.s|-|-},<Xd>] !next,reads
10000100 100ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11100100 zz1ddddd 010bbbcc cccaaaaa st1h '(z<a>{z:-|-|.h|.d}) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
10000100 110ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
10100101 001ddddd 000bbbcc cccaaaaa ld1row '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
11100100 zz0ddddd 001bbbcc cccaaaaa stnt1b '(z<a>{z:.d|.s|-|-}) 'p<b> '[z<c>{z:.d|.s|-|-},<Xd>] !next,reads
11100101 111ddddd 010bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,<Xd>,lsl_#3] ?d:!31 !next,reads
11100101 zz1ddddd 100bbbcc cccaaaaa st1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},uxtw_#2] !next,reads
01100101 zz1ddddd 101bbbcc cccaaaaa fmsb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000101 001ddddd 110bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*4>]
11100101 01zddddd 101bbbcc cccaaaaa st1w '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s},#<d*4>] !next,reads
11100101 001ddddd 101bbbcc cccaaaaa st1w '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,lsl_#2] !next,reads
10100100 zz0ddddd 010bbbcc cccaaaaa ld1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11000100 101ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#1]
10000100 100ddddd 010bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11100100 zz1ddddd 100bbbcc cccaaaaa st1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[<Sc>,z<d>{z:-|-|.d|.s},uxtw_#1] !next,reads
01100101 zz1ddddd 110bbbcc cccaaaaa fnmad 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000101 010ddddd 010bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11000101 110ddddd 110bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 101ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#1]
11100101 100ddddd 110bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,sxtw] !next,reads
10100100 000ddddd 110bbbcc cccaaaaa ldnt1b '(z<a>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10100100 100ddddd 000bbbcc cccaaaaa ld1rqh '(z<a>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11100101 000ddddd 011bbbcc cccaaaaa stnt1w '(z<a>.s) 'p<b> '[<Sc>,<Xd>,lsl_#2] ?d:!31 !next,reads
10000100 000ddddd 101bbbcc cccaaaaa ldnt1b '(z<a>.s) 'p<b>/z '[z<c>.s,<Xd>]
11100100 zz1ddddd 010bbbcc cccaaaaa st1b '(z<a>{z:.h|.d|-|-}) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
10100100 zz0ddddd 011bbbcc cccaaaaa ldff1b '(z<a>{z:.b|.s|-|-}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11100101 000ddddd 101bbbcc cccaaaaa st1w '(z<a>.d) 'p<b> '[<Sc>,z<d>.d] !next,reads
11000100 000ddddd 100bbbcc cccaaaaa ldnt1sb '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
10000101 11dddddd 000aaabb bbb0cccc prfb sys.scalablePrefetch:c 'p<a> '[<Sb>,#<~d>,mul_vl]
11000100 110ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11100101 110ddddd 011bbbcc cccaaaaa st3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b> '[<Sc>,<Xd>,lsl_#3] ?d:!31 !next,reads
10100100 000ddddd 000bbbcc cccaaaaa ld1rqb '(z<a>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10100100 101ddddd 110bbbcc cccaaaaa ld2h '(z<a>.h,z<a+1&31>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11100100 110ddddd 011bbbcc cccaaaaa st3h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
11000101 011ddddd 110bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#2]
10000100 110ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11100101 100ddddd 011bbbcc cccaaaaa stnt1d '(z<a>.d) 'p<b> '[<Sc>,<Xd>,lsl_#3] ?d:!31 !next,reads
00000101 001ccccc 000cccbb bbbaaaaa ext 'z<a>.b 'z<a>.b 'z<b>.b imm:c
10000100 101ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#1]
10000101 001ddddd 010bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#2]
01100101 zz1ddddd 111bbbcc cccaaaaa fnmsb 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
11000100 100ddddd 110bbbcc cccaaaaa ldnt1h '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
10000101 001ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#2]
11000101 000ddddd 110bbbcc cccaaaaa ldnt1w '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
11100100 011ddddd 011bbbcc cccaaaaa st4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
10100101 zz0ddddd 010bbbcc cccaaaaa ld1sb '(z<a>{z:-|-|.d|.h}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11000101 011ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#2]
01100101 zz1ddddd 100bbbcc cccaaaaa fmad 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
11000100 010ddddd 110bbbcc cccaaaaa ld1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 111ddddd 111bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#1]
11000100 111ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#1]
11000100 111ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#1]
10000101 000ddddd 101bbbcc cccaaaaa ldnt1w '(z<a>.s) 'p<b>/z '[z<c>.s,<Xd>]
11000100 110ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10100101 010ddddd 110bbbcc cccaaaaa ld3w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10000101 011ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#2]
10000101 11dddddd 010aaabb bbb0cccc prfw sys.scalablePrefetch:c 'p<a> '[<Sb>,#<~d>,mul_vl]
00000100 zz0ddddd 010bbbcc cccaaaaa mla 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10100100 111ddddd 110bbbcc cccaaaaa ld4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11100101 101ddddd 110bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,sxtw_#3] !next,reads
10100101 000ddddd 110bbbcc cccaaaaa ldnt1w '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
11100101 100ddddd 101bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d] !next,reads
10000101 000ddddd 010bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11000100 001ddddd 100bbbcc cccaaaaa ld1sb '(z<a>.d) 'p<b>/z '[z<c>.d,#<d>]
11000100 100ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
10000101 010ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11100101 100ddddd 100bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,uxtw] !next,reads
10000100 111ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#1]
10000100 001ddddd 100bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[z<c>.s,#<d>]
11000101 001ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#2]
10000101 10cccccc 000cccbb bbb0aaaa ldr 'p<a> '[<Sb>,#<~c>,mul_vl]
11100100 111ddddd 011bbbcc cccaaaaa st4h '(z<a>.h,z<a+1&31>.h,z<a+2&31>.h,z<a+3&31>.h) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
11100101 zz0ddddd 100bbbcc cccaaaaa st1w '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},uxtw] !next,reads
00000100 zz0ddddd 011bbbcc cccaaaaa mls 'z<a>{z:.b|.h|.s|.d} 'p<b>/m 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10100100 001ddddd 000bbbcc cccaaaaa ld1rob '(z<a>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
10100101 000ddddd 000bbbcc cccaaaaa ld1rqw '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
11100101 111ddddd 011bbbcc cccaaaaa st4d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d,z<a+3&31>.d) 'p<b> '[<Sc>,<Xd>,lsl_#3] ?d:!31 !next,reads
10100100 101ddddd 000bbbcc cccaaaaa ld1roh '(z<a>.h) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
10100100 011ddddd 110bbbcc cccaaaaa ld4b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b,z<a+3&31>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11000101 111ddddd 111bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#3]
11000101 000ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
10000100 111ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#1]
11000101 100ddddd 010bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11100100 01zddddd 101bbbcc cccaaaaa st1b '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s},#<d>] !next,reads
10100101 00zddddd 011bbbcc cccaaaaa ldff1sh '(z<a>{z:.d|.s}) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11000101 010ddddd 111bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11100100 zz0ddddd 110bbbcc cccaaaaa st1h '(z<a>{z:-|-|.d|.s}) 'p<b> '[<Sc>,z<d>{z:-|-|.d|.s},sxtw] !next,reads
11100100 zz0ddddd 010bbbcc cccaaaaa st1b '(z<a>{z:.b|.s|-|-}) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
11000100 111ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#1]
10000100 101ddddd 101bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*2>]
10000100 111ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#1]
10100101 101ddddd 000bbbcc cccaaaaa ld1rod '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
11100100 100ddddd 011bbbcc cccaaaaa stnt1h '(z<a>.h) 'p<b> '[<Sc>,<Xd>,lsl_#1] ?d:!31 !next,reads
11000100 010ddddd 100bbbcc cccaaaaa ld1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
10100100 100ddddd 010bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10000100 101ddddd 000bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw_#1]
11000101 001ddddd 110bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*4>]
10000100 000ddddd 011bbbcc cccaaaaa ldff1b '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11100100 zz0ddddd 110bbbcc cccaaaaa st1b '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},sxtw] !next,reads
11100101 100ddddd 001bbbcc cccaaaaa stnt1d '(z<a>.d) 'p<b> '[z<c>.d,<Xd>] !next,reads
10100101 100ddddd 110bbbcc cccaaaaa ldnt1d '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
01100101 zz1ddddd 011bbbcc cccaaaaa fnmls 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000101 011ddddd 010bbbcc cccaaaaa ld1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#2]
01100101 zz1ddddd 001bbbcc cccaaaaa fmls 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d}
10000100 110ddddd 010bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11000101 011ddddd 000bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#2]
00000101 011ccccc 000cccbb bbbaaaaa ext 'z<a>.b '(z<b>.b,z<b+1&31>.b) imm:c
11100101 01zddddd 010bbbcc cccaaaaa st1w '(z<a>{z:.s|.d}) 'p<b> '[<Sc>,<Xd>,lsl_#2] ?d:!31 !next,reads
11000100 010ddddd 010bbbcc cccaaaaa ld1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10100100 zz1ddddd 011bbbcc cccaaaaa ldff1b '(z<a>{z:.h|.d|-|-}) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11000101 111ddddd 010bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#3]
11000101 001ddddd 000bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#2]
11000101 101ddddd 010bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#3]
10000100 000ddddd 001bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11000100 001ddddd 110bbbcc cccaaaaa ld1b '(z<a>.d) 'p<b>/z '[z<c>.d,#<d>]
11000101 010ddddd 110bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 111ddddd 010bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#1]
10100100 100ddddd 011bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10000100 100ddddd 101bbbcc cccaaaaa ldnt1h '(z<a>.s) 'p<b>/z '[z<c>.s,<Xd>]
01000101 zz1ddddd 110bbbcc cccaaaaa histcnt 'z<a>{z:-|-|.s|.d} 'p<b>/z 'z<c>{z:-|-|.s|.d} 'z<d>{z:-|-|.s|.d}
11000100 101ddddd 110bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*2>]
11000101 010ddddd 100bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
10100101 101ddddd 010bbbcc cccaaaaa ld1sb '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11100101 101ddddd 100bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,uxtw_#3] !next,reads
11100100 101ddddd 101bbbcc cccaaaaa st1h '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,lsl_#1] !next,reads
11000101 011ddddd 001bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#2]
10000100 111ddddd 010bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw_#1]
11000101 010ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11000101 011ddddd 010bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#2]
10000100 101ddddd 100bbbcc cccaaaaa ld1sh '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*2>]
11000100 010ddddd 001bbbcc cccaaaaa ldff1sb '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11000100 111ddddd 100bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#1]
11000101 000ddddd 100bbbcc cccaaaaa ldnt1sw '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
10100101 111ddddd 010bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
10100101 001ddddd 110bbbcc cccaaaaa ld2w '(z<a>.s,z<a+1&31>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10000101 11dddddd 011aaabb bbb0cccc prfd sys.scalablePrefetch:c 'p<a> '[<Sb>,#<~d>,mul_vl]
11100100 11zddddd 101bbbcc cccaaaaa st1h '(z<a>{z:.d|.s}) 'p<b> '[z<c>{z:.d|.s},#<d*2>] !next,reads
11000100 111ddddd 101bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#1]
10000100 001ddddd 111bbbcc cccaaaaa ldff1b '(z<a>.s) 'p<b>/z '[z<c>.s,#<d>]
11000100 101ddddd 111bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*2>]
11000100 000ddddd 011bbbcc cccaaaaa ldff1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000101 101ddddd 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#3]
11000101 101ddddd 110bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*8>]
11000100 101ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#1]
11000100 000ddddd 010bbbcc cccaaaaa ld1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
10100100 110ddddd 010bbbcc cccaaaaa ld1h '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
10000100 001ddddd 110bbbcc cccaaaaa ld1b '(z<a>.s) 'p<b>/z '[z<c>.s,#<d>]
11000100 110ddddd 111bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 111ddddd 110bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#1]
10100100 010ddddd 110bbbcc cccaaaaa ld3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b>/z '[<Sc>,<Xd>] ?d:!31
11100101 101ddddd 101bbbcc cccaaaaa st1d '(z<a>.d) 'p<b> '[<Sc>,z<d>.d,lsl_#3] !next,reads
10100101 01zddddd 011bbbcc cccaaaaa ldff1w '(z<a>{z:.s|.d}) 'p<b>/z '[<Sc>,<Xd>,lsl_#2] ?d:!31
10000100 010ddddd 011bbbcc cccaaaaa ldff1b '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11000101 001ddddd 101bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*4>]
11000101 111ddddd 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw_#3]
11000100 010ddddd 111bbbcc cccaaaaa ldff1b '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000101 010ddddd 010bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11100101 011ddddd 011bbbcc cccaaaaa st4w '(z<a>.s,z<a+1&31>.s,z<a+2&31>.s,z<a+3&31>.s) 'p<b> '[<Sc>,<Xd>,lsl_#2] ?d:!31 !next,reads
10100101 101ddddd 110bbbcc cccaaaaa ld2d '(z<a>.d,z<a+1&31>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
11100100 010ddddd 011bbbcc cccaaaaa st3b '(z<a>.b,z<a+1&31>.b,z<a+2&31>.b) 'p<b> '[<Sc>,<Xd>] ?d:!31 !next,reads
10100101 110ddddd 110bbbcc cccaaaaa ld3d '(z<a>.d,z<a+1&31>.d,z<a+2&31>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
10100101 111ddddd 011bbbcc cccaaaaa ldff1d '(z<a>.d) 'p<b>/z '[<Sc>,<Xd>,lsl_#3] ?d:!31
11100100 000ddddd 101bbbcc cccaaaaa st1b '(z<a>.d) 'p<b> '[<Sc>,z<d>.d] !next,reads
11000101 011ddddd 100bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#2]
10000100 110ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11000100 110ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10000101 11dddddd 001aaabb bbb0cccc prfh sys.scalablePrefetch:c 'p<a> '[<Sb>,#<~d>,mul_vl]
11100100 zz0ddddd 100bbbcc cccaaaaa st1b '(z<a>{z:.d|.s|-|-}) 'p<b> '[<Sc>,z<d>{z:.d|.s|-|-},uxtw] !next,reads
10100100 110ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[<Sc>,<Xd>,lsl_#1] ?d:!31
11000101 111ddddd 110bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#3]
11000100 100ddddd 010bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000100 100ddddd 100bbbcc cccaaaaa ldnt1sh '(z<a>.d) 'p<b>/z '[z<c>.d,<Xd>]
10000100 010ddddd 010bbbcc cccaaaaa ld1b '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,sxtw]
11000101 001ddddd 111bbbcc cccaaaaa ldff1w '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*4>]
11000101 001ddddd 100bbbcc cccaaaaa ld1sw '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*4>]
11000101 000ddddd 010bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000101 011ddddd 101bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,lsl_#2]
11000101 110ddddd 010bbbcc cccaaaaa ld1d '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10000101 000ddddd 011bbbcc cccaaaaa ldff1w '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11000100 100ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000100 110ddddd 100bbbcc cccaaaaa ld1sh '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 110ddddd 010bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
10000100 100ddddd 001bbbcc cccaaaaa ldff1sh '(z<a>.s) 'p<b>/z '[<Sc>,z<d>.s,uxtw]
11000100 110ddddd 110bbbcc cccaaaaa ld1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000101 010ddddd 001bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,sxtw]
11000100 001ddddd 111bbbcc cccaaaaa ldff1b '(z<a>.d) 'p<b>/z '[z<c>.d,#<d>]
11000100 101ddddd 101bbbcc cccaaaaa ldff1sh '(z<a>.d) 'p<b>/z '[z<c>.d,#<d*2>]
11000101 010ddddd 101bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d]
11000100 100ddddd 011bbbcc cccaaaaa ldff1h '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw]
11000101 001ddddd 001bbbcc cccaaaaa ldff1sw '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#2]
10000100 001ddddd 101bbbcc cccaaaaa ldff1sb '(z<a>.s) 'p<b>/z '[z<c>.s,#<d>]
10000100 101ddddd 111bbbcc cccaaaaa ldff1h '(z<a>.s) 'p<b>/z '[z<c>.s,#<d*2>]
11000101 001ddddd 010bbbcc cccaaaaa ld1w '(z<a>.d) 'p<b>/z '[<Sc>,z<d>.d,uxtw_#2]
00000101 zz1ddddd 11bbbbcc cccaaaaa sel 'z<a>{z:.b|.h|.s|.d} 'p<b> 'z<c>{z:.b|.h|.s|.d} 'z<d>{z:.b|.h|.s|.d}
10000100 11dddddd 1zzbbbcc cccaaaaa ld1rh '(z<a>{z:-|.h|.s|.d}) 'p<b>/z '[<Sc>,#<d*2>]
00100100 zz1ddddd dd0bbbcc ccc0aaaa cmphs 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} imm:d
00100100 zz1ddddd dd1bbbcc ccc0aaaa cmplo 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} imm:d
00100100 zz1ddddd dd0bbbcc ccc1aaaa cmphi 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} imm:d
00100100 zz1ddddd dd1bbbcc ccc1aaaa cmpls 'p<a>{z:.b|.h|.s|.d} 'p<b>/z 'z<c>{z:.b|.h|.s|.d} imm:d
10000101 11dddddd 1zzbbbcc cccaaaaa ld1rsb '(z<a>{z:.d|.s|.h|-}) 'p<b>/z '[<Sc>,#<d>]
10000101 01dddddd 1zzbbbcc cccaaaaa ld1rsh '(z<a>{z:.d|.s|-|-}) 'p<b>/z '[<Sc>,#<d*2>]
10000101 10cccccc 010cccbb bbbaaaaa ldr 'z<a> '[<Sb>,#<~c>,mul_vl]
10000101 01dddddd 1zzbbbcc cccaaaaa ld1rw '(z<a>{z:-|-|.s|.d}) 'p<b>/z '[<Sc>,#<d*4>]
10000100 01dddddd 1zzbbbcc cccaaaaa ld1rb '(z<a>{z:.b|.h|.s|.d}) 'p<b>/z '[<Sc>,#<d>]
10000100 11dddddd 100bbbcc cccaaaaa ld1rsw '(z<a>.d) 'p<b>/z '[<Sc>,#<d*4>]
11100101 10cccccc 010cccbb bbbaaaaa str 'z<a> '[<Sb>,#<~c>,mul_vl] !next,reads
10000101 11dddddd 111bbbcc cccaaaaa ld1rd '(z<a>.d) 'p<b>/z '[<Sc>,#<d*8>]
01100100 zz0ddddd 0eebbbcc cccaaaaa fcmla 'z<a>{z:-|.h|.s|.d} 'p<b>/m 'z<c>{z:-|.h|.s|.d} 'z<d>{z:-|.h|.s|.d} imm*90:e
00100101 zz100000 110bbbbb bbbaaaaa add 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100000 111bbbbb bbbaaaaa add 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100001 110bbbbb bbbaaaaa sub 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100001 111bbbbb bbbaaaaa sub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100011 110bbbbb bbbaaaaa subr 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100011 111bbbbb bbbaaaaa subr 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100100 110bbbbb bbbaaaaa sqadd 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100100 111bbbbb bbbaaaaa sqadd 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100101 110bbbbb bbbaaaaa uqadd 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100101 111bbbbb bbbaaaaa uqadd 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100110 110bbbbb bbbaaaaa sqsub 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100110 111bbbbb bbbaaaaa sqsub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00100101 zz100111 110bbbbb bbbaaaaa uqsub 'z<a>{z:.b|.h|.s|.d} 'z<a>{z:.b|.h|.s|.d} imm:b
00100101 zz100111 111bbbbb bbbaaaaa uqsub 'z<a>{z:-|.h|.s|.d} 'z<a>{z:-|.h|.s|.d} imm*256:b
00000101 zz01gggg 000bbbbb bbbaaaaa mov 'z<a>{z:.b|.h|.s|.d} 'p<g>/z simm:b
00000101 zz01gggg 001bbbbb bbbaaaaa mov 'z<a>{z:-|.h|.s|.d} 'p<g>/z simm*256:b
00000101 zz01gggg 010bbbbb bbbaaaaa mov 'z<a>{z:.b|.h|.s|.d} 'p<g>/m simm:b
00000101 zz01gggg 011bbbbb bbbaaaaa mov 'z<a>{z:-|.h|.s|.d} 'p<g>/m simm*256:b
00000101 000000ni iiiiipqj jjjaaaaa orr 'z<a>.d 'z<a>.d zmaskd:nipqj ?n:1
00000101 000000ni iiiiipqj jjjaaaaa orr 'z<a>.s 'z<a>.s zmasks:nipqj ?np:0
00000101 000000ni iiiiipqj jjjaaaaa orr 'z<a>.h 'z<a>.h zmaskh:nipqj ?np:1 ?q:0
00000101 000000ni iiiiipqj jjjaaaaa orr 'z<a>.b 'z<a>.b zmaskb:nipqj ?np:1 ?q:1
00000101 010000ni iiiiipqj jjjaaaaa eor 'z<a>.d 'z<a>.d zmaskd:nipqj ?n:1
00000101 010000ni iiiiipqj jjjaaaaa eor 'z<a>.s 'z<a>.s zmasks:nipqj ?np:0
00000101 010000ni iiiiipqj jjjaaaaa eor 'z<a>.h 'z<a>.h zmaskh:nipqj ?np:1 ?q:0
00000101 010000ni iiiiipqj jjjaaaaa eor 'z<a>.b 'z<a>.b zmaskb:nipqj ?np:1 ?q:1
00000101 100000ni iiiiipqj jjjaaaaa and 'z<a>.d 'z<a>.d zmaskd:nipqj ?n:1
00000101 100000ni iiiiipqj jjjaaaaa and 'z<a>.s 'z<a>.s zmasks:nipqj ?np:0
00000101 100000ni iiiiipqj jjjaaaaa and 'z<a>.h 'z<a>.h zmaskh:nipqj ?np:1 ?q:0
00000101 100000ni iiiiipqj jjjaaaaa and 'z<a>.b 'z<a>.b zmaskb:nipqj ?np:1 ?q:1
00000101 110000ni iiiiipqj jjjaaaaa mov 'z<a>.d zmaskd:nipqj ?n:1 ?@onlyMask !next,signed
00000101 110000ni iiiiipqj jjjaaaaa dupm 'z<a>.d zmaskd:nipqj ?n:1
00000101 110000ni iiiiipqj jjjaaaaa mov 'z<a>.s zmasks:nipqj ?np:0 ?@onlyMask !next,signed
00000101 110000ni iiiiipqj jjjaaaaa dupm 'z<a>.s zmasks:nipqj ?np:0
00000101 110000ni iiiiipqj jjjaaaaa mov 'z<a>.h zmaskh:nipqj ?np:1 ?q:0 ?@onlyMask !next,signed
00000101 110000ni iiiiipqj jjjaaaaa dupm 'z<a>.h zmaskh:nipqj ?np:1 ?q:0
00000101 110000ni iiiiipqj jjjaaaaa mov 'z<a>.b zmaskb:nipqj ?np:1 ?q:1 ?@onlyMask !next,signed
00000101 110000ni iiiiipqj jjjaaaaa dupm 'z<a>.b zmaskb:nipqj ?np:1 ?q:1
00100101 zz111000 110bbbbb bbbaaaaa mov 'z<a>{z:.b|.h|.s|.d} simm:b
00100101 zz111000 111bbbbb bbbaaaaa mov 'z<a>{z:-|.h|.s|.d} simm*256:b
`;
