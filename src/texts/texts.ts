import type { RoutedModel } from '../contracts/router.ts';
import type { ProviderErrorKind } from '../errors.ts';
import { durationInWords } from './durations.ts';
import { failures } from './failures.ts';

/** Every sentence that people can read: Markdown for chats, plain text for the operator. */
export const texts = {
  /** To the operator, in a terminal. */
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
    'README.md shows every click. To try Parley with no token and no key:',
    '  npm run playground',
  ].join('\n'),

  /** Nothing but a mention, and nothing it replies to. */
  howToAsk:
    'Write your question next to my name, or mention me in a reply to a message that I should answer. `/help` shows what else I can do.',
  greeting:
    'Hello! Mention me or reply to one of my messages, and I answer. `/model` chooses who thinks, `/help` shows the rest.',
  attachmentsUnread: (names: readonly string[]) =>
    `I cannot read attachments yet (${names.join(', ')}). Please paste what matters as text.`,
  queueFull:
    'Too many questions are waiting here. Please ask again when some of them are answered.',
  deniedPerson: (id: string) =>
    `I answer only people whom my operator let in. If that is you or should be: add \`${id}\` to \`ALLOWED_USERS\` (or your own id to \`ADMINS\`) in my configuration and start me again.`,
  deniedChat: (chatId: string, personId: string) =>
    `I do not answer here yet. My operator can let this place in by adding \`${chatId}\` to \`ALLOWED_CHATS\`, or only you by adding \`${personId}\` to \`ALLOWED_USERS\`.`,
  unknownCommand: (name: string, known: readonly string[]) =>
    `I do not know \`/${name}\`. I know ${known.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name: string) =>
    `\`/${name}\` failed; my operator finds the reason in the log. Please try it again.`,
  tooOldButton: 'This button is too old to work. Please call the command again.',

  reasoningLabel: 'Reasoning',
  thinking: (ms: number) => `(thinking… ${Math.round(ms / 1_000)} s)`,
  footer: (parts: readonly string[]) => `*${parts.join(' · ')}*`,
  tokens: (input: number | undefined, output: number | undefined) =>
    input === undefined && output === undefined ? '' : `${(input ?? 0) + (output ?? 0)} tokens`,
  seconds: (ms: number) => `${(ms / 1_000).toFixed(1)} s`,
  dollars: (dollars: number | undefined) =>
    dollars === undefined ? '' : `$${dollars.toPrecision(2)}`,
  stopped: '(stopped)',
  interrupted: '(I am being restarted. This answer will be written anew when I am back.)',
  gaveUp: 'I was restarted several times while I answered this, so I gave up. Please ask again.',
  continuedBy: (who: string) => `(${who} wrote the end of this answer.)`,
  cutByLength: '(The model stopped at its length limit.)',
  cutByFilter: "(The model's content filter stopped this answer.)",
  continuesInFile: '… the rest follows in a file when it is written.',
  wholeInFile: '… the whole answer is in the file.',
  fileForbidden: '(I may not attach files here, so the rest of this answer cannot be shown.)',
  cutBySize: '(This answer was stopped: it became too long.)',
  trimmed:
    "(Older messages no longer fit into the model's window; I answer without them. `/reset` starts afresh.)",
  questionCut: "(Your message does not fit into the model's window; I read only its beginning.)",
  refused: '(This network refused to show my answer. Please ask in another way.)',
  noAnswer: 'The model gave no answer. Please ask again or choose another one with `/model`.',

  failed: (kind: ProviderErrorKind, model: string) =>
    `(The answer of ${model} failed. ${failures[kind].cure})`,
  /** Who answers instead of the model that was asked for. */
  replaced: (who: string, wanted: string, why: ProviderErrorKind | undefined) =>
    `(${who} answers, because ${wanted} ${why ? failures[why].reason : 'does not'}.)`,
  failedInside:
    '(Something went wrong on my side; my operator finds the reason in the log. Please ask again.)',

  help: (commands: readonly { name: string; description: string; target?: 'message' }[]) =>
    [
      'Mention me, reply to me, or write to me directly, and I answer with a language model. I remember what was said in this channel.',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (Telegram: as a reply to it. Discord: in its menu under **Apps**)' : ''}`,
      ),
    ].join('\n'),
  /** What is known of a model, what matters first: networks cut off the end. */
  modelHint: ({
    contextWindow,
    images,
    reasoning,
    price,
    firstContentMs,
    cooldownMs,
  }: RoutedModel) =>
    [
      ...(cooldownMs ? [`rests for ${durationInWords(cooldownMs)}`] : []),
      ...(contextWindow === undefined ? [] : [`${Math.round(contextWindow / 1000)}k`]),
      ...(price ? [`$${price.input}/$${price.output}`] : []),
      ...(images ? ['sees images'] : []),
      ...(reasoning ? ['reasons'] : []),
      ...(firstContentMs === undefined ? [] : [`begins after ${durationInWords(firstContentMs)}`]),
    ].join(', '),
  modelLine: (name: string, hint: string) => `- \`${name}\`${hint ? ` ${hint}` : ''}`,
  currentModel: (name: string) => `${name} answers here. Choose another one:`,
  onlyModel: (name: string, hint = '') =>
    `${name} answers here. There is no other model.${inBrackets(hint)}`,
  modelChosen: (name: string, hint = '') => `From now on ${name} answers here.${inBrackets(hint)}`,
  modelUnlisted: (name: string) =>
    `From now on ${name} answers here. Its provider does not list it, so I cannot tell if it exists.`,
  modelAmbiguous: (typed: string) => `Several models match “${typed}”. Which one?`,
  modelUnknown: (typed: string) => `No model matches “${typed}”. Choose one of these:`,
  noModelMatches: (typed: string) => `No model matches “${typed}”. \`/model\` shows them all.`,
  modelsMatch: (typed: string) => `Several models match “${typed}”. Please type more of the name.`,
  stopLabel: 'Stop',
  regenerateLabel: 'Regenerate',
  continueLabel: 'Continue',
  regenerating: 'I answer it anew.',
  continuing: 'I go on with it.',
  cannotControl: {
    forbidden: 'Only who asked and admins may do that.',
    busy: 'I am not done with this answer, or too many questions wait. Please try again when I am.',
    gone: 'I remember no such answer: there is none yet, or it is too old. Please ask again.',
    pointless: 'There is nothing to do with this answer.',
  },
  rich: {
    on: 'Answers here are rich messages, from the next one on. Some apps, such as Telegram Web, may not show them; `/rich off` ends it.',
    off: 'Answers here are plain messages with formats, from the next one on. `/rich on` makes them rich messages, with tables and formulas.',
    default:
      'Whether answers here are rich messages is up to my operator. `/rich on` and `/rich off` decide it for this chat.',
  },
  richUnknown: 'Please type `/rich on`, `/rich off` or `/rich default`.',
  nothingToStop: 'Nothing is being answered here.',
  stoppedTurns: (count: number) =>
    count === 1 ? 'Stopped.' : `Stopped, and ${count - 1} waiting with it.`,
  reset: 'Done: I start afresh and remember nothing of what was said here.',
} as const;

function inBrackets(hint: string): string {
  return hint && ` (${hint})`;
}
