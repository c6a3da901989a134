import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { showTree } from './show-tree.ts';

describe('literalBackslashExtension', () => {
  const LITERAL = [
    'C:\\new\\* and C:\\_work and "C:\\Users\\_x\\*.log"',
    '\\\\server\\share and D:\\#temp\\-x',
    '%APPDATA%\\.config and ..\\.git\\!x and \\\\server\\$share\\_x',
    '[^\\]]+ and (\\[.*?\\])',
    '\\d+\\.\\d* and ^\\s*\\-?\\w+$ and \\n alone',
  ];
  for (const text of LITERAL)
    test(`keeps the backslashes of “${text}”`, () => assert.equal(showTree(text), text));

  test('leaves escapes in prose, which models also write where nothing needs them', () => {
    assert.equal(
      showTree('1\\. It costs 5\\-6 \\*euro\\*, snake\\_case\\!'),
      '1. It costs 5-6 *euro*, snake_case!',
    );
    assert.equal(showTree('back\\\\slash and ¯\\\\\\_(ツ)\\_/¯'), 'back\\slash and ¯\\_(ツ)_/¯');
    assert.equal(showTree('C:\\`x`'), 'C:`x`');
  });
});
