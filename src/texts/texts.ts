import type { ProviderErrorKind } from '../errors.ts';

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
  queueFull: 'Too many questions are waiting here. Please ask again when some of them are answered.',
  deniedPerson: (id: string) =>
    `I answer only people whom my operator let in. If that is you or should be: add \`${id}\` to \`ALLOWED_USERS\` (or your own id to \`ADMINS\`) in my configuration and start me again.`,
  deniedChat: (chatId: string, personId: string) =>
    `I do not answer here yet. My operator can let this place in by adding \`${chatId}\` to \`ALLOWED_CHATS\`, or only you by adding \`${personId}\` to \`ALLOWED_USERS\`.`,
  unknownCommand: (name: string, known: readonly string[]) =>
    `I do not know \`/${name}\`. I know ${known.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name: string) => `\`/${name}\` failed; my operator finds the reason in the log. Please try it again.`,
  tooOldButton: 'This button is too old to work. Please call the command again.',

  stopped: '(stopped)',
  interrupted: '(I am being restarted. This answer will be written anew when I am back.)',
  gaveUp: 'I was restarted several times while I answered this, so I gave up. Please ask again.',
  cutByLength: '(The model stopped at its length limit.)',
  cutByFilter: "(The model's content filter stopped this answer.)",
  cutBySize: '(This answer was stopped: it became too long.)',
  trimmed: "(Older messages no longer fit into the model's window; I answer without them. `/reset` starts afresh.)",
  questionCut: "(Your message does not fit into the model's window; I read only its beginning.)",
  refused: '(This network refused to show my answer. Please ask in another way.)',
  noAnswer: 'The model gave no answer. Please ask again or choose another one with `/model`.',

  failed: (kind: ProviderErrorKind, model: string): string => {
    const cure = failures[kind] ?? 'Please try again or choose another model with `/model`.';
    return `(The answer of ${model} failed. ${cure})`;
  },
  failedInside: '(Something went wrong on my side; my operator finds the reason in the log. Please ask again.)',

  help: (commands: readonly { name: string; description: string }[]) =>
    [
      'Mention me, reply to me, or write to me directly, and I answer with a language model. I remember what was said in this channel.',
      '',
      ...commands.map(({ name, description }) => `- \`/${name}\` ${description}`),
    ].join('\n'),
  currentModel: (name: string) => `${name} answers here. Choose another one:`,
  onlyModel: (name: string) => `${name} answers here. There is no other model.`,
  modelChosen: (name: string) => `From now on ${name} answers here.`,
  modelUnlisted: (name: string) =>
    `From now on ${name} answers here. Its provider does not list it, so I cannot tell if it exists.`,
  modelAmbiguous: (typed: string) => `Several models match “${typed}”. Which one?`,
  modelUnknown: (typed: string) => `No model matches “${typed}”. Choose one of these:`,
  nothingToStop: 'Nothing is being answered here.',
  stoppedTurns: (count: number) => (count === 1 ? 'Stopped.' : `Stopped, and ${count - 1} waiting with it.`),
  reset: 'Done: I start afresh and remember nothing of what was said here.',
} as const;

const operator = 'My operator must look at it';
const failures: Partial<Record<ProviderErrorKind, string>> = {
  auth: `Its key was refused. ${operator}.`,
  permission: `Its key may not use this model. ${operator}, or choose another one with \`/model\`.`,
  payment: `The account behind it has no credit left. ${operator}, or choose another one with \`/model\`.`,
  not_found: 'There is no such model. Choose another one with `/model`; my operator can name one in `DEFAULT_MODEL`.',
  bad_request: `It refused the request. ${operator}, or choose another one with \`/model\`.`,
  context_length: 'The conversation is too long for it. `/reset` starts afresh.',
  too_large: 'The conversation is too long for it. `/reset` starts afresh.',
  content_filter: "Its provider's content filter refused.",
  rate_limit: 'Too many requests. Please try again in a minute.',
  overloaded: 'It is overloaded. Please try again in a minute.',
  server: 'Its server has a problem. Please try again in a minute.',
  connect: 'Its server cannot be reached. Please try again in a minute.',
  timeout_first: 'It did not begin to answer in time. Please try again.',
  timeout_idle: 'It fell silent. Please ask again.',
  timeout_total: 'It took too long.',
  truncated: 'The connection to it broke off. Please ask again.',
  empty: 'It gave no answer. Please ask again.',
};
