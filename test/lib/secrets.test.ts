import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { writtenForms } from '../helpers/written-forms.ts';

const SECRET = 'sk-Proj/a+b="é & 9';

describe('createSecretHider', () => {
  test('hides a secret in every form in which a server may write it', () => {
    const hide = createSecretHider([SECRET, 'sk-another-secret']);
    for (const [form, written] of Object.entries(writtenForms(SECRET))) {
      const hidden = hide(`before ${written} after`);
      assert.match(hidden, /^before .{0,12}\(hidden\).{0,6} after$/s, `${form}: ${hidden}`);
    }
  });

  test('hides a secret behind a sign that looks like the beginning of an encoding', () => {
    for (const secret of ['abcdef0123456789', 'sk-Proj-Tr0ub4dor&3', 'x%41bcdefgh\\u0041bcdef']) {
      const hide = createSecretHider([secret]);
      for (const [form, written] of Object.entries(writtenForms(secret))) {
        for (const sign of ['%', '%25', '\\', '\\u', '"'])
          assert.match(hide(`${sign}${written}"`), /\(hidden\)/, `${sign} ${form}`);
      }
    }
  });

  test('hides the keys of a list that is too long for one pattern', () => {
    const keys = Array.from({ length: 100 }, (_, at) => `sk-${hash('sha512', String(at))}`);
    const hide = createSecretHider([keys.join(','), ...keys]);
    assert.equal(hide(`a ${keys[50]} b`), 'a (hidden) b');
  });

  test('hides a secret that a table breaks over two lines', () => {
    const hide = createSecretHider(['Token one two three']);
    assert.equal(hide('Token one\n      two three'), '(hidden)');
  });

  test('hides the longer one of two secrets that begin in the same way', () => {
    const hide = createSecretHider(['12345678', '12345678-and-more']);
    assert.equal(hide('12345678-and-more 12345678'), '(hidden) (hidden)');
  });

  test('leaves words that are too short to be a secret, and every other text', () => {
    const hide = createSecretHider(['none', ' ', '']);
    const text = 'none of POST https://host/v1/chat/completions';
    assert.equal(hide(text), text);
    assert.equal(createSecretHider(['sk-another-secret'])(text), text);
  });
});
