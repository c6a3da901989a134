import type { NearbyLimits } from '../../contracts/settings.ts';
import type { StoreErrorKind } from '../../errors.ts';
import { durationInWords } from '../durations.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences of a conversation that belong to no single command. */
export const chat = {
  /** The reply to a mention without any words. */
  howToAsk:
    'Write your question next to my name, or mention me in a reply to the message that I should answer. `/help` shows what else I can do.',
  greeting:
    "Hello! Mention me or reply to one of my messages, and I'll answer. `/model` picks the model, `/help` shows the rest.",
  /** `place` counts the question that is being answered. */
  queuePlace: (place: number) => `You're ${ordinal(place)} in line here.`,
  /** The title of a thread whose question has no words. */
  threadTitle: 'Question',
  queueFull:
    'Too many questions are waiting here. Please ask again when some of them are answered.',
  unknownCommand: (name: string, commands: readonly string[]) =>
    `I don't know \`/${name}\`. I know ${commands.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name: string) =>
    `\`/${name}\` failed. Please try it again; the reason is in my log.`,
  /** The memory for what people choose is used up. */
  tooManyChoices:
    'I keep as many settings of places and people as I can already. Reset some that are no longer needed, or ask the person who runs me.',
  /** The store fails, so a message or a command cannot be taken in. */
  storeFailed: (kind: StoreErrorKind): string => storeFailures[kind],
  tooOldButton: 'This button is too old. Please use the command again.',
  /** Above the help, when a person opens the chat. */
  welcome: 'Hello!',
  /** Divides the parts of a list. */
  listComma: ', ',
  help: ({ commands, network, isDirect }: HelpFacts) =>
    [
      isDirect
        ? "Write to me, and I'll answer with a language model. I remember what was said here."
        : "Mention me or reply to me, and I'll answer with a language model. I remember what was said here.",
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (on that message)' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  /** The model is told what was said around a question. */
  nearbyIsOn: ({ messages, ageMs }: NearbyLimits) =>
    `The person who runs me lets me tell the model what was written here around a question: at most ${plural(messages, { one: 'message', other: 'messages' })} of the last ${durationInWords(ageMs, 'en')}.`,
  rich: {
    on: 'From the next one on, answers here are rich messages. Some apps, such as Telegram Web, may not show them; `/rich off` turns them off.',
    off: 'From the next one on, answers here are plain messages. `/rich on` turns them into rich messages, with tables and formulas.',
    default:
      'The person who runs me decides whether answers here are rich messages. `/rich on` and `/rich off` change that for this chat.',
  },
  richUnknown: 'Please type `/rich on`, `/rich off` or `/rich default`.',
};

/** What `/help` depends on. */
export interface HelpFacts {
  readonly commands: readonly {
    readonly name: string;
    readonly description: string;
    readonly target?: 'message';
  }[];
  /** `discord` or `telegram`. */
  readonly network: string;
  /** Only one person and the bot write there. */
  readonly isDirect: boolean;
}

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord: 'On a message: open its menu (right-click it, or hold it), then **Apps**.',
  telegram: 'On a message: reply to it with the command.',
};

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
];

function ordinal(place: number): string {
  return ORDINALS[place - 1] ?? `number ${place}`;
}

/** The words for each way in which the store can fail. The question is tried again where the network sends it again. */
const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: "I can't store messages right now, because my disk is full. Please tell the person who runs me to make room. If no answer comes after that, ask again.",
  damaged:
    "I can't read or store this conversation, because my store is damaged. Please tell the person who runs me; the reason is in my log.",
  unreachable:
    "I can't reach my database right now. Please try again in a few minutes. If that doesn't help, tell the person who runs me; the reason is in my log.",
  unavailable:
    "I can't store messages right now. Please tell the person who runs me; the reason is in my log. If no answer comes after that, ask again.",
};
