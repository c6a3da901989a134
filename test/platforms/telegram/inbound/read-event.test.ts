import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChatMember, Message, Update } from 'grammy/types';
import type { ChatMessage } from '../../../../src/contracts/chat-message.ts';
import { readEvent } from '../../../../src/platforms/telegram/inbound/read-event.ts';
import { ann, bot, dm, forum, group, incoming, mark, message, reader } from '../updates.ts';

const event = (update: Update) => readEvent(update, reader);

function said(change: Partial<Message>): ChatMessage {
  const read = event(incoming(change));
  assert.equal(read?.kind, 'message');
  return read.message;
}

function called(change: Partial<Message>) {
  const read = event(incoming(change));
  assert.equal(read?.kind, 'command');
  return read.call;
}

describe('messages', () => {
  test('a private message speaks to the bot directly', () => {
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

  test('a group message that does not name the bot is handed on unaddressed', () => {
    const { addressed, channel } = said({ text: 'lunch?' });
    assert.equal(addressed, false);
    assert.deepEqual(channel, { platform: 'telegram', id: '-50', kind: 'group', name: 'Friends' });
  });

  test('a mention counts in any case and is cut out by its place, also behind an emoji', () => {
    const text = '👩‍👩‍👧 hey @parleybot what is @ParleyBotter?';
    const entities = [mark(text, '@parleybot'), mark(text, '@ParleyBotter')];
    const { addressed, text: rest } = said({ text, entities });
    assert.equal(addressed, 'mention');
    assert.equal(rest, '👩‍👩‍👧 hey what is @ParleyBotter?');
  });

  test('the words of a mention that is none, as in code, stay', () => {
    const { addressed, text } = said({
      text: 'type @ParleyBot',
      entities: [{ type: 'code', offset: 5, length: 10 }],
    });
    assert.deepEqual([addressed, text], [false, 'type @ParleyBot']);
  });

  test('where a server marks nothing, the name of the bot counts all the same, but not within other words', () => {
    const { addressed, text } = said({ text: 'hey @parleybot, hi' });
    assert.deepEqual([addressed, text], ['mention', 'hey , hi']);
    assert.equal(said({ text: '@ParleyBot hi', entities: [] }).addressed, 'mention');
    for (const other of ['mail me@parleybot', '@ParleyBotter hi'])
      assert.equal(said({ text: other }).addressed, false);
  });

  test('the comma after an address goes with it, and a bare mention leaves nothing', () => {
    const text = '@ParleyBot, why?';
    assert.equal(said({ text, entities: [mark(text, '@ParleyBot')] }).text, 'why?');
    const bare = said({ text: '@ParleyBot', entities: [mark('@ParleyBot', '@ParleyBot')] });
    assert.deepEqual([bare.addressed, bare.text], ['mention', '']);
  });

  test('a mention counts in a caption and as a link to the bot; people without a user name stay readable', () => {
    const caption = '@ParleyBot look';
    assert.equal(
      said({ caption, caption_entities: [mark(caption, '@ParleyBot')] }).addressed,
      'mention',
    );
    const text = 'Parley ask Ann';
    const linked = said({
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
    const { addressed, quoted } = said({ text: 'Sure?', reply_to_message: replied });
    assert.equal(addressed, 'reply');
    assert.deepEqual([quoted?.id, quoted?.isOwn, quoted?.text], ['41', true, 'Paris.']);
  });

  test('a part that somebody selected is quoted alone', () => {
    const replied = message({ text: 'One. Two.' }) as Message['reply_to_message'] & object;
    const { addressed, quoted } = said({
      text: 'why?',
      reply_to_message: replied,
      quote: { text: 'Two.', position: 5, is_manual: true },
    });
    assert.deepEqual([addressed, quoted?.text, quoted?.isOwn], [false, 'Two.', false]);
  });

  test('a reply to a message of another chat quotes what Telegram sends along', () => {
    const { quoted } = said({
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

  test('files are referred to by id, the largest photo first of all, an animation once', () => {
    const sent = said({
      photo: [photo('small', 10), photo('large', 999)],
      caption: 'see',
      media_group_id: 'album',
    });
    assert.deepEqual(sent.attachments, [
      { ref: 'large', name: 'photo.jpg', mime: 'image/jpeg', bytes: 999 },
    ]);
    assert.equal(sent.albumId, 'album');
    const file = {
      file_id: 'd',
      file_unique_id: 'u',
      file_name: 'a.pdf',
      mime_type: 'application/pdf',
      file_size: 5,
    };
    assert.deepEqual(said({ document: file }).attachments, [
      { ref: 'd', name: 'a.pdf', mime: 'application/pdf', bytes: 5 },
    ]);
    const animation = { ...file, width: 1, height: 1, duration: 1, mime_type: 'video/mp4' };
    assert.equal(said({ document: file, animation }).attachments.length, 1);
    const voice = { file_id: 'v', file_unique_id: 'u', duration: 1 };
    assert.deepEqual(said({ voice }).attachments, [
      { ref: 'v', name: 'voice.ogg', mime: 'audio/ogg', bytes: 0 },
    ]);
  });

  test('service messages are no messages; a location is one without words', () => {
    assert.equal(event(incoming({ new_chat_members: [bot] })), undefined);
    assert.equal(event(incoming({ new_chat_title: 'Other' })), undefined);
    assert.equal(said({ chat: dm, location: { latitude: 1, longitude: 1 } }).text, '');
  });

  test('an edited message is an edit, even if it now looks like a command', () => {
    const edited = {
      update_id: 1,
      edited_message: message({ text: '/reset', edit_date: 1 }),
    } as Update;
    assert.equal(event(edited)?.kind, 'edited');
  });
});

describe('authors', () => {
  test('an anonymous admin is a person who may manage the group', () => {
    const { author } = said({ text: 'x', sender_chat: group, from: { ...bot, id: 1087968824 } });
    assert.deepEqual(
      [author.id, author.name, author.isBot, author.isServerAdmin],
      ['-50', 'Friends', false, true],
    );
  });

  test('somebody who writes as a channel is a person, what the linked channel forwards is not', () => {
    const channel = { id: -9, type: 'channel', title: 'News' } as const;
    const stand = { ...bot, id: 136817688 };
    assert.equal(said({ text: 'x', sender_chat: channel, from: stand }).author.isBot, false);
    const forwarded = said({
      text: 'x',
      sender_chat: channel,
      from: stand,
      is_automatic_forward: true,
    }).author;
    assert.deepEqual([forwarded.isBot, forwarded.isServerAdmin], [true, false]);
  });

  test('other bots are bots', () => {
    assert.equal(said({ text: 'x', from: { ...bot, id: 2 } }).author.isBot, true);
  });
});

describe('topics', () => {
  const topic = { chat: forum, message_thread_id: 5, is_topic_message: true } as const;

  test('a topic of a forum is a channel of its own', () => {
    assert.deepEqual(said({ ...topic, text: 'x' }).channel, {
      platform: 'telegram',
      id: '-100/5',
      kind: 'thread',
      parentId: '-100',
      name: 'Forum',
    });
  });

  test('the General topic, and a chain of replies in it, are the chat itself', () => {
    assert.equal(said({ chat: forum, text: 'x' }).channel.id, '-100');
    assert.equal(said({ chat: forum, message_thread_id: 17, text: 'x' }).channel.id, '-100');
  });

  test('a topic in a private chat keeps speaking to the bot directly', () => {
    const { channel, addressed } = said({ ...topic, chat: dm, text: 'x' });
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
    const { addressed, quoted } = said({
      ...topic,
      text: 'x',
      reply_to_message: created as Message['reply_to_message'] & object,
    });
    assert.deepEqual([addressed, quoted], [false, undefined]);
  });
});

describe('commands', () => {
  test('in groups a command for this bot and a bare one that it knows are called, with what follows as the option', () => {
    const call = called({ text: '/Model@parleybot  gpt 5\nmini ' });
    assert.deepEqual(
      [call.name, call.options, call.author.id],
      ['model', { name: 'gpt 5\nmini' }, '7'],
    );
    assert.equal(called({ text: '/reset' }).name, 'reset');
    assert.deepEqual(called({ text: '/weather@ParleyBot Rome' }).options, { text: 'Rome' });
  });

  test('a command for another bot is nothing, an unknown bare one in a group a plain message', () => {
    assert.equal(event(incoming({ text: '/model@OtherBot' })), undefined);
    const { addressed, text } = said({ text: '/weather Rome' });
    assert.deepEqual([addressed, text], [false, '/weather Rome']);
  });

  test('in private every word after a slash is a command, a path is not', () => {
    assert.equal(called({ chat: dm, text: '/START' }).name, 'start');
    assert.equal(said({ chat: dm, text: '/etc/passwd is what?' }).text, '/etc/passwd is what?');
  });

  test('a command as a reply acts on that message, and is answered where it was called', () => {
    const replied = message({ message_id: 40, text: 'x' }) as Message['reply_to_message'] & object;
    const read = event(incoming({ text: '/reset', reply_to_message: replied }));
    assert.equal(read?.kind, 'command');
    assert.equal(read.call.targetId, '40');
    assert.equal(read.address.questionId, '42');
    assert.ok(typeof read.call.target === 'object');
    assert.deepEqual([read.call.target.id, read.call.target.addressed], ['40', false]);
  });

  test('knows a message of its own that a command is a reply to', () => {
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

describe('other events', () => {
  const button = (change: object): Update =>
    ({
      update_id: 1,
      callback_query: { id: 'q', from: ann, chat_instance: 'c', ...change },
    }) as Update;

  test('a pressed button says which, by whom, and under which message', () => {
    const under = message({
      message_id: 40,
      from: bot,
      chat: forum,
      message_thread_id: 5,
      is_topic_message: true,
    });
    const read = event(button({ data: 'model:x', message: under }));
    assert.equal(read?.kind, 'button');
    assert.deepEqual([read.id, read.author.id], ['model:x', '7']);
    assert.deepEqual(read.message, { messageId: '40', chatId: '-100' });
    assert.deepEqual([read.address.channel.id, read.address.questionId], ['-100/5', undefined]);
  });

  test('buttons without data or message are nothing', () => {
    assert.equal(event(button({ message: message({}) })), undefined);
    assert.equal(event(button({ data: 'x', inline_message_id: 'i' })), undefined);
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

  test('only real changes of membership in groups count', () => {
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

  test('the move to a supergroup is told once, though both chats tell it', () => {
    const read = event(incoming({ migrate_to_chat_id: -1005 }));
    assert.equal(read?.kind, 'migrated');
    assert.deepEqual([read.from.id, read.to.id], ['-50', '-1005']);
    assert.equal(event(incoming({ chat: forum, migrate_from_chat_id: -50 })), undefined);
  });

  test('a stopped draft names the conversation', () => {
    const stopped = { chat: dm, message_thread_id: 5, draft_id: 3 };
    const read = event({ update_id: 1, stopped_message_generation: stopped } as Update);
    assert.equal(read?.kind, 'stopped');
    assert.equal(read.address.channel.id, '7/5');
  });

  test('other kinds of updates are nothing', () => {
    assert.equal(event({ update_id: 1 }), undefined);
  });
});

function photo(id: string, size: number) {
  return { file_id: id, file_unique_id: id, width: 1, height: 1, file_size: size };
}
