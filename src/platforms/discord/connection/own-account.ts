import { ConfigError } from '../../../errors.ts';
import { fieldsReader, textReader } from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { idReader, nameReader } from '../inbound/raw-content.ts';
import { DISCORD_TOKEN_CURE } from './close-codes.ts';
import { DiscordError, hasKind, WebPageError } from './discord-error.ts';
import { readOwnerIds } from './owner-ids.ts';
import type { RestCalls, RestRoute } from './rest-calls.ts';

/** The ids and the name of the bot. */
export interface OwnAccount {
  readonly ownId: string;
  readonly applicationId: string;
  readonly name: string;
}

/** The account, with what else Discord tells at the same time. */
interface FoundAccount extends OwnAccount {
  /** Empty where the server names no owner. */
  readonly ownerIds: readonly string[];
  /** The address of the gateway, where the server tells it. */
  readonly gateway?: string;
}

const userReader = fieldsReader({ id: idReader, username: nameReader }, 'id');
const applicationReader = fieldsReader({ id: idReader }, 'id');
const gatewayReader = fieldsReader({ url: textReader(2_000) });
/** The second one is older: some Discord-compatible servers have only that. */
const APPLICATION_ROUTES = ['/applications/@me', '/oauth2/applications/@me'] as const;

/**
 * Asks over REST who the bot is, as READY tells it. Where a server does not say which application it belongs to, both
 * have one id, as with all bots since 2016.
 *
 * @throws A `ConfigError` when Discord refuses the token, and a `DiscordError` when it does not answer.
 */
export async function askForOwnAccount(calls: RestCalls): Promise<FoundAccount> {
  const get = (route: RestRoute) =>
    calls.send<unknown>('get', route, { purpose: 'ask who the bot is', rateLimitKey: route });

  async function askForApplication(): Promise<unknown> {
    for (const route of APPLICATION_ROUTES) {
      try {
        const application = await get(route);
        if (applicationReader(application)) return application;
      } catch (error) {
        // Another answer than that there is none: asking again later helps.
        const isMissing =
          error instanceof WebPageError || hasKind(error, 'gone', 'forbidden', 'invalid');
        if (!isMissing) throw error;
      }
    }
    return undefined;
  }

  const user = userReader(await get('/users/@me').catch(explainRefusal));
  if (!user) {
    throw new DiscordError(
      'Discord did not say which user the bot is. Check that DISCORD_API_URL is the address of an API.',
      { kind: 'server' },
    );
  }
  const [application, gateway] = await Promise.all([
    askForApplication(),
    get('/gateway').catch(() => undefined),
  ]);
  return omitUndefined({
    ownId: user.id,
    applicationId: applicationReader(application)?.id ?? user.id,
    name: user.username ?? user.id,
    ownerIds: readOwnerIds(application),
    gateway: gatewayReader(gateway)?.url,
  });
}

function explainRefusal(error: unknown): never {
  if (hasKind(error, 'forbidden')) throw new ConfigError(DISCORD_TOKEN_CURE);
  throw error;
}
