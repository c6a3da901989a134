import type { Access, DeniedReason, Role } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Author } from '../contracts/chat-message.ts';
import type { LanguageOf } from '../contracts/language.ts';
import type { SettingsOf } from '../contracts/settings.ts';
import { channelKey } from '../lib/channel-key.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { Texts } from '../texts/en/index.ts';
import { textsIn } from '../texts/index.ts';
import type { Notifier } from './notifier.ts';

/** The button that asks the admins for access. Everybody may press it. */
export const ASK_BUTTON_ID = 'access:ask';

/** Tells people that they may not use the bot, and what helps. */
export interface Refusals {
  /** True for people who may use the bot. Other people get a sentence that says how to get access. */
  checkAccess(author: Author, address: Address): boolean;
  /** As `checkAccess`, for a press of a button. */
  checkPress(author: Author, address: Address): boolean;
  /** Sends the sentence for a reason. Without an interaction, at most once per hour. */
  refuse(denied: DeniedReason, author: Author, address: Address): void;
}

/** The decisions, and the notifier that sends the sentences. */
export interface RefusalsParts {
  readonly access: Pick<Access, 'check' | 'admins'>;
  readonly settingsOf: SettingsOf;
  readonly languageOf: LanguageOf;
  readonly notifier: Pick<Notifier, 'send' | 'sendOncePerHour'>;
}

/** Creates the refusals of a bot. */
export function createRefusals({
  access,
  settingsOf,
  languageOf,
  notifier,
}: RefusalsParts): Refusals {
  function refuse(denied: DeniedReason, author: Author, address: Address): void {
    const { channel } = address;
    const texts = textsIn(languageOf(channel, author));
    const personId = `${channel.platform}:${author.id}`;
    const chatId = `${channel.platform}:${channel.parentId ?? channel.id}`;
    // Everybody could press the button of a guest, and the bot could not tell the person there what the admins decide.
    const mayAsk =
      denied === 'person' && !channel.isGuest && access.admins(channel.platform).length > 0;
    const text = mayAsk
      ? texts.deniedPerson(personId)
      : sentenceFor(texts, denied, { personId, chatId, askers: settingsOf(channel).powers.ask });
    const controls = mayAsk ? [[{ id: ASK_BUTTON_ID, label: texts.askForAccessLabel }]] : undefined;

    // The network shows most interactions without a reply as failed, so each one gets its own sentence.
    if (address.interaction && !address.interaction.isSeenByAll) {
      notifier.send(address, omitUndefined({ text, controls, onlyAsker: true }));
    } else {
      const topic = channel.isGuest
        ? `denied:${chatId}:${personId}`
        : topicOf(denied, personId, chatId);
      notifier.sendOncePerHour(topic, address, text, controls);
    }
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
      const decision = access.check(author, channel);
      if (decision.allowed) return true;

      const { deniedByList, deniedPress } = textsIn(languageOf(channel, author));
      const topic = `press:${channelKey(channel)}:${author.id}`;
      const text = decision.denied === 'denied' ? deniedByList : deniedPress;
      notifier.sendOncePerHour(topic, address, text);
      return false;
    },

    refuse,
  };
}

function sentenceFor(
  texts: Texts,
  denied: DeniedReason,
  { personId, chatId, askers }: { personId: string; chatId: string; askers: Role },
): string {
  switch (denied) {
    case 'person':
      return texts.deniedWithoutAdmins(personId);
    case 'chat':
      return texts.deniedChat(chatId, personId);
    case 'denied':
      return texts.deniedByList;
    case 'direct off':
      return texts.deniedDirect;
    case 'power':
      return texts.powerRefused[askers];
  }
}

/** A refusal of a whole chat has one topic for all its people, so it is sent once per hour, not once per person. */
function topicOf(denied: DeniedReason, personId: string, chatId: string): string {
  if (denied === 'chat') return `denied:${chatId}`;
  const isDirect = denied === 'person' || denied === 'direct off';
  return `${denied}:${isDirect ? '' : chatId}:${personId}`;
}
