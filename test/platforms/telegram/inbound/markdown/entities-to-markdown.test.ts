import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MessageEntity } from 'grammy/types';
import { readEvent } from '../../../../../src/platforms/telegram/inbound/read-event.ts';
import { ann, bot, context, group, incoming } from '../../updates.ts';

/** A mark over `part` of `text`. */
function over(text: string, part: string, rest: object): MessageEntity {
  return { offset: text.indexOf(part), length: part.length, ...rest } as MessageEntity;
}

function readMessage(text: string, entities: readonly object[]) {
  const event = readEvent(incoming({ text, entities: entities as MessageEntity[] }), context);
  assert.ok(event?.kind === 'message');
  return event.message;
}

/** The words of a message with these marks. */
const read = (text: string, ...marks: readonly (readonly [part: string, rest: object])[]) =>
  readMessage(
    text,
    marks.map(([part, rest]) => over(text, part, rest)),
  ).text;

describe('entitiesToMarkdown', () => {
  // Message entities: https://core.telegram.org/bots/api#messageentity.
  test('writes each style as the model writes it', () => {
    const styles = {
      bold: '**word**',
      italic: '*word*',
      underline: '<u>word</u>',
      strikethrough: '~~word~~',
      spoiler: '||word||',
      code: '`word`',
      custom_emoji: 'word',
      hashtag: 'word',
    };
    for (const [type, written] of Object.entries(styles))
      assert.equal(read('a word here', ['word', { type }]), `a ${written} here`);
  });

  // openclaw/openclaw PR 83873: formatting of people is told, also where marks share their words.
  test('nests marks that share words', () => {
    assert.equal(
      read(
        'see the whole post',
        ['the whole post', { type: 'bold' }],
        ['whole', { type: 'italic' }],
      ),
      'see **the *whole* post**',
    );
    assert.equal(
      read('a b', ['a b', { type: 'bold' }], ['a b', { type: 'text_link', url: 'https://x.org/' }]),
      '[**a b**](https://x.org/)',
    );
  });

  test('leaves white space outside of the marks, and marks each line', () => {
    assert.equal(read('a bold  b', [' bold ', { type: 'bold' }]), 'a **bold**  b');
    assert.equal(read('one\n\ntwo', ['one\n\ntwo', { type: 'bold' }]), '**one**\n\n**two**');
  });

  test('leaves what people typed themselves, and escapes what would end a mark', () => {
    const typed = '*x* _y_ `z` [a](b) 2*3 <u> ||';
    assert.equal(read(typed), typed);
    assert.equal(read('2*3=6', ['2*3', { type: 'bold' }]), '**2\\*3**=6');
    assert.equal(
      read('see [1] now', ['see [1]', { type: 'text_link', url: 'https://x.org' }]),
      '[see \\[1\\]](https://x.org) now',
    );
  });

  // vercel/chat PR 232; wjclub/telegram-bot-getids #6: an address behind an invisible character.
  test('writes links so that their addresses end where they end', () => {
    const link = (words: string, url: string) => read(words, [words, { type: 'text_link', url }]);
    assert.equal(link('w', 'https://x.org/a_(b)'), '[w](https://x.org/a_(b))');
    assert.equal(link('w', 'https://x.org/a)b'), '[w](https://x.org/a%29b)');
    assert.equal(link('x.org', 'https://x.org/'), 'x.org');
    assert.match(link('\u200b', 'https://x.org/a.png'), /<https:\/\/x\.org\/a\.png>$/);
  });

  test('puts code between longer fences than any in it', () => {
    assert.equal(read('a`b', ['a`b', { type: 'code' }]), '``a`b``');
    assert.equal(read('x\n```\ny', ['x\n```\ny', { type: 'pre' }]), '````\nx\n```\ny\n````');
    assert.equal(
      read('run ls now', ['ls', { type: 'pre', language: 'bash' }]),
      'run \n```bash\nls\n```\n now',
    );
    assert.equal(read('a\nb', ['a\nb', { type: 'code' }]), '```\na\nb\n```');
  });

  test('ends a quote before the next words', () => {
    const text = 'You said\nthis\nand that?';
    for (const type of ['blockquote', 'expandable_blockquote'])
      assert.equal(read(text, ['You said\nthis', { type }]), '> You said\n> this\n\nand that?');
  });

  test('names the moment of a date that each app shows in its own way', () => {
    assert.equal(
      read('at nine tomorrow', ['nine tomorrow', { type: 'date_time', unix_time: 1_647_531_900 }]),
      'at nine tomorrow (2022-03-17 15:45 UTC)',
    );
  });

  test('counts in UTF-16 units, and never cuts a character in two', () => {
    assert.equal(read('👩‍👩‍👧 hey you', ['hey', { type: 'bold' }]), '👩‍👩‍👧 **hey** you');
    assert.equal(readMessage('a😀b', [{ type: 'bold', offset: 2, length: 2 }]).text, 'a**😀b**');
  });

  // ghostty-org/discord-bot #152, fastagent-sh/fastagent PR 103: a name in code calls nobody.
  test('a mention in code is none, whatever else marks it', () => {
    const text = 'type @ParleyBot';
    for (const type of ['code', 'pre']) {
      const marks = [
        over(text, '@ParleyBot', { type }),
        over(text, '@ParleyBot', { type: 'mention' }),
      ];
      assert.equal(readMessage(text, marks).addressed, false);
    }
  });

  // NousResearch/hermes-agent PR 13811: `[@name](https://t.me/name)` is how bots mention each other.
  test('a linked name is a mention, and linked words about the bot are not', () => {
    const mention = { type: 'text_link', url: 'https://t.me/parleybot' };
    const named = readMessage('@ParleyBot hi', [over('@ParleyBot hi', '@ParleyBot', mention)]);
    assert.deepEqual([named.addressed, named.text], ['mention', 'hi']);
    const about = readMessage('this bot?', [over('this bot?', 'this bot', mention)]);
    assert.equal(about.addressed, false);
  });

  test('a mention in a mark is cut out with its mark', () => {
    const text = '@ParleyBot why?';
    const { text: rest } = readMessage(text, [
      over(text, text, { type: 'bold' }),
      over(text, '@ParleyBot', { type: 'mention' }),
    ]);
    assert.equal(rest, '**why?**');
  });

  test('keeps every word under any marks, and never throws', () => {
    const types = [
      'bold',
      'italic',
      'code',
      'pre',
      'text_link',
      'blockquote',
      'spoiler',
      'text_mention',
    ];
    const entity = fc.record({
      type: fc.constantFrom(...types, 'underline', 'strikethrough', 'date_time', 'mention', 'new'),
      offset: fc.integer({ min: -3, max: 40 }),
      length: fc.integer({ min: -3, max: 40 }),
      url: fc.constantFrom(undefined, 'https://x.org/(', 'javascript:1'),
      user: fc.constantFrom(undefined, ann, bot),
      language: fc.constantFrom(undefined, 'js', '``` x'),
      unix_time: fc.constantFrom(undefined, 0, -1e15),
    });
    const word = fc.constantFrom('WORD', 'B**C', '`D`', '||', '[E]', '😀', '\n', ' ', '> Q', '```');
    const words = fc.array(word, { maxLength: 12 }).map((parts) => parts.join(' '));
    /** Markdown adds no capitals, but for the name of the time zone. */
    const lettersOf = (text: string) => text.replaceAll(/UTC|[^A-Z😀]/gu, '');

    fc.assert(
      fc.property(words, fc.array(entity, { maxLength: 8 }), (text, entities) => {
        const message = { message_id: 1, chat: group, text, entities };
        const event = readEvent({ message }, context);
        if (event?.kind !== 'message') return assert.equal(text.trim(), '');
        const { text: written } = event.message;
        assert.ok(written.isWellFormed());
        if (event.message.addressed === false) assert.equal(lettersOf(written), lettersOf(text));
      }),
      { numRuns: 500 },
    );
  });

  test('stays quick with thousands of marks', () => {
    const text = '@a '.repeat(13_000);
    assert.equal(readMessage(text, []).text.length, text.length - 1);
    const nested = Array.from({ length: 1_000 }, (_, index) => ({
      type: ['bold', 'italic', 'spoiler', 'underline'][index % 4],
      offset: index,
      length: 2_000,
    }));
    assert.ok(readMessage('x'.repeat(4_000), nested).text.length < 200_000);
  });
});
