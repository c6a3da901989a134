import { randomUUID } from 'node:crypto';
import type { Address } from '../../contracts/address.ts';
import type { Channel, ChatMessage, QuotedMessage } from '../../contracts/chat-message.ts';
import type { AskedQuestion, CommandCall } from '../../contracts/command.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import type { AcceptOutcome, NewTurn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { hasContent } from '../../lib/has-content.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { personalChannel } from '../../lib/personal-channel.ts';

/** Makes questions of commands. */
export interface CommandQuestions {
  /**
   * Gives the reason why the call is no question.
   *
   * @throws When the question could not be stored.
   */
  askByCommand(call: CommandCall, question: AskedQuestion): Promise<DeclineReason | undefined>;
}

interface CommandQuestionsParts {
  readonly clock: Clock;
  /** Stores a question, and runs what it became. */
  store(turn: NewTurn): Promise<AcceptOutcome>;
}

/** Creates the questions of commands. Each is a whole question: nothing joins it, and it joins nothing. */
export function createCommandQuestions({ clock, store }: CommandQuestionsParts): CommandQuestions {
  return {
    async askByCommand(call, { text, about, onlyAsker = false }) {
      const { author, attachments = [], interaction } = call;
      const channel = channelOf(call, onlyAsker);
      const message: ChatMessage = omitUndefined({
        id: interaction?.id ?? randomUUID(),
        channel,
        author,
        addressed: channel.kind === 'direct' ? ('direct' as const) : ('mention' as const),
        text,
        attachments,
        quoted: about && quotedForm(about),
        sentAt: clock.now(),
      });
      if (!hasContent(message) && !(about && hasContent(about))) return { kind: 'wordless' };

      const address: Address = omitUndefined({
        channel,
        interaction,
        onlyAsker: onlyAsker ? (true as const) : undefined,
      });
      const outcome = await store({ message, address, isSeparate: true });
      return outcome === 'full' ? { kind: 'full' } : undefined;
    },
  };
}

/** What only one person sees must not be in the history that all questions of a place share. */
function channelOf({ channel, author }: CommandCall, onlyAsker: boolean): Channel {
  const isShared = channel.kind !== 'direct' && channel.personId === undefined;
  return onlyAsker && isShared ? personalChannel(channel, author.id) : channel;
}

function quotedForm({ id, author, isOwn = false, ...message }: ChatMessage): QuotedMessage {
  const { text, details, attachments, forwardedFrom } = message;
  return omitUndefined({ id, author, isOwn, text, details, attachments, forwardedFrom });
}
