import type { Finding } from '../../../contracts/finding.ts';
import { ConfigError } from '../../../errors.ts';
import { DiscordError } from './discord-error.ts';
import { DISCORD_TOKEN_CURE } from './gateway.ts';
import { inviteUrl } from './invite-url.ts';
import type { RestCalls, RestRoute } from './rest-calls.ts';

/** The intent is switched on: for any bot, or for one in fewer than 100 servers. */
const READS_CONTENT = (1 << 18) | (1 << 19);
/** The most that Discord lists at once. */
const MOST_SERVERS = 200;
const PORTAL = 'Open https://discord.com/developers/applications, choose your application';

/** What is read of an application; other servers may leave things out. */
interface Application {
  readonly id?: string;
  readonly flags?: number;
  readonly interactions_endpoint_url?: string | null;
}

/** Asks by REST alone: a gateway session would take events, and one of the day's starts, from a bot that runs. */
export async function checkDiscord(
  calls: RestCalls,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const get = <Answer>(route: RestRoute, what: string, query?: Readonly<Record<string, string>>) =>
    calls.send<Answer>('get', route, {
      purpose: what,
      rateLimitKey: route,
      signal,
      ...(query && { query }),
    });

  const me = await get<{ id: string; username?: string }>('/users/@me', 'ask who the bot is').catch(
    explainRefusal,
  );
  const findings: Finding[] = [
    { state: 'good', subject: 'token', result: `is that of ${me.username ?? me.id}.` },
  ];
  // Not every server answers these; the bot can live without.
  const attempt = <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> =>
    asked.catch((error: unknown) => {
      if (!(error instanceof DiscordError)) throw error;
      findings.push({ state: 'note', subject: 'settings', result: error.message });
      return undefined;
    });

  const [application, servers] = await Promise.all([
    attempt(get<Application>('/applications/@me', 'look at the application')),
    attempt(
      get<readonly unknown[]>('/users/@me/guilds', 'list the servers', {
        limit: String(MOST_SERVERS),
      }),
    ),
  ]);
  if (application) findings.push(...checkApplication(application));
  if (servers) findings.push(checkServers(servers.length, application?.id ?? me.id));
  return findings;
}

function explainRefusal(error: unknown): never {
  if (error instanceof DiscordError && error.kind === 'forbidden')
    throw new ConfigError(DISCORD_TOKEN_CURE);
  throw error;
}

function checkApplication({
  flags,
  interactions_endpoint_url: endpoint,
}: Application): readonly Finding[] {
  return [
    ...(flags === undefined ? [] : [checkIntent(flags)]),
    ...(endpoint
      ? [
          {
            state: 'bad',
            subject: 'commands',
            result: 'Discord hands them to a web address, not to Parley.',
            cure: `${PORTAL}, then "General Information", empty "Interactions Endpoint URL", and save.`,
          } as const,
        ]
      : []),
  ];
}

function checkIntent(flags: number): Finding {
  if ((flags & READS_CONTENT) !== 0) {
    return { state: 'good', subject: 'intent', result: 'Message Content Intent is on.' };
  }
  return {
    state: 'note',
    subject: 'intent',
    result:
      'Message Content Intent is off: replies to the bot that do not mention it are not seen.',
    cure: `${PORTAL}, then "Bot" → "Privileged Gateway Intents" → switch on "Message Content Intent" → "Save Changes", and start Parley again.`,
  };
}

function checkServers(count: number, applicationId: string): Finding {
  if (count === 0) {
    const cure = `To add it to one, open ${inviteUrl(applicationId)}`;
    return { state: 'note', subject: 'servers', result: 'It is in none.', cure };
  }
  const number = count < MOST_SERVERS ? String(count) : `${count} or more`;
  return { state: 'good', subject: 'servers', result: `It is in ${number}.` };
}
