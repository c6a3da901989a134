import type { DeletedData } from '../contracts/personal-data.ts';
import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { NearbyLimits } from '../contracts/settings.ts';
import type { StoreErrorKind } from '../errors.ts';
import { durationInWords } from './durations.ts';
import { failures } from './failures.ts';
import { modelHint } from './model-hint.ts';
import { storeFailures } from './store-failures.ts';

/** Every sentence that people can read: Markdown for chats, plain text for the operator's terminal. */
export const texts = {
  /** For the operator's terminal. */
  noPlatform: [
    'Parley has no chat network to connect to.',
    '',
    'Copy .env.example to .env and set at least one of',
    '  DISCORD_TOKEN    https://discord.com/developers/applications > your application > Bot > Reset Token',
    '  TELEGRAM_TOKEN   write /newbot to @BotFather on Telegram',
    'and a language model (without one, the built-in demo model answers):',
    '  OPENAI_API_KEY   a key of OpenAI, or ANTHROPIC_API_KEY, GEMINI_API_KEY and many others',
    '  OPENAI_BASE_URL  any compatible server, for instance http://localhost:11434/v1',
    '',
    'README.md shows every step. To try Parley without a token or a key:',
    '  npm run playground',
  ].join('\n'),

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
  deniedPerson: (id: string) =>
    `You're not on my allow list yet. If you run this bot, add \`${id}\` to \`ADMINS\` and restart me; otherwise ask its owner to add you to \`ALLOWED_USERS\`.`,
  deniedChat: (chatId: string, personId: string) =>
    `This chat isn't on my allow list yet. If you run this bot, add \`${chatId}\` to \`ALLOWED_CHATS\`, or only yourself (\`${personId}\`) to \`ALLOWED_USERS\`, and restart me; otherwise ask its owner.`,
  deniedPress: "You're not on my allow list yet. Write to me to learn how to get on it.",
  unknownCommand: (name: string, commands: readonly string[]) =>
    `I don't know \`/${name}\`. I know ${commands.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name: string) =>
    `\`/${name}\` failed. Please try it again; the reason is in my log.`,
  /** The store fails, so a message or a command cannot be taken in. */
  storeFailed: (kind: StoreErrorKind) => storeFailures[kind],
  tooOldButton: 'This button is too old. Please use the command again.',

  reasoningLabel: 'Reasoning',
  onlyThoughts: '(The model only thought out loud. These are its thoughts.)',
  thoughtsCut: '(The model had more thoughts, but they are too long to show.)',
  thinking: (ms: number) => `(thinking… ${Math.round(ms / 1_000)} s)`,
  footer: (parts: readonly string[]) => `*${parts.join(' · ')}*`,
  tokens: (input: number | undefined, output: number | undefined, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = ((input ?? 0) + (output ?? 0)).toLocaleString('en-US');
    return cached > 0
      ? `${sum} tokens (${cached.toLocaleString('en-US')} cached)`
      : `${sum} tokens`;
  },
  seconds: (ms: number) => `${(ms / 1_000).toFixed(1)} s`,
  dollars: (dollars: number | undefined) =>
    dollars === undefined ? '' : `$${dollars.toPrecision(2)}`,

  sources: (links: readonly string[]) => `Sources: ${links.join(' · ')}`,
  stopped: '(stopped)',
  interrupted: "(I'm restarting. I'll write this answer again when I'm back.)",
  gaveUp: 'I gave up on this answer, because I had to restart several times. Please ask again.',
  continuedBy: (model: string) => `(${model} wrote the rest of this answer.)`,
  cutByLength: '(The model stopped at its length limit.)',
  cutByFilter: "(The model's content filter stopped this answer.)",
  cutBySize: '(I stopped this answer because it became too long.)',
  cutByRepetition: '(The model kept repeating itself, so I stopped it.)',
  continuesInFile: '… the rest will follow in a file.',
  wholeInFile: '… the file contains the whole answer.',
  fileForbidden: "(I'm not allowed to attach files here, so I can't show the rest of this answer.)",
  fileRefused:
    "(This network didn't take the file with the rest of this answer, so I can't show the rest.)",
  trimmed:
    '(The oldest messages no longer fit into the model. This answer does without them, and the next ones get a summary of them. `/reset` starts a new conversation.)',
  trimmedWithoutSummary:
    '(The oldest messages no longer fit into the model, so I answer without them. `/reset` starts a new conversation.)',
  materialCut:
    '(Not everything that came with your question fits into the model. I left out parts of it.)',
  questionCut: "(Your message doesn't fit into the model. I read only its beginning.)",
  refused: '(This network refused to show my answer. Please ask in a different way.)',
  /** In place of an old message of an answer that the network does not remove. */
  removed: '(removed)',
  refusedPart: '(This network refused to show a part of my answer.)',
  noAnswer: 'The model gave no answer. Please ask again, or pick another model with `/model`.',

  questionTooLong: (model: string) =>
    `(Even your question alone is too long for ${model}. Please shorten it, or ask another model: \`/model\` shows them.)`,
  instructionsTooLong: (model: string) =>
    `(My instructions alone are too long for ${model}. Please tell the person who runs me, or pick another model with \`/model\`.)`,
  failed: (kind: ProviderErrorKind, model: string) => `(${model} failed. ${failures[kind].cure})`,
  /** Another model answers than the one that was asked for. */
  replaced: (model: string, requested: string, reason: ProviderErrorKind | undefined) =>
    `(${model} answers, because ${requested} ${reason ? failures[reason].reason : "doesn't"}.)`,
  failedInside: '(Something went wrong on my side. Please ask again; the reason is in my log.)',

  help: (commands: readonly { name: string; description: string; target?: 'message' }[]) =>
    [
      "Mention me, reply to me, or write to me directly, and I'll answer with a language model. I remember what was said in this channel.",
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (on that message)' : ''}`,
      ),
      '',
      'On a message: on Telegram, reply to it with the command; on Discord, open its menu, then **Apps**.',
    ].join('\n'),

  /** The model is told what was said around a question. */
  nearbyIsOn: ({ messages, ageMs }: NearbyLimits) =>
    `My operator lets me tell the model what was written here around a question: at most ${messages} messages of the last ${durationInWords(ageMs)}.`,

  modelHint,
  modelLine: (name: string, hint: string) => `- \`${name}\`${hint ? ` ${hint}` : ''}`,
  currentModel: (name: string) => `${name} answers here. Pick another model:`,
  onlyModel: (name: string, hint = '') =>
    `${name} answers here. There is no other model.${inBrackets(hint)}`,
  modelChosen: (name: string, hint = '') => `From now on, ${name} answers here.${inBrackets(hint)}`,
  modelUnlisted: (name: string) =>
    `From now on, ${name} answers here. Its provider doesn't list it, so I can't tell whether it exists.`,
  modelAmbiguous: (typed: string) => `Several models match “${typed}”. Which one?`,
  modelUnknown: (typed: string) => `No model matches “${typed}”. Pick one of these:`,
  noModelMatches: (typed: string) => `No model matches “${typed}”. \`/model\` shows all of them.`,
  modelsMatch: (typed: string) => `Several models match “${typed}”. Please type more of the name.`,

  stopLabel: 'Stop',
  regenerateLabel: 'Regenerate',
  continueLabel: 'Continue',
  regenerating: 'Regenerating…',
  continuing: 'Continuing…',
  /** By `ControlResult`. */
  controlRefused: {
    forbidden: 'Only the person who asked, or an admin, can do that.',
    busy: "I'm still working on this answer, or too many questions are waiting. Please try again later.",
    gone: "I can't find this answer. There is none yet, or it is too old. Please ask again.",
    forgotten:
      'I no longer know this question: it was deleted, or I was told to forget it. Please ask it again.',
    pointless: "There's nothing to do with this answer.",
  },
  forgotten:
    'Done. I forgot this question and my answer. Delete the messages too if nobody should see them.',
  /** By platform. */
  forgetHowTo: {
    discord:
      'Open the menu of a question or an answer (right-click it, or hold it), then **Apps**, **Forget**.',
    telegram:
      'Reply with `/forget` to the question or the answer that I should forget. `/reset` forgets the whole conversation.',
  } as Readonly<Record<string, string>>,
  undone:
    'Done. I took back the last question and my answer to it. The messages stay visible here.',

  /** By the outcome of a pin. */
  pinned: {
    added: "Pinned. I'll keep this message in mind; `/pins` shows all of them.",
    known: 'This message is pinned already. `/pins` shows all of them.',
    full: 'I keep 20 messages in mind at most. `/pins` removes some.',
  },
  /** By platform. */
  pinHowTo: {
    discord:
      'Open the menu of a message (right-click it, or hold it), then **Apps**, **Pin**. `/pins` shows what is pinned.',
    telegram: 'Reply with `/pin` to the message to keep in mind. `/pins` shows what is pinned.',
  } as Readonly<Record<string, string>>,
  pinImpossible: "I can't pin this message: it has no words, or I no longer know it.",
  noPins: 'Nothing is pinned here.',
  pins: (lines: readonly string[]) => ['I keep in mind here:', '', ...lines].join('\n'),
  pinLine: (number: number, author: string | undefined, text: string) =>
    `${number}. ${author ?? 'I'}: ${text}`,
  unpinLabel: (number: number) => `Remove ${number}`,

  exported: 'Here is our conversation.',
  exportedInPart: 'Here is the newest part of our conversation; the whole is too long for a file.',
  nothingToExport: 'There is no conversation here yet.',

  deleteMyDataLabel: 'Delete all of it',
  deleteMyDataOthers:
    'That button is for the person who called the command. To delete what you said, send /delete_my_data yourself.',
  deleteMyDataConfirm:
    'I will delete every question that you asked me on this network, with my answers, and your words where others quoted them. This cannot be undone.',
  dataDeleted: ({ questions, quotes, pins, conversations }: DeletedData) =>
    [
      `Done. I deleted ${plural(questions, 'question')} of yours with my answers, in ${plural(conversations, 'conversation')}, ${plural(quotes, 'quote')} of your words and ${plural(pins, 'pin')}.`,
      'The messages themselves stay on this network: delete them there. My answers to others stay, and lists of who may use me, which hold no words.',
    ].join(' '),

  nothingToStop: "I'm not answering anything here.",
  stoppedTurns: (count: number) =>
    count === 1 ? 'Stopped.' : `Stopped, along with ${count - 1} waiting.`,
  reset: 'Done. I forgot what was said here and start a new conversation.',
  resetExceptPins:
    'Done. I forgot what was said here and start a new conversation. What is pinned stays: `/pins` shows it.',

  rich: {
    on: 'From the next one on, answers here are rich messages. Some apps, such as Telegram Web, may not show them; `/rich off` turns them off.',
    off: 'From the next one on, answers here are plain messages. `/rich on` turns them into rich messages, with tables and formulas.',
    default:
      'My operator decides whether answers here are rich messages. `/rich on` and `/rich off` change that for this chat.',
  },
  richUnknown: 'Please type `/rich on`, `/rich off` or `/rich default`.',
} as const;

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}

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
