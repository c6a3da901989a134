import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { splitCode } from '../../../../src/platforms/discord/inbound/split-code.ts';

const literals = (text: string) =>
  splitCode(text)
    .filter(({ isLiteral }) => isLiteral)
    .map((piece) => piece.text);

/** The rules of Discord's apps, as https://support.discord.com/hc/articles/210298617 shows them. */
describe('splitCode', () => {
  const CODE: Readonly<Record<string, readonly string[]>> = {
    'a `b` c': ['`b`'],
    'a ``b ` c`` d': ['``b ` c``'],
    '```js\nb\n``` c': ['```js\nb\n```'],
    '```b``` c ```d```': ['```b```', '```d```'],
    'a `b\nc` d': ['`b\nc`'],
    // More backticks at the start than at the end: the first ones are no code.
    '``a`': ['``a`'],
    '`<@900>` and `<@901>`': ['`<@900>`', '`<@901>`'],
  };

  for (const [text, code] of Object.entries(CODE)) {
    test(`finds the code in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(literals(text), code);
    });
  }

  test('finds none without its end', () => {
    for (const text of ['a `b', '```js\nb', '``', '`` a ```', '``````', '`'])
      assert.deepEqual(literals(text), [], text);
  });

  test('takes a backtick behind a backslash for a sign', () => {
    assert.deepEqual(literals('\\`<@900>\\`'), ['\\`', '\\`']);
    assert.deepEqual(literals('\\`a `b`'), ['\\`', '`b`']);
    assert.deepEqual(literals('\\<@900>'), ['\\<']);
  });

  test('splits any text without changing it', () => {
    const text = fc.string({ unit: fc.constantFrom('`', '\\', '\n', 'a', ' ', '<', '😀') });
    fc.assert(
      fc.property(text, (given) => {
        assert.equal(
          splitCode(given)
            .map((piece) => piece.text)
            .join(''),
          given,
        );
      }),
    );
  });

  test('makes no more pieces of hostile texts than they have fences', () => {
    const runs = Array.from({ length: 280 }, (_, index) => '`'.repeat(index + 1)).join(' ');
    assert.ok(splitCode(runs).length < runs.length / 4);
    assert.ok(splitCode('```\n'.repeat(10_000)).length <= 10_001);
    assert.ok(splitCode('`'.repeat(40_000)).length <= 40_000 / 7 + 1);
  });
});
