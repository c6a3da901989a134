import type { Access, AccessDecision } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Author } from '../contracts/chat-message.ts';
import { channelKey } from '../lib/channel-key.ts';
import { texts } from '../texts/index.ts';
import type { Notifier } from './notifier.ts';

type DeniedReason = Extract<AccessDecision, { allowed: false }>['denied'];

/** Tells people that they may not use the bot, and what helps. */
export interface Refusals {
  /** True for people who may use the bot. Other people get a sentence that says how to get access. */
  checkAccess(author: Author, address: Address): boolean;
  /** As `checkAccess`, for a press of a button. */
  checkPress(author: Author, address: Address): boolean;
  refuse(denied: DeniedReason, author: Author, address: Address): void;
}

/** Creates the refusals of a bot. */
export function createRefusals(access: Pick<Access, 'check'>, notifier: Notifier): Refusals {
  function refuse(denied: DeniedReason, author: Author, address: Address): void {
    const { channel } = address;
    const personId = `${channel.platform}:${author.id}`;
    const chatId = `${channel.platform}:${channel.parentId ?? channel.id}`;
    const isPerson = denied === 'person';
    const text = isPerson ? texts.deniedPerson(personId) : texts.deniedChat(chatId, personId);

    // The network shows an interaction without a reply as failed, so each one gets its own sentence.
    if (address.interaction) notifier.send(address, { text, onlyAsker: true });
    else notifier.sendOncePerHour(`denied:${isPerson ? personId : chatId}`, address, text);
  }

  return {
    checkAccess(author, address) {
      const decision = access.check(author, address.channel);
      if (!decision.allowed) refuse(decision.denied, author, address);
      return decision.allowed;
    },

    /**
     * A refused press gets a sentence once per hour: where many are pressed at once, the network shows
     * the sentences to everybody, and they use up the writes that the chat has for answers.
     */
    checkPress(author, address) {
      const { channel } = address;
      const isAllowed = access.check(author, channel).allowed;
      const topic = `press:${channelKey(channel)}:${author.id}`;
      if (!isAllowed) notifier.sendOncePerHour(topic, address, texts.deniedPress);
      return isAllowed;
    },

    refuse,
  };
}
