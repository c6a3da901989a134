import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { conversationMarkdown } from '../../src/texts/conversation-markdown.ts';
import { textsIn } from '../../src/texts/index.ts';
import { said } from '../conversations/messages.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';

const version = { text: 'It *is*.', provider: 'p', model: 'm', end: 'stop' as const };
const room = { ...said().message.channel, name: 'lobby' };
const ask = (text: string) =>
  said({ id: 'q', by: 'Ann', text, sentAt: Date.UTC(2026, 10, 29, 20, 41) }).message;

describe('conversationMarkdown', () => {
  test('writes who said what and when, and which model answered', () => {
    const turn = createFakeTurn({ inputs: [ask('Is it?')], versions: [version] });
    assert.deepEqual(conversationMarkdown(room, [turn], textsIn('en')), {
      markdown: '# lobby (Test)\n\n## Ann, 2026-11-29 20:41 UTC\n\nIs it?\n\n## p/m\n\nIt *is*.\n',
      isCut: false,
    });
  });

  test('writes quotes, forwards, details and the names of files', () => {
    const quoted = { ...ask('one\ntwo'), isOwn: false };
    const attachments = [{ ref: 'r', name: 'a.pdf', mime: 'application/pdf', bytes: 1 }];
    const input = { ...ask('so?'), quoted, details: '[dice] 5', forwardedFrom: 'Bob', attachments };
    const { markdown } = conversationMarkdown(
      room,
      [createFakeTurn({ inputs: [input] })],
      textsIn('en'),
    );
    const parts = ['> one\n> two', '*Forwarded from Bob*', 'so?', '[dice] 5', '*File: a.pdf*'];
    assert.ok(markdown.includes(parts.join('\n\n')), markdown);
  });

  test('is empty where nothing was said, as after everything was deleted', () => {
    const gone = createFakeTurn({ inputs: [], versions: [] });
    assert.deepEqual(conversationMarkdown(room, [gone], textsIn('en')), {
      markdown: '',
      isCut: false,
    });
  });

  test('keeps the newest turns of a very long conversation', () => {
    const long = { ...version, text: 'x'.repeat(900_000) };
    const turns = ['first', 'second', 'third'].map((text) =>
      createFakeTurn({ inputs: [ask(text)], versions: [long] }),
    );
    const { markdown, isCut } = conversationMarkdown(room, turns, textsIn('en'));
    assert.equal(isCut, true);
    assert.doesNotMatch(markdown, /first/);
    assert.match(markdown, /second[\s\S]*third/);
  });
});
