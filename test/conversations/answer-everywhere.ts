import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Turns } from '../../src/contracts/turns.ts';
import { CHAT_MARKS_PREFIX } from '../../src/conversations/keys.ts';
import { chatKey } from '../../src/lib/chat-key.ts';

/**
 * On a store that several processes work on: adopts the chats with open turns, and each chat before something happens
 * there, as if all events came to this process.
 */
export async function answerEverywhere(turns: Turns, store: Store): Promise<Turns> {
  const marks = await store.findKeys(CHAT_MARKS_PREFIX);
  await Promise.all(marks.map((key) => turns.adopt(key.slice(CHAT_MARKS_PREFIX.length))));
  const adopt = (channel: Channel) => turns.adopt(chatKey(channel));
  return {
    ...turns,
    accept: (turn, mayJoin) => adopt(turn.address.channel).then(() => turns.accept(turn, mayJoin)),
    edit: (message) => adopt(message.channel).then(() => turns.edit(message)),
    withdraw: (channel, id) => adopt(channel).then(() => turns.withdraw(channel, id)),
    reopen: (turn, rerun) => adopt(turn.address.channel).then(() => turns.reopen(turn, rerun)),
    relocate: (turn, channel) => adopt(channel).then(() => turns.relocate(turn, channel)),
  };
}
