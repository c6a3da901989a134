import assert from 'node:assert/strict';
import { it } from 'node:test';
import { quoteBeginning } from '../../../../src/providers/wire/exchange/quote-beginning.ts';

const SECRETS = [
  'sk-proj-a1b2c3d4',
  'Bearer abc.def',
  'AIza-short',
  'xai-1',
  'ghp_0123456789abcdefghij',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0',
  '0123456789abcdef0123456789abcdef',
];

it('quoteBeginning shows the beginning of a text in one line without control characters', () => {
  assert.equal(quoteBeginning(' error:\n\u0000engine\u202e died\r\n'), '“error: engine died”');
  assert.equal(quoteBeginning('ab '.repeat(100)), `“${'ab '.repeat(100).slice(0, 80)}…”`);
  assert.equal(quoteBeginning('👩'.repeat(100)), `“${'👩'.repeat(80)}…”`);
});

it('quoteBeginning hides what looks like a key or a token, also where the text is cut', () => {
  for (const secret of SECRETS) {
    for (const before of ['', 'invalid key ', 'x '.repeat(38)]) {
      const quoted = quoteBeginning(`${before}${secret} was refused`);
      assert.ok(!quoted.includes(secret.slice(-6)), `${before}${secret}: ${quoted}`);
      assert.ok(!quoted.includes(secret.slice(0, 8)), `${before}${secret}: ${quoted}`);
    }
  }
});
