import { openGrants } from '../access/grants.ts';
import { createPairing } from '../access/pairing.ts';
import type { Config } from '../config/read-config.ts';
import type { Platform } from '../contracts/platform.ts';
import { composeForChecks } from '../doctor/compose-for-checks.ts';
import { isStoreInUse } from '../doctor/is-store-in-use.ts';
import { BotError, ConfigError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Env } from '../lib/env.ts';
import { silentLog } from '../lib/log.ts';
import { networkOf } from '../lib/network-of.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { openStore } from '../store/open-store.ts';
import { showPairing } from './offer-pairing.ts';
import type { Terminal } from './terminal.ts';

interface PairParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** `telegram`, or `telegram@memes` where there are several bots. Absent: the first bot on Telegram. */
  readonly name?: string | undefined;
}

const CHECK_TIMEOUT_MS = 10_000;

/**
 * Makes a pairing code while the bot runs in another process, and shows the link that makes the person who opens
 * it an admin.
 *
 * @throws A `BotError` that says what to do instead.
 */
export async function pairBot({ env, clock, terminal, name }: PairParts): Promise<void> {
  const { config, platforms, failures, http } = composeForChecks(env, clock);
  await http?.close();
  if (!config) throw new ConfigError(failures.map(({ result }) => result).join('\n'));
  const { storeUrl, storeDirectUrl: directUrl }: Config = config;
  if (storeUrl.startsWith('memory:')) throw new BotError(IN_MEMORY);

  const platform = findBot(platforms, name);
  const link = await findLink(platform, clock);
  const store = await openStore({ url: storeUrl, directUrl, clock, log: silentLog });
  try {
    const grants = await openGrants({ store, clock, log: silentLog });
    const code = await createPairing({ store, grants, clock }).createCode(platform.name);
    showPairing(link, code, terminal);
    if (!(await isStoreInUse(store, clock))) terminal.write(NOT_RUNNING);
  } finally {
    await store.close();
  }
}

const IN_MEMORY =
  'STORE_URL is memory:, which no second process can reach. Start Parley on a terminal: it shows the link there. Or put your id into ADMINS.';
const NOT_RUNNING =
  'Parley does not run on this store at the moment: start it before you open the link.\n';

/** @throws A `ConfigError` where there is no such bot. */
function findBot(platforms: readonly Platform[], name: string | undefined): Platform {
  if (name !== undefined && networkOf(name) === 'discord') {
    throw new ConfigError(
      'Discord needs no pairing: the owner of the application, or its team, is admin. Others go into ADMINS.',
    );
  }
  const bots = platforms.filter((platform) => networkOf(platform.name) === 'telegram');
  const bot = name === undefined ? bots[0] : bots.find((each) => each.name === name);
  if (bot) return bot;

  const names = bots.map((each) => each.name).join(', ');
  throw new ConfigError(
    names === ''
      ? 'No Telegram bot is set up. Set TELEGRAM_TOKEN, or run npm run setup.'
      : `There is no bot ${name}. The bots on Telegram are: ${names}.`,
  );
}

/** Asks the network for the address of the bot. Does not disturb the bot that runs. */
async function findLink(platform: Platform, clock: Clock): Promise<string> {
  const onTimeout = () =>
    new BotError(`${platform.name} gave no answer within ${CHECK_TIMEOUT_MS / 1000} s.`);
  try {
    await withTimeout({ clock, timeoutMs: CHECK_TIMEOUT_MS, onTimeout }, async (signal) =>
      platform.check?.(signal),
    );
  } finally {
    platform.stop().catch(() => {});
  }
  const link = platform.identity?.()?.link;
  if (link === undefined) throw new BotError('The bot has no user name, so no link leads to it.');
  return link;
}
