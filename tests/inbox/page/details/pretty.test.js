// JSON for people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pretty } from '../web/details/pretty.js';

test('JSON gets line breaks, and its numbers and texts stay as they were', () => {
  const text = '{"a":[1.10,12345678901234567890, {}],"b" : "x, {y}: \\"z\\"","c":[ ]}';
  const expected = [
    '{',
    '  "a": [',
    '    1.10,',
    '    12345678901234567890,',
    '    {}',
    '  ],',
    '  "b": "x, {y}: \\"z\\"",',
    '  "c": []',
    '}',
  ];
  assert.equal(pretty(text), expected.join('\n'));
});

test('what is no JSON is left alone', () => {
  assert.equal(pretty('<html>'), '');
  assert.equal(pretty(''), '');
  assert.equal(pretty('{"a": 1'), '');
});
