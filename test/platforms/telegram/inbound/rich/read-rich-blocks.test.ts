import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readEvent } from '../../../../../src/platforms/telegram/inbound/read-event.ts';
import { richDialect } from '../../../../../src/platforms/telegram/rendering/rich/rich-dialect.ts';
import { bot, context, dm, group, message } from '../../updates.ts';

/** The message of a person with these blocks. */
function readMessage(blocks: unknown, chat = dm) {
  const update = { message: { ...message({ chat }), rich_message: { blocks } } };
  const event = readEvent(update, context);
  assert.ok(event?.kind === 'message');
  return event.message;
}

const read = (...blocks: readonly object[]) => readMessage(blocks).text;
const paragraph = (text: unknown) => ({ type: 'paragraph', text });

// The types are those of Bot API 10.3 (@grammyjs/types 5, rich.d.ts).
describe('readRichBlocks', () => {
  // NousResearch/hermes-agent PR 95292 (nested lists), #63485 (headings, formatted text).
  test('keeps the numbers, levels and boxes of lists', () => {
    const item = (label: string, rest: object, ...blocks: readonly object[]) => ({
      label,
      blocks,
      ...rest,
    });
    assert.equal(
      read({
        type: 'list',
        items: [
          item('3.', { value: 3, type: '1' }, paragraph('three'), {
            type: 'list',
            items: [item('•', {}, paragraph('inner'), paragraph('more'))],
          }),
          item('iv.', { value: 4, type: 'i' }, paragraph('four')),
          item('•', { has_checkbox: true, is_checked: true }, paragraph('done')),
          item('•', { has_checkbox: true }, paragraph('open')),
        ],
      }),
      '3. three\n\n   - inner\n\n     more\niv. four\n- [x] done\n- [ ] open',
    );
  });

  test('writes code, formulas, quotes, details and dividers', () => {
    assert.equal(
      read(
        { type: 'pre', text: ['let a', { type: 'bold', text: '=1' }], language: 'js' },
        { type: 'mathematical_expression', expression: 'E=mc^2' },
        { type: 'blockquote', blocks: [paragraph('a'), paragraph('b')], credit: 'Ann' },
        { type: 'expandable_blockquote', text: 'long\nquote' },
        { type: 'divider' },
        { type: 'details', summary: 'More', blocks: [paragraph('hidden')] },
        { type: 'anchor', name: 'top' },
        { type: 'footer', text: 'end' },
      ),
      [
        '```js\nlet a=1\n```',
        '$$\nE=mc^2\n$$',
        '> a\n>\n> b\n>\n> — Ann',
        '> long\n> quote',
        '---',
        '<details><summary>More</summary>\n\nhidden\n\n</details>',
        'end',
      ].join('\n\n'),
    );
  });

  test('writes all styles of rich text', () => {
    const spans = [
      { type: 'bold', text: 'b' },
      { type: 'italic', text: 'i' },
      { type: 'underline', text: 'u' },
      { type: 'strikethrough', text: 's' },
      { type: 'spoiler', text: 'p' },
      { type: 'marked', text: 'm' },
      { type: 'subscript', text: '2' },
      { type: 'code', text: 'c' },
      { type: 'mathematical_expression', expression: 'x^2' },
      { type: 'custom_emoji', custom_emoji_id: '5', alternative_text: '👍' },
      { type: 'url', text: 'site', url: 'https://x.org' },
      { type: 'email_address', text: 'a@x.org', email_address: 'a@x.org' },
      { type: 'date_time', text: 'now', unix_time: 0, date_time_format: 'r' },
      { type: 'hashtag', text: '#tag', hashtag: 'tag' },
      { type: 'reference_link', text: '[1]', reference_name: 'n' },
      { type: 'reference', text: 'the source', name: 'n' },
      { type: 'anchor', name: 'x' },
    ];
    assert.equal(
      read(paragraph(spans.flatMap((span) => [span, ' ']))),
      '**b** *i* <u>u</u> ~~s~~ ||p|| ==m== <sub>2</sub> `c` $x^2$ 👍 [site](https://x.org) ' +
        'a@x.org now (1970-01-01 00:00 UTC) #tag [^n] [^n]: the source',
    );
  });

  // anthropics/claude-plugins-official #5724: tables are what people lose.
  test('keeps the columns of cells that span several', () => {
    const cells = [
      [{ text: 'A', colspan: 2, is_header: true }, { text: 'B' }],
      [{ text: 'c', rowspan: 2 }, { text: 'd|e' }, {}],
      [{ text: ['f', '\n', 'g'] }, { text: 'h' }],
    ];
    assert.equal(
      read({ type: 'table', cells, caption: 'Prices' }),
      '**Prices**\n\n| A |  | B |\n| --- | --- | --- |\n| c | d\\|e |  |\n|  | f<br>g | h |',
    );
  });

  // NousResearch/hermes-agent #81368: a post of many blocks with a photo.
  test('gives the files of media blocks, at their place in the text', () => {
    const { text, attachments } = readMessage([
      paragraph('before'),
      { type: 'photo', photo: [{ file_id: 's' }, { file_id: 'l' }], caption: { text: 'A cat' } },
      {
        type: 'collage',
        blocks: [
          { type: 'video', video: { file_id: 'v', duration: 3 } },
          { type: 'voice_note', voice_note: { file_id: 'n', duration: 2 } },
        ],
        caption: { text: 'two', credit: 'Bob' },
      },
      { type: 'map', location: { latitude: 1.5, longitude: 2 }, zoom: 13 },
    ]);
    assert.deepEqual(
      attachments.map(({ ref }) => ref),
      ['l', 'v', 'n'],
    );
    assert.equal(
      text,
      'before\n\n[photo: photo.jpg]\nA cat\n\n[video: video.mp4]\n\n' +
        '[voice note: voice.ogg]\ntwo\n— Bob\n\n[map] 1.5, 2',
    );
  });

  test('names buttons with the addresses that they open', () => {
    const buttons = [
      { text: 'Yes', callback_data: 'y' },
      { text: 'Site', url: 'https://x.org' },
    ];
    assert.equal(
      read({ type: 'buttons', buttons }),
      '[button: Yes] [button: [Site](https://x.org)]',
    );
  });

  test('a mention addresses the bot: as a name, by its id, within styles, and not in code', () => {
    const mentions = [
      { type: 'mention', text: '@ParleyBot', username: 'ParleyBot' },
      { type: 'text_mention', text: 'Parley', user: bot },
      { type: 'bold', text: { type: 'mention', text: '@parleybot', username: 'parleybot' } },
    ];
    for (const mention of mentions) {
      const { addressed, text } = readMessage([paragraph([mention, ', hi'])], group);
      assert.deepEqual([addressed, text], ['mention', 'hi']);
    }

    const code = { type: 'code', text: mentions[0] };
    const { addressed, text } = readMessage([paragraph(['not ', code])], group);
    assert.deepEqual([addressed, text], [false, 'not `@ParleyBot`']);
    assert.equal(readMessage([{ type: 'pre', text: mentions }], group).addressed, false);
  });

  test('reads a block or a style of an unknown type by its words', () => {
    assert.equal(read({ type: 'carousel', text: 'seen' }), 'seen');
    assert.equal(read({ type: 'timeline', steps: 5, items: [{ title: 'one' }] }), '- one');
    assert.equal(
      read(
        paragraph([
          { type: 'glow', text: 'words' },
          { type: 'x', title: 'y' },
        ]),
      ),
      'wordsy',
    );
    assert.equal(read({ type: 'hologram' }, paragraph('a')), '[hologram]\n\na');
    // nyxandro/osinara PR 139: a text with entities in the place of rich text.
    const text = { text: 'so bold', entities: [{ type: 'bold', offset: 3, length: 4 }] };
    assert.equal(read(paragraph(text)), 'so **bold**');
  });

  test('reads rich answers of the bot back as they were written', () => {
    const answers = [
      '# Title\n\nSome **bold** and *italic* words, `code`, and a [link](https://x.org/a).',
      '1. one\n2. two\n\n   - inner\n\n- [x] done\n- [ ] open',
      '| a | b |\n| --- | --- |\n| 1 | 2 |',
      '```js\nlet a = 1;\n```\n\n> quoted\n\nand $x^2$ with a note[^1]\n\n[^1]: the note',
    ];
    for (const answer of answers) {
      const [page] = richDialect.open().update(answer, 'final');
      assert.equal(readMessage(page?.blocks).text, answer);
    }
  });

  // openclaw/openclaw PR 93418: rich messages of other bots that people forward.
  test('says from whom a forwarded rich message is', () => {
    const planner = { id: 77, is_bot: true, first_name: 'Planner', username: 'planner_bot' };
    const forwarded = {
      ...message({ chat: dm }),
      forward_origin: { type: 'user', date: 1, sender_user: planner },
      rich_message: { blocks: [{ type: 'heading', text: 'Title', size: 1 }] },
    };
    const event = readEvent({ message: forwarded }, context);
    assert.ok(event?.kind === 'message');
    assert.deepEqual(
      [event.message.text, event.message.forwardedFrom],
      ['# Title', 'Planner (@planner_bot)'],
    );
  });

  test('reads what it is told of quotes: other bots, forwards and its own answers', () => {
    const rich = { rich_message: { blocks: [paragraph('An answer.')] } };
    const replied = { ...message({ message_id: 7, from: bot }), ...rich };
    const update = {
      message: { ...message({ text: 'why?' }), reply_to_message: replied },
    };
    const event = readEvent(update, context);
    assert.ok(event?.kind === 'message');
    const { quoted, addressed } = event.message;
    assert.deepEqual(
      [addressed, quoted?.id, quoted?.isOwn, quoted?.text],
      ['reply', '7', true, 'An answer.'],
    );
  });

  test('never throws, and keeps the words, whatever the blocks are', () => {
    const text = fc.letrec((tie) => ({
      text: fc.oneof(
        { maxDepth: 4 },
        fc.constant('word'),
        fc.array(tie('text'), { maxLength: 3 }),
        fc.record({
          type: fc.constantFrom('bold', 'code', 'url', 'reference_link', 'glow', 'mention', ''),
          text: tie('text'),
          url: fc.constant('https://x.org'),
        }),
        fc.constantFrom(null, 5, {}),
      ),
    })).text;
    const type = fc.constantFrom(
      'paragraph',
      'heading',
      'pre',
      'footer',
      'expandable_blockquote',
      'new',
    );
    const blocks = fc.array(fc.record({ type, text }), { maxLength: 4 });

    fc.assert(
      fc.property(blocks, (given) => {
        const count = JSON.stringify(given).split('"word"').length - 1;
        const { text: written } = readMessage(given);
        assert.equal(written.split('word').length - 1, count);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.anything(), (given) => {
        readMessage(given);
        readMessage([given]);
        for (const kind of ['list', 'table', 'details', 'photo', 'buttons', 'map'])
          readMessage([
            {
              type: kind,
              items: given,
              cells: given,
              blocks: given,
              buttons: given,
              photo: given,
              location: given,
              caption: given,
            },
          ]);
      }),
      { numRuns: 200 },
    );
  });

  test('reads what is nested deeper than any stack', () => {
    let nested: unknown = 'deep';
    for (let depth = 0; depth < 10_000; depth += 1) nested = { type: 'bold', text: nested };
    assert.match(readMessage([paragraph(nested)]).text, /deep/);
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    assert.doesNotThrow(() => readMessage([paragraph(nested)]));
  });
});
