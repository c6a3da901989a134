import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import type { Turn } from '../../contracts/turns.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import { durationInWords } from '../durations.ts';
import { pluralIn } from '../plural.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('en');
const TOKENS = { one: 'token', other: 'tokens' };

const attemptFacts = attemptFactsIn({
  headers: (ms) => `headers after ${durationInWords(ms, 'en')}`,
  firstWords: (ms) => `first words after ${durationInWords(ms, 'en')}`,
  end: (ms) => `end after ${durationInWords(ms, 'en')}`,
  tokensIn: (tokens, cached, about) =>
    `${about}${plural(tokens, TOKENS)} in${cached > 0 ? ` (${cached.toLocaleString('en')} cached)` : ''}`,
  tokensOut: (tokens, about) => `${about}${plural(tokens, TOKENS)} out`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord: 'Open the menu of a message (right-click it, or hold it), then **Apps**, **Why**.',
  telegram: 'Reply to a message with `/why`.',
};

const addressMe =
  "Mention me, reply to one of my messages, or write to me directly, and I'll answer.";

const turnPrivacyOff =
  'write `/setprivacy` to @BotFather, choose me, **Disable**, then remove me from the group and add me again.';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe} To let me see all messages of a group: ${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    "I see only the channels that I may view, and nothing that is written while I'm not running. Check that I have **View Channel** here, then ask again.",
  telegram: `In groups, privacy mode hides messages from bots: ${turnPrivacyOff} Then ask again.`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `Its author isn't on my allow list. One of my admins can let them in: \`/access allow ${personId}\`.`;
    case 'chat':
      return `This chat isn't on my allow list. The person who runs me can add \`${chatId}\` to \`ALLOWED_CHATS\`, or one of my admins can let its author in: \`/access allow ${personId}\`.`;
    case 'denied':
      return 'I may not answer its author, or anybody here: a list of the person who runs me says so, or one of my admins.';
    case 'direct off':
      return "I don't answer direct messages: the person who runs me has turned that off.";
    case 'power':
      return 'Not everybody may ask me here. The person who runs me has decided that: `powers` in `parley.yaml`.';
  }
}

/** The sentences of `/why`. */
export const whyTexts = {
  howTo: (network: string) =>
    `I can tell you why I did or didn't answer a message. ${howToPoint[network] ?? ''}`.trim(),

  declined: (
    reason: DeclineReason,
    { network, chatId }: { network: string; chatId: string },
  ): string => {
    switch (reason.kind) {
      case 'command':
        return 'This message is a command. My reply is below it.';
      case 'bot':
        return 'A bot wrote this message. I answer only people, because two bots would never stop. The person who runs me can allow this bot: `answered_bots` in `parley.yaml`.';
      case 'unaddressed':
        return `This message doesn't address me. ${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return 'This message has nothing that I could answer. Write your question next to my name.';
      case 'loop':
        return 'A bot wrote this message, and bots have asked me too fast, or too often without a person between them. I answer bots here again after somebody has written.';
      case 'proxy':
        return "A bot shows this message in a person's place, as PluralKit does. The person who runs me can allow that: `proxies` in `parley.yaml`.";
      case 'post':
        return 'A channel posted this message. The person who runs me can allow me to answer posts that mention me: `channel_posts` in `parley.yaml`.';
      case 'others':
        return 'This message mentions or answers somebody else, so I took it as theirs. Mention me to ask me.';
      case 'shared':
        return 'You need to mention me here, because others write in this thread too, or may have written before I could see it.';
      case 'full':
        return 'Too many questions were waiting here when this message came. Please ask again.';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: "I wrote this message myself, and it isn't a model's answer; or it is too old for me to remember.",
  unknown: (network: string) =>
    `I don't know this message. It never reached me, or it is too old for me to remember. ${whyUnseen[network] ?? ''}`.trim(),

  waiting: (turnsAhead: number) =>
    turnsAhead === 0
      ? 'This question is next here. I start as soon as I may give another answer.'
      : `This question is number ${turnsAhead + 1} in the queue. I answer one at a time here.`,
  running: "I'm answering this question right now.",
  dropped: 'This question was stopped before I started to answer it. Please ask again.',
  forgotten: 'This question was deleted, or I was told to forget it. I no longer know what it was.',
  noModel: "I didn't ask a model: I gave up, or I couldn't show the answer. Please ask again.",
  unread:
    'I asked no model, because there was nothing in this message that it could have read. My reply says why.',
  ended: (
    state: Turn['state'],
    model: string,
    agoMs: number | undefined,
    lastAttempt: Attempt | undefined,
  ) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped') return `${model} was answering this until it was stopped${when}.`;
    if (state !== 'failed') return `${model} answered this${when}.`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : 'failed';
    return `${model} should have answered this${when}, but it ${failure}.`;
  },
  /** The answer is shorter than what the model wrote. */
  repeated: (model: string, agoMs: number | undefined) =>
    `${model} answered this${agoInWords(agoMs)}. It kept repeating itself, so I stopped it and left out the repetition.`,
  resumed: (count: number) =>
    count === 1 ? 'I restarted in between.' : `I restarted ${count} times in between.`,
  /** Of all attempts together. Only admins see it. */
  cost: (usd: number | undefined, isEstimated: boolean) =>
    usd === undefined
      ? "I don't know what this answer cost."
      : `This answer cost ${cost(usd, isEstimated)}.`,

  /** One line for one attempt. Only admins see it. */
  attempt: ({ provider, model, keyAlias, outcome, ...attempt }: Attempt): string => {
    const key = keyAlias ? ` (${keyAlias})` : '';
    const facts = attemptFacts(attempt).join(', ');
    return `\`${provider}/${model}\`${key} ${outcomeInWords(outcome)}: ${facts}`;
  },
};

/** Begins with a space, or is empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : ` ${durationInWords(agoMs, 'en')} ago`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'answered';
  return outcome === 'stopped' ? 'was stopped' : failures[outcome].reason;
}
