import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callRefused, sendToMe, startTelegramForTest } from './local-telegram.ts';

const at = (type: string, offset: number, length: number, more: object = {}) => ({
  type,
  offset,
  length,
  ...more,
});

test('entities that cannot be stored are refused', async (t) => {
  const local = await startTelegramForTest(t);
  const refusal = (text: string, entity: object) =>
    callRefused(local, 'sendMessage', { chat_id: local.me.id, text, entities: [entity] });
  assert.equal(
    await refusal('hello', at('bold', 2, 9)),
    'Bad Request: entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 5',
  );
  assert.equal(
    await refusal('hello', at('bold', 7, 1)),
    'Bad Request: entity begins after the end of the text at UTF-16 offset 5',
  );
  assert.match(
    await refusal('a😀b', at('bold', 2, 1)),
    /begins in a middle of a UTF-16 symbol at byte offset 1$/,
  );
  assert.match(
    await refusal('a😀b', at('bold', 0, 2)),
    /ends in a middle of a UTF-16 symbol at byte offset 1$/,
  );
  assert.match(await refusal('hello', at('bold', -1, 2)), /incorrect offset$/);
  assert.match(await refusal('hello', at('bold', 0, 1_000_001)), /incorrect length$/);
  assert.equal(
    await refusal('hello', at('text_link', 0, 5, { url: 'localhost' })),
    "Bad Request: entity URL 'localhost' is invalid: Wrong HTTP URL",
  );
  assert.equal(
    await refusal('hello', at('text_mention', 0, 5, { user: { id: 1 } })),
    'Bad Request: user not found',
  );
  assert.match(
    await refusal('hello', { type: 'bold' }),
    /^Bad Request: can't parse MessageEntity: Field "offset"/,
  );
});

test('a text is normalised, and its entities move along', async (t) => {
  const local = await startTelegramForTest(t);
  const sent = await sendToMe(local, { text: '  a\r\n\tbold  ', entities: [at('bold', 6, 4)] });
  assert.equal(sent.text, 'a\n bold');
  assert.deepEqual(sent.entities, [at('bold', 3, 4)]);
});

test('trimming stops at an entity', async (t) => {
  const local = await startTelegramForTest(t);
  const sent = await sendToMe(local, { text: 'run  ', entities: [at('pre', 0, 4)] });
  assert.equal(sent.text, 'run ');
});

test('entities are brought into an order that can be stored', async (t) => {
  const local = await startTelegramForTest(t);
  const entitiesOf = async (text: string, entities: readonly object[]) =>
    (await sendToMe(local, { text, entities })).entities;
  assert.equal(await entitiesOf('plain', [at('bold', 1, 0)]), undefined);
  assert.deepEqual(await entitiesOf('bold code bold', [at('bold', 0, 14), at('code', 5, 4)]), [
    at('bold', 0, 5),
    at('code', 5, 4),
    at('bold', 9, 5),
  ]);
  assert.deepEqual(await entitiesOf('overlapping', [at('bold', 0, 6), at('italic', 3, 6)]), [
    at('bold', 0, 6),
    at('italic', 3, 3),
    at('italic', 6, 3),
  ]);
  assert.deepEqual(
    await entitiesOf('quote in quote', [at('blockquote', 0, 14), at('blockquote', 9, 5)]),
    [at('blockquote', 0, 14)],
  );
  assert.deepEqual(await entitiesOf('pre in quote', [at('pre', 0, 3), at('blockquote', 0, 12)]), [
    at('blockquote', 0, 12),
    at('pre', 0, 3),
  ]);
});

test('Telegram adds the entities that it finds, but not in code', async (t) => {
  const local = await startTelegramForTest(t);
  const sent = await sendToMe(local, {
    text: '/run@parley_bot main.rs by @robin #now a@b.example',
  });
  assert.deepEqual(
    sent.entities.map(
      ({ type, offset, length }: { type: string; offset: number; length: number }) => [
        type,
        sent.text.slice(offset, offset + length),
      ],
    ),
    [
      ['bot_command', '/run@parley_bot'],
      ['url', 'main.rs'],
      ['mention', '@robin'],
      ['hashtag', '#now'],
      ['email', 'a@b.example'],
    ],
  );

  const code = await sendToMe(local, { text: 'main.rs', entities: [at('code', 0, 7)] });
  assert.deepEqual(code.entities, [at('code', 0, 7)]);
});

// match_bot_commands in td/telegram/MessageEntity.cpp
test('a command touches no letter or number of any script', async (t) => {
  const local = await startTelegramForTest(t);
  const text = '(a)/b or ./c, but no ℏ/2, s²/n, x/n₁, é/d, /дом, /e/f or </g>';
  const sent = await sendToMe(local, { text });
  assert.deepEqual(sent.entities, [at('bot_command', 3, 2), at('bot_command', 10, 2)]);
});

test('HTML becomes entities', async (t) => {
  const local = await startTelegramForTest(t);
  const html =
    '<b>bold <i>both</i></b> &lt;&#65;&gt; <a href="https://a.example/?x=1&amp;y=2">link</a> <a href="nowhere">none</a> <pre><code class="language-js">let x</code></pre>';
  const sent = await sendToMe(local, { text: html, parse_mode: 'HTML' });
  assert.equal(sent.text, 'bold both <A> link none let x');
  assert.deepEqual(sent.entities, [
    at('bold', 0, 9),
    at('italic', 5, 4),
    at('text_link', 14, 4, { url: 'https://a.example/?x=1&y=2' }),
    at('pre', 24, 5, { language: 'js' }),
  ]);
});

test('invalid HTML is refused with its byte offset', async (t) => {
  const local = await startTelegramForTest(t);
  const refusal = (text: string) =>
    callRefused(local, 'sendMessage', { chat_id: local.me.id, text, parse_mode: 'html' });
  const cannot = "Bad Request: can't parse entities:";
  assert.equal(
    await refusal('é <h1>x</h1>'),
    `${cannot} Unsupported start tag "h1" at byte offset 3`,
  );
  assert.equal(
    await refusal('<b>x</i>'),
    `${cannot} Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
  );
  assert.equal(
    await refusal('<b>x'),
    `${cannot} Can't find end tag corresponding to start tag "b"`,
  );
  assert.equal(await refusal('x</b>'), `${cannot} Unexpected end tag at byte offset 1`);
  assert.match(await refusal('a < b'), /Unsupported start tag "" at byte offset 2$/);
});

test('MarkdownV2 becomes entities', async (t) => {
  const local = await startTelegramForTest(t);
  const text =
    '*bold _both_* __under__ ~gone~ ||secret|| `x\\`y` [link](https://a.example) 1\\.\n```js\nlet x\n```\n>quoted';
  const sent = await sendToMe(local, { text, parse_mode: 'MarkdownV2' });
  assert.equal(sent.text, 'bold both under gone secret x`y link 1.\nlet x\n\nquoted');
  assert.deepEqual(
    sent.entities.map((entity: { type: string }) => entity.type),
    [
      'bold',
      'italic',
      'underline',
      'strikethrough',
      'spoiler',
      'code',
      'text_link',
      'pre',
      'blockquote',
    ],
  );
});

test('invalid MarkdownV2 is refused', async (t) => {
  const local = await startTelegramForTest(t);
  const refusal = (text: string, parse_mode = 'MarkdownV2') =>
    callRefused(local, 'sendMessage', { chat_id: local.me.id, text, parse_mode });
  const cannot = "Bad Request: can't parse entities:";
  assert.equal(
    await refusal('end.'),
    `${cannot} Character '.' is reserved and must be escaped with the preceding '\\'`,
  );
  assert.equal(
    await refusal('é *bold'),
    `${cannot} Can't find end of Bold entity at byte offset 3`,
  );
  assert.equal(await refusal('`code'), `${cannot} Can't find end of Code entity at byte offset 0`);
  assert.equal(
    await refusal('a *b', 'Markdown'),
    `${cannot} Can't find end of the entity starting at byte offset 2`,
  );
  assert.equal(await refusal('x', 'BBCode'), 'Bad Request: unsupported parse_mode');
});

test('the legacy Markdown still works', async (t) => {
  const local = await startTelegramForTest(t);
  const sent = await sendToMe(local, {
    text: '*b* _i_ `c` [l](https://a.example) \\*',
    parse_mode: 'Markdown',
  });
  assert.equal(sent.text, 'b i c l *');
  assert.equal(sent.entities.length, 4);
});
