/** What helps where no chat network is set up, for the operator's terminal. */
export const noPlatform = [
  'Parley has no chat network to connect to.',
  '',
  'On a terminal, this asks for everything, checks it, and writes .env:',
  '  npm run setup',
  '',
  'By hand: copy .env.example to .env and set at least one of',
  '  DISCORD_TOKEN    https://discord.com/developers/applications > your application > Bot > Reset Token',
  '  TELEGRAM_TOKEN   write /newbot to @BotFather on Telegram',
  'and a language model (without one, the built-in demo model answers):',
  '  OPENAI_API_KEY   a key of OpenAI, or ANTHROPIC_API_KEY, GEMINI_API_KEY and many others',
  '  OPENAI_BASE_URL  any compatible server, for instance http://localhost:11434/v1',
  '',
  'README.md shows every step. To try Parley without a token or a key:',
  '  npm run playground',
].join('\n');
