import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { QuotedMessage } from '../../src/contracts/chat-message.ts';
import { withoutQuotes } from '../../src/conversations/without-quotes.ts';
import { createFakeMessage, createFakeTurn } from '../helpers/fake-turn.ts';

const { author } = createFakeMessage();

function attachment(name: string) {
  return { ref: name, name, mime: 'text/plain', bytes: 1 };
}

function said(id: string, file: string): QuotedMessage {
  return { id, author, isOwn: false, text: `words of ${id}`, attachments: [attachment(file)] };
}

describe('withoutQuotes', () => {
  const turn = createFakeTurn({
    inputs: [
      createFakeMessage({ quoted: said('a', 'a.txt'), attachments: [attachment('own.txt')] }),
    ],
    material: {
      files: ['a.txt', 'b.txt', 'own.txt'].map((name) => ({
        ref: name,
        name,
        kind: 'text',
        text: `text of ${name}`,
      })),
      background: [{ kind: 'thread', message: said('b', 'b.txt') }],
    },
  });

  test('drops the messages that are taken back, and what was read of their files', () => {
    const remaining = withoutQuotes(turn, ({ id }) => id !== 'x');
    assert.doesNotMatch(JSON.stringify(remaining), /words of|[ab]\.txt/);
    assert.deepEqual(
      remaining.material?.files.map(({ name }) => name),
      ['own.txt'],
    );
  });

  test('leaves a mark without a name in a message that has no words of its own', () => {
    const question = createFakeMessage({ text: '', quoted: said('a', 'a.txt') });
    const remaining = withoutQuotes(createFakeTurn({ inputs: [question] }), () => true);
    const [input] = remaining.inputs;
    assert.equal(input?.quoted?.text, '(deleted)');
    assert.equal(input?.quoted?.author.name, '');
  });

  test('gives the same turn where nothing is taken back', () => {
    assert.equal(
      withoutQuotes(turn, () => false),
      turn,
    );
  });
});
