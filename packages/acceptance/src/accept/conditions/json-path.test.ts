import { describe, expect, it } from 'vitest';
import { parsePath, select } from './json-path.ts';

const root = {
  resp: {
    data: {
      error_code: 0,
      'odd name': 1,
      rates: [
        { id: 'a', nights: [{ left: 1 }, { left: 2 }] },
        { id: 'b', nights: [] },
      ],
    },
  },
};

describe('a path', () => {
  it.each([
    ['$.resp.data.error_code', [0]],
    ["$.resp.data['odd name']", [1]],
    ['$.resp.data.rates[0].id', ['a']],
    ['$.resp.data.rates[-1].id', ['b']],
    ['$.resp.data.rates[*].id', ['a', 'b']],
    ["$.resp.data.rates[?(@.id=='a')].nights[*].left", [1, 2]],
  ])('%s leads to its values', (path, values) => {
    expect(select(root, path).map(({ value }) => value)).toEqual(values);
  });

  it('tells the very places it met', () => {
    expect(select(root, '$.resp.data.rates[*].id').map(({ path }) => path)).toEqual([
      '$.resp.data.rates[0].id',
      '$.resp.data.rates[1].id',
    ]);
  });

  it.each([
    '$.resp.none',
    '$.resp.data.error_code.deeper',
    '$.resp.data.rates[7].id',
    "$.resp.data.rates[?(@.id=='z')].id",
  ])('%s leads to one place with nothing there', (path) => {
    expect(select(root, path)).toEqual([{ path, value: undefined }]);
  });

  it('does not find nothing to look at and call it good', () => {
    expect(select(root, '$.resp.data.rates[1].nights[*].left')).toEqual([
      { path: '$.resp.data.rates[1].nights[*].left', value: undefined },
    ]);
  });

  it('reads own members only', () => {
    expect(select(root, '$.resp.constructor')[0]?.value).toBeUndefined();
  });

  it.each(['resp', '$resp', '$.', '$..a', '$[x]', '$.a[?(@.b>1)]'])('%s is none', (path) => {
    expect(() => parsePath(path)).toThrow(RangeError);
  });
});
