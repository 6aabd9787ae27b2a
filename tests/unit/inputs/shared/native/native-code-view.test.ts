import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../../src/features/address.ts';
import { nativeCodeView } from '../../../../../src/inputs/shared/native/native-code-view.ts';
import { assemble, NO_FACTS, TEXT } from '../../../../support/native-code.ts';

const at = (offset: number): Address => ({ type: 'absolute', value: TEXT + offset });

/** `call [import]; ret`, and a function that is `jmp [import]`. */
const code = assemble({
  text: 'ff1500304000 c3 ff2504304000',
  imports: { 4206592: { module: 'a.dll', name: 'One' }, 4206596: { module: 'a.dll', name: 'Two' } },
  functions: [[0], [7]],
});
const view = nativeCodeView(code, NO_FACTS);

describe('who made a call', () => {
  it('is the function with a call before a return address; a jump does not come back', () => {
    expect(view.functionCallingFrom(at(6))).toEqual(at(0));
    expect(view.functionCallingFrom(at(13))).toBeUndefined();
    expect(view.functionCallingFrom(at(7))).toBeUndefined();
  });

  it('is the function with a call or a jump at a call site', () => {
    expect(view.functionCallingAt(at(0))).toEqual(at(0));
    expect(view.functionCallingAt(at(7))).toEqual(at(7));
    expect(view.functionCallingAt(at(6))).toBeUndefined();
    expect(view.functionCallingAt(at(1))).toBeUndefined();
  });
});
