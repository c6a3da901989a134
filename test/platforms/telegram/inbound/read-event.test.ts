import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMember, Message, Update } from 'grammy/types';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import {
  listUnreadableParts,
  readEvent,
} from '../../../../src/platforms/telegram/inbound/read-event.ts';
import { createTopicNames } from '../../../../src/platforms/telegram/inbound/topic-names.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { ann, bot, context, dm, forum, group, incoming, mark, message } from '../updates.ts';

const event = (update: Update) => readEvent(update, context);

/** The message that `readEvent` reads. */
function readMessage(change: Partial<Message>): ChatMessage {
  const read = event(incoming(change));
  assert.equal(read?.kind, 'message');
  return read.message;
}

/** The command call that `readEvent` reads. */
function readCall(change: Partial<Message>) {
  const read = event(incoming(change));
  assert.equal(read?.kind, 'command');
  return read.call;
}

describe('readEvent: messages', () => {
  test('a private message addresses the bot directly', () => {
    assert.deepEqual(event(incoming({ chat: dm, text: ' Hi ' })), {
      kind: 'message',
      message: {
        id: '42',
        channel: { platform: 'telegram', id: '7', kind: 'direct', name: 'Ann Lee' },
        author: {
          id: '7',
          name: 'Ann Lee',
          isBot: false,
          isServerAdmin: false,
          roles: [],
          locale: 'de',
        },
        addressed: 'direct',
        text: 'Hi',
        attachments: [],
        sentAt: 1_700_000_000_000,
      },
      address: {
        channel: { platform: 'telegram', id: '7', kind: 'direct', name: 'Ann Lee' },
        questionId: '42',
      },
    });
  });

  test('a group message that does not name the bot does not address it', () => {
    const { addressed, channel } = readMessage({ text: 'lunch?' });
    assert.equal(addressed, false);
    assert.deepEqual(channel, { platform: 'telegram', id: '-50', kind: 'group', name: 'Friends' });
  });

  test('a mention counts in upper and lower case, and is cut out by its offset, also after an emoji', () => {
    const text = '👩‍👩‍👧 hey @parleybot what is @ParleyBotter?';
    const entities = [mark(text, '@parleybot'), mark(text, '@ParleyBotter')];
    const { addressed, text: rest } = readMessage({ text, entities });
    assert.equal(addressed, 'mention');
    assert.equal(rest, '👩‍👩‍👧 hey what is @ParleyBotter?');
  });

  test('a name of the bot in code is no mention and stays in the text', () => {
    const { addressed, text } = readMessage({
      text: 'type @ParleyBot',
      entities: [{ type: 'code', offset: 5, length: 10 }],
    });
    assert.deepEqual([addressed, text], [false, 'type `@ParleyBot`']);
  });

  test('the name of the bot counts when the server marks no mentions, but not within other words', () => {
    const { addressed, text } = readMessage({ text: 'hey @parleybot, hi' });
    assert.deepEqual([addressed, text], ['mention', 'hey , hi']);
    assert.equal(readMessage({ text: '@ParleyBot hi', entities: [] }).addressed, 'mention');
    for (const other of ['mail me@parleybot', '@ParleyBotter hi'])
      assert.equal(readMessage({ text: other }).addressed, false);
  });

  test('a mention at the start is cut out with its comma, and a bare mention leaves an empty text', () => {
    const text = '@ParleyBot, why?';
    assert.equal(readMessage({ text, entities: [mark(text, '@ParleyBot')] }).text, 'why?');
    const bare = readMessage({ text: '@ParleyBot', entities: [mark('@ParleyBot', '@ParleyBot')] });
    assert.deepEqual([bare.addressed, bare.text], ['mention', '']);
  });

  test('a mention counts in a caption and as a link to the bot; people without a user name stay readable', () => {
    const caption = '@ParleyBot look';
    assert.equal(
      readMessage({ caption, caption_entities: [mark(caption, '@ParleyBot')] }).addressed,
      'mention',
    );

    const text = 'Parley ask Ann';
    const linked = readMessage({
      text,
      entities: [
        { type: 'text_mention', offset: 0, length: 6, user: bot },
        { type: 'text_mention', offset: 11, length: 3, user: ann },
      ],
    });
    assert.deepEqual([linked.addressed, linked.text], ['mention', 'ask Ann']);
  });

  test('a reply to the bot is addressed, and carries what it replies to', () => {
    const replied = message({
      message_id: 41,
      from: bot,
      text: 'Paris.',
    }) as Message['reply_to_message'] & object;
    const { addressed, quoted } = readMessage({ text: 'Sure?', reply_to_message: replied });
    assert.equal(addressed, 'reply');
    assert.deepEqual([quoted?.id, quoted?.isOwn, quoted?.text], ['41', true, 'Paris.']);
  });

  test('a part that the person selected is quoted beside the whole message', () => {
    const replied = message({ text: 'One. Two.' }) as Message['reply_to_message'] & object;
    const { addressed, quoted } = readMessage({
      text: 'why?',
      reply_to_message: replied,
      quote: { text: 'Two.', position: 5, is_manual: true },
    });
    const { text, selected, isOwn } = quoted ?? {};
    assert.deepEqual([addressed, text, selected, isOwn], [false, 'One. Two.', 'Two.', false]);
  });

  test('a reply to a message of another chat quotes the part that Telegram sends', () => {
    const { quoted } = readMessage({
      text: 'and this?',
      external_reply: {
        origin: { type: 'hidden_user', date: 1, sender_user_name: 'Somebody' },
        photo: [photo('small', 10), photo('large', 999)],
      },
      quote: { text: 'far away', position: 0 },
    });
    assert.deepEqual([quoted?.author.name, quoted?.text], ['Somebody', 'far away']);
    assert.equal(quoted?.attachments[0]?.ref, 'large');
  });

  test('an attachment has the id of its file: the largest size of a photo, and an animation once', () => {
    const photoMessage = readMessage({
      photo: [photo('small', 10), photo('large', 999)],
      caption: 'see',
      media_group_id: 'album',
    });
    assert.deepEqual(photoMessage.attachments, [
      { ref: 'large', name: 'photo.jpg', mime: 'image/jpeg', bytes: 999 },
    ]);
    assert.equal(photoMessage.albumId, 'album');

    const file = {
      file_id: 'd',
      file_unique_id: 'u',
      file_name: 'a.pdf',
      mime_type: 'application/pdf',
      file_size: 5,
    };
    assert.deepEqual(readMessage({ document: file }).attachments, [
      { ref: 'd', name: 'a.pdf', mime: 'application/pdf', bytes: 5 },
    ]);

    const animation = { ...file, width: 1, height: 1, duration: 1, mime_type: 'video/mp4' };
    assert.equal(readMessage({ document: file, animation }).attachments.length, 1);

    const voice = { file_id: 'v', file_unique_id: 'u', duration: 1 };
    assert.deepEqual(readMessage({ voice }).attachments, [
      {
        ref: 'v',
        name: 'voice.ogg',
        mime: 'audio/ogg',
        bytes: 0,
        sentAs: 'voice',
        durationMs: 1_000,
      },
    ]);
  });

  test('a service message is no message, and a location is a message without words', () => {
    assert.equal(event(incoming({ new_chat_members: [bot] })), undefined);
    assert.equal(event(incoming({ new_chat_title: 'Other' })), undefined);
    assert.equal(readMessage({ chat: dm, location: { latitude: 1, longitude: 1 } }).text, '');
  });

  test('an edited message is an edit, unless it is a command: a command runs once', () => {
    const edited = (text: string) =>
      event({ update_id: 1, edited_message: message({ text, edit_date: 1 }) } as Update);
    assert.equal(edited('better words')?.kind, 'edited');
    assert.equal(edited('/reset'), undefined);
  });
});

describe('readEvent: authors', () => {
  test('an anonymous admin is a person and an admin of the group', () => {
    const { author } = readMessage({
      text: 'x',
      sender_chat: group,
      from: { ...bot, id: 1087968824 },
    });
    assert.deepEqual(
      [author.id, author.name, author.isBot, author.isServerAdmin],
      ['-50', 'Friends', false, true],
    );
  });

  test('a person who writes as a channel is a person, and a post of the linked channel says so', () => {
    const channel = { id: -9, type: 'channel', title: 'News' } as const;
    const standIn = { ...bot, id: 136817688 };
    assert.equal(
      readMessage({ text: 'x', sender_chat: channel, from: standIn }).author.isBot,
      false,
    );

    const { author, origin } = readMessage({
      text: 'x',
      sender_chat: channel,
      from: standIn,
      is_automatic_forward: true,
    });
    assert.deepEqual([author.isBot, author.isServerAdmin, origin], [false, false, 'channel']);
  });

  test('another bot is a bot', () => {
    assert.equal(readMessage({ text: 'x', from: { ...bot, id: 2 } }).author.isBot, true);
  });
});

describe('readEvent: topics', () => {
  const topic = { chat: forum, message_thread_id: 5, is_topic_message: true } as const;

  test('a topic of a forum is a channel of its own', () => {
    assert.deepEqual(readMessage({ ...topic, text: 'x' }).channel, {
      platform: 'telegram',
      id: '-100/5',
      kind: 'thread',
      parentId: '-100',
      parentName: 'Forum',
    });
  });

  // https://core.telegram.org/bots/api#directmessagestopic
  test('what one reader writes to a channel is apart from what others write to it', () => {
    const user = { id: 12, is_bot: false, first_name: 'Robin' };
    const channelOf = (topicId: number) =>
      readMessage({
        chat: { id: -100, type: 'supergroup', title: 'News', is_direct_messages: true },
        direct_messages_topic: { topic_id: topicId, user },
        text: 'x',
      }).channel;
    assert.deepEqual(channelOf(12), {
      platform: 'telegram',
      id: '-100/direct-12',
      kind: 'thread',
      parentId: '-100',
      parentName: 'News',
    });
    assert.notEqual(channelOf(13).id, channelOf(12).id);
  });

  test('a topic keeps its name, and its newest one, also in replies', () => {
    const named = { ...context, topicNames: createTopicNames(createFakeClock()) };
    const nameOf = (change: Partial<Message>) => {
      const update = incoming({ ...topic, text: 'x', ...change });
      const read = readEvent(update, named);
      return read?.kind === 'message' ? read.message.channel.name : undefined;
    };
    const created = message({ forum_topic_created: { name: 'Trips', icon_color: 0x6fb9f0 } });
    const first = { reply_to_message: created as Message['reply_to_message'] & object };

    assert.equal(nameOf({}), undefined);
    assert.equal(nameOf(first), 'Trips');
    assert.equal(nameOf({}), 'Trips');
    const renamed = { ...topic, forum_topic_edited: { name: 'Travel' } };
    assert.equal(readEvent(incoming(renamed), named), undefined);
    assert.equal(nameOf(first), 'Travel');
    assert.equal(nameOf({ message_thread_id: 6 }), undefined);
  });

  test('the General topic, and a chain of replies in it, are the chat itself', () => {
    assert.equal(readMessage({ chat: forum, text: 'x' }).channel.id, '-100');
    assert.equal(readMessage({ chat: forum, message_thread_id: 17, text: 'x' }).channel.id, '-100');
  });

  test('a message in a topic of a private chat addresses the bot directly', () => {
    const { channel, addressed } = readMessage({ ...topic, chat: dm, text: 'x' });
    assert.deepEqual(
      [channel.id, channel.kind, channel.parentId, addressed],
      ['7/5', 'direct', '7', 'direct'],
    );
  });

  test('the first message of a topic does not reply to the bot that created the topic', () => {
    const created = message({
      from: bot,
      forum_topic_created: { name: 'T', icon_color: 0x6fb9f0 },
    });
    const { addressed, quoted } = readMessage({
      ...topic,
      text: 'x',
      reply_to_message: created as Message['reply_to_message'] & object,
    });
    assert.deepEqual([addressed, quoted], [false, undefined]);
  });
});

describe('readEvent: commands', () => {
  test('a group can call a command with the name of the bot, and a known command without it; the text after it is the option', () => {
    const call = readCall({ text: '/Model@parleybot  gpt 5\nmini ' });
    assert.deepEqual(
      [call.name, call.options, call.author.id],
      ['model', { name: 'gpt 5\nmini' }, '7'],
    );
    assert.equal(readCall({ text: '/reset' }).name, 'reset');
    assert.deepEqual(readCall({ text: '/weather@ParleyBot Rome' }).options, { text: 'Rome' });
  });

  test('a command for another bot is no event, and an unknown command without a bot in a group is a plain message', () => {
    assert.equal(event(incoming({ text: '/model@OtherBot' })), undefined);
    const { addressed, text } = readMessage({ text: '/weather Rome' });
    assert.deepEqual([addressed, text], [false, '/weather Rome']);
  });

  test('every word after a slash is a command in a private chat, but a path is not', () => {
    assert.equal(readCall({ chat: dm, text: '/START' }).name, 'start');
    assert.equal(
      readMessage({ chat: dm, text: '/etc/passwd is what?' }).text,
      '/etc/passwd is what?',
    );
  });

  test('a command in a reply acts on the message that it replies to, and its answer replies to the command', () => {
    const replied = message({ message_id: 40, text: 'x' }) as Message['reply_to_message'] & object;
    const read = event(incoming({ text: '/reset', reply_to_message: replied }));
    assert.equal(read?.kind, 'command');
    assert.equal(read.call.targetId, '40');
    assert.equal(read.address.questionId, '42');
    assert.ok(typeof read.call.target === 'object');
    assert.deepEqual([read.call.target.id, read.call.target.addressed], ['40', false]);
  });

  test('a command in a reply to the bot has the bot’s own message as its target', () => {
    const replied = message({
      message_id: 40,
      text: 'x',
      from: bot,
    }) as Message['reply_to_message'] & object;
    const read = event(incoming({ text: '/reset', reply_to_message: replied }));
    assert.ok(read?.kind === 'command');
    assert.deepEqual([read.call.targetId, read.call.target], ['40', 'own']);
  });
});

// The fields: @grammyjs/types 5.0.0 (Bot API 10.3), `Message.ephemeral_message_id`; its `message_id` is 0.
describe('readEvent: messages that only the bot saw', () => {
  const hidden = { message_id: 0, ephemeral_message_id: 9 };
  const groupChannel = { platform: 'telegram', id: '-50', kind: 'group', name: 'Friends' };
  const hiddenAddress = { channel: groupChannel, hiddenQuestionId: '9', askerId: '7' };

  test('a command keeps its own id, and acts on the public message that it replies to', () => {
    const replied = message({ message_id: 41, from: bot, text: 'Paris.' });
    const reply_to_message = replied as Message['reply_to_message'] & object;
    const event = readEvent(incoming({ ...hidden, text: '/model', reply_to_message }), context);
    assert.ok(event?.kind === 'command');
    assert.deepEqual(event.address, hiddenAddress);
    assert.deepEqual([event.call.targetId, event.call.target], ['41', 'own']);
  });

  test('a command that replies to another such message acts on none', () => {
    const replied = message({ ...hidden, from: bot, text: 'Because.' });
    const reply_to_message = replied as Message['reply_to_message'] & object;
    const event = readEvent(
      incoming({ message_id: 0, ephemeral_message_id: 10, text: '/model', reply_to_message }),
      context,
    );
    assert.ok(event?.kind === 'command');
    assert.deepEqual([event.call.targetId, event.call.target], [undefined, undefined]);
  });

  test('words are no question for all, but ask for help', () => {
    const event = readEvent(incoming({ ...hidden, text: 'and why?' }), context);
    assert.ok(event?.kind === 'command');
    assert.deepEqual([event.call.name, event.address], ['help', hiddenAddress]);
    assert.equal(
      readEvent({ edited_message: message({ ...hidden, text: 'x' }) }, context),
      undefined,
    );
  });

  test('a press below one comes from the only person who sees it', () => {
    const pressed = message({ ...hidden, from: bot });
    const callback_query = {
      id: 'q',
      from: ann,
      chat_instance: 'c',
      data: 'why:1',
      message: pressed,
    };
    const event = readEvent({ callback_query }, context);
    assert.ok(event?.kind === 'button');
    assert.deepEqual(event.message, {
      messageId: 'ephemeral:9',
      chatId: '-50',
      receiverId: '7',
      onlyAsker: true,
    });
    assert.equal(event.address.askerId, '7');
  });

  test('only a real person in a group can be the one who sees a reply', () => {
    const askerOf = (change: Partial<Message>) => {
      const event = readEvent(incoming({ text: 'hi', ...change }), context);
      assert.ok(event?.kind === 'message');
      return event.address.askerId;
    };
    assert.equal(askerOf({}), '7');
    assert.equal(askerOf({ sender_chat: group as Message['sender_chat'] & object }), undefined);
    assert.equal(askerOf({ chat: dm as Message['chat'] }), undefined);
  });
});

describe('readEvent: parts that are not understood', () => {
  const read = (change: object) => readMessage(change as Partial<Message>);

  test('a part of the wrong type is left out, and the rest is read', () => {
    const { text, attachments, quoted, albumId } = read({
      text: 'hi',
      photo: 'no list',
      document: { file_id: 5.5 },
      entities: [null, 5, { type: 'mention' }],
      media_group_id: { id: 1 },
      reply_to_message: { message_id: 'x', text: 'y' },
    });
    assert.deepEqual([text, attachments, quoted, albumId], ['hi', [], undefined, undefined]);
  });

  // found-2026-11.md, E: a stored quote of the wrong type failed every later turn.
  test('a quote whose text is no text is the text of the whole message', () => {
    const replied = message({ message_id: 40, text: 'the whole' });
    const { quoted } = read({
      text: 'why?',
      reply_to_message: replied,
      quote: { is_manual: true, text: 5, position: 0 },
    });
    assert.equal(quoted?.text, 'the whole');
  });

  // found-2026-11.md, E: an unknown type set the whole message aside.
  test('an origin of an unknown type has the author that it names, or nobody', () => {
    const quotedBy = (origin: unknown) =>
      read({ text: 'why?', external_reply: { origin }, quote: { text: 'words' } }).quoted;
    assert.equal(quotedBy({ type: 'community', sender_user: ann })?.author.name, 'Ann Lee');
    for (const origin of [{ type: 'community', date: 1 }, 'x', null, undefined]) {
      assert.equal(quotedBy(origin)?.author.name, 'someone');
      assert.equal(quotedBy(origin)?.text, 'words');
    }
  });

  test('an unknown type of chat is a group, where the bot must be addressed', () => {
    const { channel, addressed } = read({ text: 'hi', chat: { id: -7, type: 'community' } });
    assert.deepEqual([channel.kind, addressed], ['group', false]);
  });

  test('entities outside of the text or marked twice cut nothing else out', () => {
    const twice = [mark('@ParleyBot a b c', '@ParleyBot'), mark('@ParleyBot a b c', '@ParleyBot')];
    assert.equal(read({ text: '@ParleyBot a b c', entities: twice }).text, 'a b c');
    const outside = [-5, 1e6].map((offset) => ({
      type: 'text_mention',
      offset,
      length: 3,
      user: bot,
    }));
    assert.equal(read({ text: 'a b c', entities: outside }).text, 'a b c');
  });

  test('a message without a date or a name is read', () => {
    const { sentAt, author } = read({ text: 'hi', date: 'today', from: { id: 7 } });
    assert.deepEqual([sentAt, author.name, author.isBot], [0, '', false]);
  });

  test('an update without what it needs is no event, and names the part', () => {
    for (const part of [5, null, 'x', {}, { text: 'hi' }, { message_id: 1, chat: { id: {} } }]) {
      const update = { update_id: 1, message: part };
      assert.equal(readEvent(update, context), undefined);
      assert.deepEqual(listUnreadableParts(update), ['message']);
    }
    for (const update of [null, 5, 'x', []]) assert.equal(readEvent(update, context), undefined);
  });

  test('content besides words has its kind', () => {
    const kinds = {
      poll: 'poll',
      venue: 'venue',
      location: 'location',
      contact: 'contact',
      dice: 'dice',
    };
    for (const [field, kind] of Object.entries(kinds))
      assert.equal(read({ chat: dm, [field]: {} }).details, `[${kind}]`);
    assert.equal(read({ chat: dm, rich_message: {} }).details, '[rich message] without words');
  });
});

describe('readEvent: other events', () => {
  const button = (change: object): Update =>
    ({
      update_id: 1,
      callback_query: { id: 'q', from: ann, chat_instance: 'c', ...change },
    }) as Update;

  test('a pressed button has its id, the person and the message', () => {
    const buttonMessage = message({
      message_id: 40,
      from: bot,
      chat: forum,
      message_thread_id: 5,
      is_topic_message: true,
    });
    const read = event(button({ data: 'model:x', message: buttonMessage }));
    assert.equal(read?.kind, 'button');
    assert.deepEqual([read.id, read.author.id], ['model:x', '7']);
    assert.deepEqual(read.message, { messageId: '40', chatId: '-100' });
    assert.deepEqual([read.address.channel.id, read.address.questionId], ['-100/5', undefined]);
  });

  test('a pressed entry of a menu has the id of the menu, and its value', () => {
    const read = event(button({ data: 'settings:x|a|b', message: message({}) }));
    assert.ok(read?.kind === 'button');
    assert.deepEqual([read.id, read.values], ['settings:x', ['a|b']]);
  });

  test('a button without data or message is no event', () => {
    assert.equal(event(button({ message: message({}) })), undefined);
    assert.equal(event(button({ data: 'x', inline_message_id: 'i' })), undefined);
    const marked = event(button({ data: 'x@-50/7', inline_message_id: 'i' }));
    assert.equal(marked?.kind === 'button' && marked.isUnderAnswer, true);
  });

  const membership = (from: ChatMember['status'], to: ChatMember['status'], chat = group): Update =>
    ({
      update_id: 1,
      my_chat_member: {
        chat,
        from: ann,
        date: 1,
        old_chat_member: { status: from, user: bot },
        new_chat_member: { status: to, user: bot },
      },
    }) as Update;

  test('only a changed membership in a group is an event', () => {
    const added = event(membership('left', 'member'));
    assert.equal(added?.kind, 'added');
    assert.deepEqual([added.channel.id, added.author?.id], ['-50', '7']);
    assert.equal(event(membership('administrator', 'kicked'))?.kind, 'removed');
    assert.equal(event(membership('member', 'administrator')), undefined);
    assert.equal(event(membership('kicked', 'member', dm)), undefined);
    assert.equal(
      event(membership('left', 'administrator', { id: -9, type: 'channel', title: 'News' })),
      undefined,
    );
  });

  test('a migration to a supergroup is one event, although both chats report it', () => {
    const read = event(incoming({ migrate_to_chat_id: -1005 }));
    assert.equal(read?.kind, 'migrated');
    assert.deepEqual([read.from.id, read.to.id], ['-50', '-1005']);
    assert.equal(event(incoming({ chat: forum, migrate_from_chat_id: -50 })), undefined);
  });

  test('a stopped draft has the channel of its conversation', () => {
    const stopped = { chat: dm, message_thread_id: 5, draft_id: 3 };
    const read = event({ update_id: 1, stopped_message_generation: stopped } as Update);
    assert.equal(read?.kind, 'stopped');
    assert.equal(read.address.channel.id, '7/5');
  });

  test('a migration, a stop or a greeting in the wrong place is no event of that kind', () => {
    assert.notEqual(
      event(incoming({ chat: dm, text: 'x', migrate_to_chat_id: -1 }))?.kind,
      'migrated',
    );
    const inGroup = { chat: group, draft_id: 3 };
    assert.equal(event({ update_id: 1, stopped_message_generation: inGroup } as Update), undefined);
    const { my_chat_member: change } = membership('left', 'member');
    const withoutPerson = { update_id: 1, my_chat_member: { ...change, from: 5 } };
    assert.equal(readEvent(withoutPerson, context), undefined);
  });

  test('an update of another kind is no event', () => {
    assert.equal(event({ update_id: 1 }), undefined);
  });
});

function photo(id: string, size: number) {
  return { file_id: id, file_unique_id: id, width: 1, height: 1, file_size: size };
}
