import { describe, expect, it } from 'vitest';
import { renderOptions } from '../../../src/cli/terminal.ts';

describe('the width of the output', () => {
  it.each([
    [{ isTTY: true, columns: 132 }, {}, 132],
    [{ isTTY: true, columns: 132 }, { COLUMNS: '60' }, 60],
    [{ isTTY: true, columns: 132 }, { COLUMNS: '0' }, 132],
    [{ isTTY: true, columns: 0 }, {}, 80],
    [{ isTTY: true }, { COLUMNS: 'many' }, 80],
    [{ columns: 132 }, {}, undefined],
    [{}, { COLUMNS: '60' }, 60],
  ])('of %j with %j is %s', (output, environment, width) => {
    expect(renderOptions('never', output, environment)).toEqual({ width, colours: false, links: false });
  });
});
