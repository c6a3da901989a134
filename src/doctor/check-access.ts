import { openGrants } from '../access/grants.ts';
import { idOnPlatform } from '../access/id-matcher.ts';
import { summarizeAccess } from '../access/summarize-access.ts';
import type { Config } from '../config/read-config.ts';
import type { AccessRules, Grant } from '../contracts/access.ts';
import type { Clock } from '../lib/clock.ts';
import { silentLog } from '../lib/log.ts';
import { networkOf } from '../lib/network-of.ts';
import { openStore } from '../store/open-store.ts';
import { describeAccess } from './describe-access.ts';
import type { Row } from './row.ts';

/** Everything that decides who may use the bots. */
interface AccessCheck {
  readonly config: Config;
  readonly rules: Partial<AccessRules> | undefined;
  /** The names of the platforms that are set up. */
  readonly platforms: readonly string[];
  readonly clock: Clock;
}

/**
 * Notes the Telegram bots without an admin: there, nobody gets an answer whom no list names. Discord names the
 * owners of its bots only to one that is connected. Never rejects.
 */
export async function checkAccess(parts: AccessCheck): Promise<readonly Row[]> {
  const bots = parts.platforms.filter((name) => networkOf(name) === 'telegram');
  if (bots.length === 0) return [];

  const grants = await readGrants(parts);
  return bots.flatMap((platform) => checkBot(platform, parts, grants) ?? []);
}

function checkBot(
  platform: string,
  { config, rules }: AccessCheck,
  grants: readonly Grant[],
): Row | undefined {
  const entries = [...config.admins, ...(rules?.admins ?? [])];
  const isListed = entries.some((entry) => idOnPlatform(entry, platform) !== undefined);
  const isGranted = grants.some((grant) => grant.state === 'admin' && grant.platform === platform);
  if (isListed || isGranted) return undefined;

  const summary = summarizeAccess({ platform, admins: [], variables: config, rules, grants });
  return { part: platform, state: 'note', subject: 'access', ...describeAccess(platform, summary) };
}

/** Another row of the report says why a store cannot be read. */
async function readGrants({ config, clock }: AccessCheck): Promise<readonly Grant[]> {
  if (config.storeUrl.startsWith('memory:')) return [];
  try {
    const options = { url: config.storeUrl, clock, log: silentLog, readOnly: true };
    const store = await openStore(options);
    const grants = await openGrants({ store, clock, log: silentLog }).finally(() => store.close());
    return grants.list();
  } catch {
    return [];
  }
}
