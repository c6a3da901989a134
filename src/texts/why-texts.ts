import type { Attempt } from '../contracts/router.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import type { Turn } from '../contracts/turns.ts';
import { durationInWords } from './durations.ts';
import { failures } from './failures.ts';

/** By the names of the platforms. */
const howToPoint: Readonly<Record<string, string>> = {
  discord: 'Open the menu of a message (right-click it, or hold it), then **Apps**, **Why**.',
  telegram: 'Reply to a message with `/why`.',
};

const wakeUp = 'Mention me, reply to one of my messages, or write to me directly, and I answer.';
const howToAddress: Readonly<Record<string, string>> = {
  discord: wakeUp,
  telegram: `${wakeUp} If I should see all messages of a group: write /setprivacy to @BotFather, choose me, **Disable**, then remove me from the group and add me again.`,
};

const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    'Discord tells me only of channels that I may view, and not of what is written while I am not running. Check that I have **View Channel** here, then ask again.',
  telegram:
    'In groups, privacy mode hides messages from bots: write /setprivacy to @BotFather, choose me, **Disable**, then remove me from the group and add me again. Then ask again.',
};

/** What `/why` says. */
export const whyTexts = {
  howTo: (platform: string) =>
    `I say of any message why I did or did not answer it. ${howToPoint[platform] ?? ''}`.trim(),

  declined: (
    decision: DeclineReason,
    { platform, placeId }: { platform: string; placeId: string },
  ): string => {
    switch (decision.kind) {
      case 'command':
        return 'This message is a command. What came of it stands below it.';
      case 'bot':
        return 'A bot wrote this message. I answer people only: two bots would never stop.';
      case 'unaddressed':
        return `This message does not speak to me. ${howToAddress[platform] ?? wakeUp}`;
      case 'wordless':
        return 'This message has no words that I could answer. Write your question next to my name.';
      case 'attachments':
        return 'This message has only attachments, and I cannot read those yet. Please add what matters as text.';
      case 'full':
        return 'Too many questions were waiting here when this message came. Please ask again.';
      case 'denied':
        return decision.denied === 'person'
          ? `Its author is not let in. My operator can add \`${decision.personId}\` to \`ALLOWED_USERS\` in my configuration and start me again.`
          : `This place is not let in. My operator can add \`${placeId}\` to \`ALLOWED_CHATS\`, or only its author by \`${decision.personId}\` in \`ALLOWED_USERS\`, and start me again.`;
    }
  },
  own: 'This message is a sentence of mine or the answer to a command, not the answer of a model; or it is older than what I remember.',
  unknown: (platform: string) =>
    `I know nothing of this message: it never reached me, or it is older than what I remember. ${whyUnseen[platform] ?? ''}`.trim(),

  waiting: (ahead: number) =>
    ahead === 0
      ? 'This question is the next one that I answer.'
      : `This question waits at place ${ahead + 1}: I answer one at a time here.`,
  running: 'I am answering this question now.',
  dropped: 'This question was stopped before I began to answer it. Please ask again.',
  noModel: 'No model was asked: I gave up, or could not show the answer. Please ask again.',
  ended: (
    state: Turn['state'],
    who: string,
    agoMs: number | undefined,
    last: Attempt | undefined,
  ) => {
    const when = agoMs === undefined ? '' : ` ${durationInWords(agoMs)} ago`;
    if (state === 'stopped') return `${who} answered this until it was stopped${when}.`;
    if (state !== 'failed') return `${who} answered this${when}.`;
    return `${who} should have answered this${when}, but it ${last ? wordsFor(last.outcome) : 'failed'}.`;
  },
  resumed: (count: number) =>
    count === 1 ? 'I was restarted in between.' : `I was restarted ${count} times in between.`,

  attempt: (attempt: Attempt): string => {
    const {
      provider,
      model,
      keyAlias,
      outcome,
      headersMs,
      firstContentMs,
      endMs,
      inputTokens,
      outputTokens,
    } = attempt;
    const steps = [
      ...(headersMs === undefined ? [] : [`headers after ${durationInWords(headersMs)}`]),
      ...(firstContentMs === undefined
        ? []
        : [`first words after ${durationInWords(firstContentMs)}`]),
      `end after ${durationInWords(endMs)}`,
      ...(inputTokens === undefined ? [] : [`${inputTokens} tokens in`]),
      ...(outputTokens === undefined ? [] : [`${outputTokens} tokens out`]),
    ];
    return `\`${provider}/${model}\`${keyAlias ? ` (${keyAlias})` : ''} ${wordsFor(outcome)}: ${steps.join(', ')}`;
  },
} as const;

function wordsFor(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'answered';
  return outcome === 'stopped' ? 'was stopped' : failures[outcome].reason;
}
