// Words whose bits 28 to 25 are zero: `udf`. (SME: matrix.ts.)

export const RESERVED = `
00000000 00000000 iiiiiiii iiiiiiii udf imm:i !stop
`;
