import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import { readEvent } from '../../../../src/platforms/telegram/inbound/read-event.ts';
import { context } from '../updates.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/reports/telegram');

/** The message of a report. `test/fixtures/reports/sources.md` names where it was reported. */
function readReport(name: string): ChatMessage {
  const update: unknown = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  const event = readEvent(update, context);
  assert.ok(event?.kind === 'message');
  return event.message;
}

describe('readEvent: public reports', () => {
  test('an address behind words is told', () => {
    assert.equal(
      readReport('t01-text-link').text,
      '📰 News: read [the article](https://example.com/post/42) and tell me what it says',
    );
  });

  test('a block of code stands in a fence with its language', () => {
    assert.equal(
      readReport('t04-pre-entity').text,
      'why does this fail?\n```python\nfor i in range(3):\n    print(i)\n```',
    );
  });

  test('a sticker has its emoji, its set and its picture', () => {
    const { details, attachments, addressed } = readReport('t06-sticker-reply');
    assert.equal(details, '[sticker] 👍, from the set “Cats”');
    assert.deepEqual(
      attachments.map(({ mime, sentAs }) => [mime, sentAs]),
      [['image/webp', 'sticker']],
    );
    assert.equal(addressed, 'reply');
  });

  test('a picture of another chat comes with its place, and says that its text is missing', () => {
    const { quoted } = readReport('t16-external-reply-photo');
    assert.equal(quoted?.attachments[0]?.ref, 'p');
    assert.equal(quoted?.author.name, 'Shop');
    assert.equal(
      quoted?.details,
      '[message of another chat] Shop; Telegram does not give its text',
    );
  });

  const PLAN = '## Which of the two?\n\n1. Take the train at 9.\n2. Drive **tonight**.';

  test('a rich message of a person is a question', () => {
    const { text, addressed } = readReport('t33-rich-question-dm');
    assert.deepEqual([text, addressed], [PLAN, 'direct']);
  });

  test('a mention in a rich message addresses the bot, and is cut out', () => {
    const { text, addressed } = readReport('t34-rich-mention-group');
    assert.deepEqual([text, addressed], [`which of the two?\n\n${PLAN}`, 'mention']);
  });

  test('a rich message of another bot is quoted', () => {
    const { quoted, text } = readReport('t35-reply-to-rich');
    assert.equal(text, 'which should I take?');
    assert.deepEqual([quoted?.text, quoted?.author.isBot, quoted?.isOwn], [PLAN, true, false]);
  });

  test('a table of a rich message keeps its rows and columns', () => {
    assert.equal(
      readReport('t37-rich-table-dm').text,
      'Sum the column.\n\n| Item | Price |\n| --- | --- |\n| Tea | 3 |\n| Cake | 4 |',
    );
  });
});
