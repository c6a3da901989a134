/** The variables that do not belong to a service of models: those of `.env.example`, as a test checks. */
const GENERAL = [
  'DISCORD_TOKEN',
  'DISCORD_TOKENS',
  'DISCORD_API_URL',
  'DISCORD_SHARDS',
  'DISCORD_REQUESTS_PER_SECOND',
  'DISCORD_MISSED',
  'TELEGRAM_TOKEN',
  'TELEGRAM_TOKENS',
  'TELEGRAM_API_URL',
  'TELEGRAM_DRAFTS',
  'TELEGRAM_RICH',
  'TELEGRAM_WEBHOOK_URL',
  'TELEGRAM_WEBHOOK_SECRET',
  'TELEGRAM_WEBHOOK_HOST',
  'TELEGRAM_WEBHOOK_PORT',
  'TRANSCRIPTION_MODEL',
  'TRANSCRIPTION_USD_PER_MINUTE',
  'DEFAULT_MODEL',
  'PARLEY_CONFIG',
  'SYSTEM_PROMPT',
  'REASONING',
  'FOOTER',
  'MOST_MESSAGES',
  'ANTHROPIC_VERSION',
  'VERCEL_RUN_CHALLENGE',
  'VERCEL_VARIANT',
  'VITALENTUM_SYSTEM_SPEAKER',
  'OPENASSISTANT_COOKIE',
  'OPENASSISTANT_PROMPT_FORMAT',
  'ADMINS',
  'ALLOWED_USERS',
  'ALLOWED_CHATS',
  'ALERTS_TO',
  'UPDATE_CHECK',
  'DEMO_TROUBLE',
  'STORE_URL',
  'STORE_DIRECT_URL',
  'STORE_CONNECTIONS',
  'PARLEY_ROLE',
  'HISTORY_DAYS',
  'HTTPS_PROXY',
  'NO_PROXY',
  'CONSOLE_PORT',
  'CONSOLE_HOST',
  'CONSOLE_TOKEN',
  'CONSOLE_URL',
  'CONSOLE_SHOWS_TEXT',
  'METRICS_HOST',
  'METRICS_PORT',
  'LOG_LEVEL',
  'PLAYGROUND_PORT',
] as const;

/** The endings that the variables of every service have. */
const ENDINGS = ['API_KEY', 'API_KEYS', 'BASE_URL', 'PROXY', 'HEADERS', 'CONCURRENCY'] as const;

/** Lists every variable that Parley reads. `services` are the names of all services of models. */
export function listVariables(services: readonly string[]): readonly string[] {
  const ofServices = [...services, 'transcription'].flatMap((service) =>
    ENDINGS.map((ending) => `${service.toUpperCase()}_${ending}`),
  );
  return [...GENERAL, ...ofServices];
}
