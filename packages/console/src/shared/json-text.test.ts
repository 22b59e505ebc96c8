import { expect, test } from 'vitest';
import { indentJson } from './json-text.ts';

test('JSON is indented as its own parser would write it', () => {
  const text = '{"a":[1,{"b":"x\\"{,}"}],"c":{},"d":[ ],"e":null}';
  expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
});

test('nothing is read, so nothing is lost', () => {
  expect(indentJson('{"order_id":7400000000000000123}')).toContain('7400000000000000123');
  expect(indentJson('{"a":1,"a":2}')).toBe('{\n  "a": 1,\n  "a": 2\n}');
  expect(indentJson('{"a":"cut of')).toBe('{\n  "a": "cut of');
  expect(indentJson('<html>, no: json</html>')).toBe('<html>, no: json</html>');
});
