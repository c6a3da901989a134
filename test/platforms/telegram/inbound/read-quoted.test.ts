import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEvent } from '../../../../src/platforms/telegram/inbound/read-event.ts';
import { ann, bot, context, group, message } from '../updates.ts';

/** The message of Ann in the group. */
function readMessage(content: object) {
  const event = readEvent({ message: { ...message({}), text: 'and?', ...content } }, context);
  assert.ok(event?.kind === 'message');
  return event.message;
}

const channel = { id: -1001, type: 'channel', title: 'Shop', username: 'shop' };
const bob = { id: 8, is_bot: false, first_name: 'Bob', username: 'bob' };

describe('readQuoted', () => {
  // NousResearch/hermes-agent PR 93722: replies across chats bring nothing along.
  test('tells the place and the given words of a message of another chat', () => {
    const { quoted } = readMessage({
      external_reply: {
        origin: { type: 'channel', chat: channel, message_id: 5, author_signature: 'Eva' },
        chat: channel,
        message_id: 5,
        poll: { question: 'Tea?', options: [] },
      },
      quote: {
        text: 'best tea',
        entities: [{ type: 'bold', offset: 0, length: 4 }],
        position: 0,
        is_manual: true,
      },
    });
    assert.deepEqual(
      [quoted?.id, quoted?.author.name, quoted?.text],
      ['5', 'Shop', '**best** tea'],
    );
    assert.equal(
      quoted?.details,
      '[message of another chat] Shop, signed by Eva, https://t.me/shop/5; its text may be longer\n' +
        '[poll] Tea?',
    );
  });

  // anthropics/claude-plugins-official #2788: the selected part of a quote is lost.
  test('gives the selected part as Markdown, beside the whole message', () => {
    const { quoted } = readMessage({
      reply_to_message: message({ message_id: 5, text: 'One. Two.' }),
      quote: {
        text: 'Two.',
        position: 5,
        is_manual: true,
        entities: [{ type: 'italic', offset: 0, length: 3 }],
      },
    });
    assert.deepEqual([quoted?.selected, quoted?.text], ['*Two*.', 'One. Two.']);
    const chosen = {
      reply_to_message: message({ text: 'One.' }),
      quote: { text: 'One.', position: 0 },
    };
    assert.equal(readMessage(chosen).quoted?.selected, undefined);
  });

  test('says who wrote a forwarded message that is quoted', () => {
    const forwarded = {
      ...message({ message_id: 5, text: 'words' }),
      forward_origin: { type: 'user', date: 1, sender_user: bob },
    };
    const { quoted } = readMessage({ reply_to_message: forwarded });
    assert.deepEqual([quoted?.forwardedFrom, quoted?.author.name], ['Bob (@bob)', 'Ann Lee']);
  });

  test('tells a story that is answered, and the task or option that is meant', () => {
    const { quoted } = readMessage({ reply_to_story: { chat: channel, id: 3 } });
    assert.deepEqual([quoted?.author.name, quoted?.id], ['Shop', '']);
    assert.match(quoted?.details ?? '', /^\[story\] by Shop; /);

    const checklist = { title: 'L', tasks: [{ id: 4, text: 'Milk' }] };
    const poll = { question: 'Q', options: [{ persistent_id: 'x', text: 'Rome' }] };
    const about = (replied: object, target: object) =>
      readMessage({ reply_to_message: { ...message({}), ...replied }, ...target }).details;
    assert.equal(about({ checklist }, { reply_to_checklist_task_id: 4 }), '[about one task] Milk');
    assert.equal(about({ poll }, { reply_to_poll_option_id: 'x' }), '[about one option] Rome');
    assert.match(about({}, { reply_to_checklist_task_id: 9 }) ?? '', /number 9/);
  });
});

describe('readEvent: who said it', () => {
  // NousResearch/hermes-agent #43397, sonichi/sutando PR 905, 42wim/matterbridge #1131 (hidden users).
  test('names the first author of a forward', () => {
    const from = (forward_origin: object) => readMessage({ forward_origin }).forwardedFrom;
    assert.equal(from({ type: 'user', sender_user: bob }), 'Bob (@bob)');
    assert.equal(from({ type: 'hidden_user', sender_user_name: 'Somebody' }), 'Somebody');
    assert.equal(
      from({ type: 'chat', sender_chat: group, author_signature: 'boss' }),
      'Friends, signed by boss',
    );
    assert.equal(
      from({ type: 'channel', chat: channel, message_id: 7, author_signature: 'Eva' }),
      'Shop, signed by Eva, https://t.me/shop/7',
    );
    assert.equal(from({ type: 'new kind' }), 'someone');
    const forward_origin = { type: 'channel', chat: channel, message_id: 7 };
    const copy = { forward_origin, sender_chat: channel, is_automatic_forward: true };
    assert.equal(readMessage(copy).forwardedFrom, undefined);
  });
});

describe('readEvent: who is meant', () => {
  const mention = (text: string, part: string) => ({
    text,
    entities: [{ type: 'mention', offset: text.indexOf(part), length: part.length }],
  });

  test('a message that mentions or answers somebody else is theirs', () => {
    assert.equal(readMessage(mention('@bob look', '@bob')).isForOthers, true);
    const toBob = { reply_to_message: message({ message_id: 5, from: bob, text: 'x' }) };
    assert.equal(readMessage(toBob).isForOthers, true);

    const toMyself = { reply_to_message: message({ message_id: 5, text: 'x' }) };
    const toBot = { reply_to_message: message({ message_id: 5, from: bot, text: 'x' }) };
    for (const content of [{}, toMyself, toBot])
      assert.equal(readMessage(content).isForOthers, undefined);
    const comment = { sender_chat: channel, is_automatic_forward: true, text: 'post' };
    const replied = { ...message({ message_id: 6 }), ...comment };
    assert.equal(readMessage({ reply_to_message: replied }).isForOthers, undefined);
    const origin = { type: 'user', sender_user: bob };
    const elsewhere = { external_reply: { origin, chat: group, message_id: 5 } };
    assert.equal(readMessage(elsewhere).isForOthers, undefined);
    const both = { ...toBob, ...mention('@ParleyBot and Bob?', '@ParleyBot') };
    assert.equal(readMessage(both).isForOthers, undefined);
    const person = {
      text: 'Bob?',
      entities: [{ type: 'text_mention', offset: 0, length: 3, user: bob }],
    };
    assert.equal(readMessage(person).isForOthers, true);
  });

  // nullclaw/nullclaw #312, adolfousier/opencrabs #950: apps split what is longer than a message.
  test('a message near the limit says so', () => {
    assert.equal(readMessage({ text: 'x'.repeat(4_096) }).isNearLimit, true);
    assert.equal(readMessage({ text: 'x'.repeat(3_900) }).isNearLimit, undefined);
    const caption = { text: undefined, caption: 'x'.repeat(1_024) };
    assert.equal(readMessage({ ...caption, photo: [{ file_id: 'p' }] }).isNearLimit, true);
  });
});

describe('readEvent: channels', () => {
  const post = (change: object) => ({
    message_id: 3,
    date: 5,
    chat: channel,
    sender_chat: channel,
    author_signature: 'Eva',
    ...change,
  });
  const text = '@ParleyBot news?';
  const entities = [{ type: 'mention', offset: 0, length: 10 }];

  // tetsuo-ai/agenc-core PR 1427: posts in the name of a chat that mention the bot.
  test('a post is a message of its channel, also when it is edited', () => {
    for (const [field, kind] of [
      ['channel_post', 'message'],
      ['edited_channel_post', 'edited'],
    ] as const) {
      const event = readEvent({ [field]: post({ text, entities }) }, context);
      assert.ok(event?.kind === kind);
      const { author, origin, addressed, details, channel: place } = event.message;
      assert.deepEqual(
        [author.name, author.isBot, origin, addressed, place.kind],
        ['Shop', false, 'channel', 'mention', 'group'],
      );
      assert.equal(details, '[signature] Eva');
    }
  });

  // openclaw/openclaw PR 34309: the same post comes a second time into the discussion group.
  test('a post calls no command, also where it is forwarded into the discussion group', () => {
    const forwarded = {
      ...post({ text: '/reset' }),
      chat: group,
      is_automatic_forward: true,
      from: ann,
    };
    for (const update of [{ channel_post: post({ text: '/reset' }) }, { message: forwarded }]) {
      const event = readEvent(update, context);
      assert.ok(event?.kind === 'message');
      assert.deepEqual([event.message.origin, event.message.addressed], ['channel', false]);
    }
  });
});

describe('readEvent: live locations', () => {
  // NousResearch/hermes-agent #49806: each step of a shared live location became a question.
  test('a place that moves is no edit of a question', () => {
    const edited = { ...message({}), location: { latitude: 1, longitude: 2 }, edit_date: 6 };
    assert.equal(readEvent({ edited_message: edited }, context), undefined);
  });
});
