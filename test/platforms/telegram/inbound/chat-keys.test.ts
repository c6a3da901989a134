import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import { chatKey } from '../../../../src/lib/chat-key.ts';
import { personalChannel } from '../../../../src/lib/personal-channel.ts';
import { readEvent } from '../../../../src/platforms/telegram/inbound/read-event.ts';
import { ann, bot, context, dm, forum, group, message } from '../updates.ts';

const topic = { message_thread_id: 5, is_topic_message: true };
const member = { user: bot, status: 'member' };
const left = { user: bot, status: 'left' };
const monoforum = { id: -300, type: 'supergroup', title: 'Direct messages' };
const says = (change: object) => message({ text: 'words', ...change });
const press = (change: object) => ({
  id: 'q',
  from: ann,
  chat_instance: 'c',
  data: 'x',
  ...change,
});

/** The updates of each chat, as https://core.telegram.org/bots/api#update lists them. */
const updatesOf: Readonly<Record<string, readonly object[]>> = {
  '-50': [
    { message: says({ chat: group }) },
    { message: says({ chat: group, text: '/reset' }) },
    { message: says({ chat: group, message_id: 0, ephemeral_message_id: 3 }) },
    { edited_message: says({ chat: group }) },
    { callback_query: press({ message: message({ chat: group, from: bot }) }) },
    { callback_query: press({ message: { message_id: 0, date: 0, chat: group } }) },
    {
      callback_query: press({
        message: message({ chat: group, message_id: 0, from: bot, ...{ ephemeral_message_id: 4 } }),
      }),
    },
    {
      my_chat_member: {
        chat: group,
        from: ann,
        date: 1,
        old_chat_member: left,
        new_chat_member: member,
      },
    },
    {
      my_chat_member: {
        chat: group,
        from: ann,
        date: 1,
        old_chat_member: member,
        new_chat_member: left,
      },
    },
    { message: message({ chat: group, migrate_to_chat_id: -100 }) },
    { guest_message: says({ chat: group, text: '@ParleyBot words', ...{ guest_query_id: 'g' } }) },
    { callback_query: press({ inline_message_id: 'i', data: 'x@-50/7' }) },
  ],
  '-100': [
    { message: says({ chat: forum }) },
    { message: says({ chat: forum, ...topic }) },
    { message: says({ chat: forum, ...topic, text: '/reset' }) },
    { edited_message: says({ chat: forum, ...topic }) },
    { callback_query: press({ message: message({ chat: forum, from: bot, ...topic }) }) },
    {
      guest_message: says({
        chat: forum,
        ...topic,
        text: '@ParleyBot words',
        ...{ guest_query_id: 'g' },
      }),
    },
  ],
  '7': [
    { message: says({ chat: dm }) },
    { message: says({ chat: dm, ...topic }) },
    { edited_message: says({ chat: dm, ...topic }) },
    { callback_query: press({ message: message({ chat: dm, from: bot, ...topic }) }) },
    { stopped_message_generation: { chat: dm, draft_id: 1 } },
    { stopped_message_generation: { chat: dm, draft_id: 1, message_thread_id: 5 } },
  ],
  '-300': [
    {
      message: says({ chat: monoforum, ...{ direct_messages_topic: { topic_id: 8, user: ann } } }),
    },
    {
      edited_message: says({
        chat: monoforum,
        ...{ direct_messages_topic: { topic_id: 9, user: ann } },
      }),
    },
  ],
  '-400': [
    { channel_post: says({ chat: { id: -400, type: 'channel', title: 'News' } }) },
    { edited_channel_post: says({ chat: { id: -400, type: 'channel', title: 'News' } }) },
  ],
};

function channelOf(event: InboundEvent) {
  if (event.kind === 'migrated') return event.from;
  return 'address' in event ? event.address.channel : event.channel;
}

for (const [chat, updates] of Object.entries(updatesOf)) {
  test(`every event of the chat ${chat} has the key of that chat, also where a conversation is one person's`, () => {
    for (const update of updates) {
      const event = readEvent({ update_id: 1, ...update }, context);
      assert.ok(event, JSON.stringify(update));
      const channel = channelOf(event);
      assert.equal(chatKey(channel), `telegram:${chat}`, JSON.stringify(update));
      assert.equal(chatKey(personalChannel(channel, '7')), `telegram:${chat}`);
      if (event.kind === 'message') assert.deepEqual(event.message.channel, channel);
    }
  });
}
