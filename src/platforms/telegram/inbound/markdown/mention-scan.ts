import type { BotIdentity } from '../bot-identity.ts';

/**
 * Stands for a mention of the bot until `cutOwnMentions` removes it. It is a half of a character: the readers
 * of updates let none through, so no text of a person has it.
 */
export const OWN_MENTION = '\uD800';

/** Finds the mentions of one message. */
export interface MentionScan {
  readonly mentionsMe: boolean;
  readonly mentionsOthers: boolean;
  /** Gives `words`, or `OWN_MENTION` if the bot has this user name. */
  readName(username: string, words: string): string;
  /** As `readName`, for people without a user name. */
  readUserId(id: number | undefined, words: string): string;
}

/** Creates the scan of one message. */
export function createMentionScan(me: BotIdentity): MentionScan {
  let mentionsMe = false;
  let mentionsOthers = false;

  function record(isMe: boolean, words: string): string {
    if (isMe) mentionsMe = true;
    else mentionsOthers = true;
    return isMe ? OWN_MENTION : words;
  }

  return {
    get mentionsMe() {
      return mentionsMe;
    },
    get mentionsOthers() {
      return mentionsOthers;
    },
    readName(username, words) {
      const name = username.replace(/^@/, '').toLowerCase();
      return record(name !== '' && name === me.username.toLowerCase(), words);
    },
    readUserId: (id, words) => record(id === me.id, words),
  };
}

/**
 * Removes the mentions of the bot. Also cuts one of the two spaces around each, and the comma after one
 * at the start: "@bot, why?".
 */
export function cutOwnMentions(markdown: string): string {
  const [start = '', ...parts] = markdown.split(OWN_MENTION);
  return parts.reduce(joinAroundMention, start).trim();
}

function joinAroundMention(before: string, after: string): string {
  if (before.trim() === '') return after.replace(/^[,:]?\s+/, '');
  return before + (/\s$/.test(before) ? after.replace(/^ /, '') : after);
}
