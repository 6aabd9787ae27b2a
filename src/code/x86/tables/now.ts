// 3DNow!: the opcode is the byte behind the operands of 0F 0F.

const NAMES: Readonly<Record<string, string>> = {
  '0c': 'pi2fw',
  '0d': 'pi2fd',
  '1c': 'pf2iw',
  '1d': 'pf2id',
  '8a': 'pfnacc',
  '8e': 'pfpnacc',
  90: 'pfcmpge',
  94: 'pfmin',
  96: 'pfrcp',
  97: 'pfrsqrt',
  '9a': 'pfsub',
  '9e': 'pfadd',
  a0: 'pfcmpgt',
  a4: 'pfmax',
  a6: 'pfrcpit1',
  a7: 'pfrsqit1',
  aa: 'pfsubr',
  ae: 'pfacc',
  b0: 'pfcmpeq',
  b4: 'pfmul',
  b6: 'pfrcpit2',
  b7: 'pmulhrw',
  bb: 'pswapd',
  bf: 'pavgusb',
};

export const now = (): string =>
  Object.entries(NAMES)
    .map(([opcode, name]) => `\n${opcode} ${name}`)
    .join('');
