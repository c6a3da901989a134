import type { AccessSummary } from '../contracts/overview.ts';
import { networkOf } from '../lib/network-of.ts';

/** Everything that lets people in on a platform. */
interface AccessSources {
  readonly platform: string;
  /** Ids of the admins there. */
  readonly admins: readonly string[];
  /** The entries of all lists of allowed people and places: numbers, or `telegram:12345`. */
  readonly allowed: readonly string[];
  readonly direct: AccessSummary['direct'];
  readonly grants: readonly { readonly platform: string; readonly state: string }[];
}

/** Counts the people who may use the bot on one platform. */
export function summarizeAccess({
  platform,
  admins,
  allowed,
  direct,
  grants,
}: AccessSources): AccessSummary {
  const names = [platform, networkOf(platform)];
  const listed = allowed.filter((entry) => {
    const [owner = ''] = entry.split(':', 1);
    return !entry.includes(':') || names.includes(owner);
  });
  const granted = grants.filter((grant) => names.includes(grant.platform));
  return {
    admins: admins.length,
    isOpenOnServers: listed.length === 0,
    listed: listed.length,
    granted: granted.filter(({ state }) => state === 'allowed').length,
    direct,
  };
}
