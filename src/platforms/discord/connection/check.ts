import type { Finding } from '../../../contracts/finding.ts';
import type { BotAccount } from '../../../contracts/platform.ts';
import { ConfigError } from '../../../errors.ts';
import { fieldsReader, textReader } from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { personalInstallUrl, readPersonalInstall } from './allows-personal-install.ts';
import { DISCORD_TOKEN_CURE } from './close-codes.ts';
import { DiscordError } from './discord-error.ts';
import { inviteUrl } from './invite-url.ts';
import type { RestCalls, RestRoute } from './rest-calls.ts';

/**
 * The flags of an application whose Message Content intent is on. The second one is for bots in
 * fewer than 100 servers.
 */
const HAS_MESSAGE_CONTENT = (1 << 18) | (1 << 19);
/** The largest number of servers that Discord lists in one response. */
const MAX_SERVERS = 200;
const PORTAL = 'Open https://discord.com/developers/applications, choose your application';

const ownUserReader = fieldsReader({ id: textReader(64), username: textReader(64) }, 'id');

/** The fields of an application that are checked; Discord-compatible servers may leave them out. */
interface Application {
  readonly id?: string;
  readonly flags?: number;
  readonly interactions_endpoint_url?: string | null;
}

/** The way to check, and a receiver of the bot's account. */
interface DiscordCheck {
  readonly signal: AbortSignal;
  /** The address of the API. */
  readonly api: string;
  onAccount?(account: Pick<BotAccount, 'id' | 'name' | 'link'>): void;
}

/**
 * Checks the settings of the bot over REST alone: a gateway session would take events, and one of
 * the day's starts, from a bot that runs.
 *
 * @throws A `ConfigError` when Discord refuses the token, and a `DiscordError` when it does not
 *   answer.
 */
export async function checkDiscord(
  calls: RestCalls,
  { signal, api, onAccount }: DiscordCheck,
): Promise<readonly Finding[]> {
  const get = <Answer>(route: RestRoute, purpose: string, query?: Record<string, string>) =>
    calls.send<Answer>(
      'get',
      route,
      omitUndefined({ purpose, rateLimitKey: route, signal, query }),
    );

  const response = await get<unknown>('/users/@me', 'ask who the bot is').catch(explainRefusal);
  const ownUser = ownUserReader(response);
  if (!ownUser) {
    throw new DiscordError(
      'Discord did not say which user the bot is. Check that DISCORD_API_URL is the address of an API.',
      { kind: 'server' },
    );
  }
  const findings: Finding[] = [
    {
      state: 'good',
      subject: 'token',
      result: `is that of ${ownUser.username ?? ownUser.id}.`,
    },
  ];

  // Not every server answers the other requests; the bot works without them.
  const recordFailure = (error: unknown) => {
    if (!(error instanceof DiscordError)) throw error;
    findings.push({ state: 'note', subject: 'settings', result: error.message });
    return undefined;
  };

  const [application, servers] = await Promise.all([
    get<Application>('/applications/@me', 'look at the application').catch(recordFailure),
    get<readonly unknown[]>('/users/@me/guilds', 'list the servers', {
      limit: String(MAX_SERVERS),
    }).catch(recordFailure),
  ]);

  const link = inviteUrl(application?.id ?? ownUser.id, api);
  const { id, username: name = id } = ownUser;
  onAccount?.(omitUndefined({ id, name, link }));

  if (application) {
    findings.push(...checkApplication(application));
    findings.push(...checkPersonalInstall(application, application.id ?? ownUser.id));
  }
  if (Array.isArray(servers)) findings.push(checkServers(servers.length, link));
  return findings;
}

function explainRefusal(error: unknown): never {
  if (error instanceof DiscordError && error.kind === 'forbidden') {
    throw new ConfigError(DISCORD_TOKEN_CURE);
  }
  throw error;
}

function checkApplication({
  flags,
  interactions_endpoint_url: endpoint,
}: Application): readonly Finding[] {
  const findings: Finding[] = [];
  if (flags !== undefined) findings.push(checkIntent(flags));

  if (endpoint) {
    findings.push({
      state: 'bad',
      subject: 'commands',
      result: 'Discord sends them to a web address, not to Parley.',
      cure: `${PORTAL}, then "General Information", empty "Interactions Endpoint URL", and save.`,
    });
  }
  return findings;
}

function checkIntent(flags: number): Finding {
  if ((flags & HAS_MESSAGE_CONTENT) !== 0) {
    return { state: 'good', subject: 'intent', result: 'Message Content Intent is on.' };
  }

  return {
    state: 'note',
    subject: 'intent',
    result:
      'Message Content Intent is off: the bot does not see replies to it that do not mention it.',
    cure: `${PORTAL}, then "Bot" → "Privileged Gateway Intents" → switch on "Message Content Intent" → "Save Changes", and start Parley again.`,
  };
}

/** Servers other than Discord may not say it. */
function checkPersonalInstall(application: Application, applicationId: string): readonly Finding[] {
  const isAllowed = readPersonalInstall(application);
  if (isAllowed === undefined) return [];
  if (isAllowed) {
    const result = `is on. People install the bot for themselves at ${personalInstallUrl(applicationId)}`;
    return [{ state: 'good', subject: 'user install', result }];
  }

  return [
    {
      state: 'note',
      subject: 'user install',
      result: 'is off: people cannot use the bot where it is no member.',
      cure: `If you want that: ${PORTAL}, then "Installation" → "Installation Contexts" → "User Install", save, and start Parley again.`,
    },
  ];
}

function checkServers(count: number, invite: string | undefined): Finding {
  if (count === 0) {
    const cure = invite
      ? `To add it to one, open ${invite}`
      : 'Add it to one as your Discord-compatible server does that.';
    return { state: 'note', subject: 'servers', result: 'It is in none.', cure };
  }

  const number = count < MAX_SERVERS ? String(count) : `${count} or more`;
  return { state: 'good', subject: 'servers', result: `It is in ${number}.` };
}
