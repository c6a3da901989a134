import type { AccessRules, Grant } from '../contracts/access.ts';
import type { AccessSummary } from '../contracts/overview.ts';
import { idOnPlatform } from './id-matcher.ts';

/** Everything that lets people in on a platform. */
interface AccessSources {
  readonly platform: string;
  /** Ids of the admins there. */
  readonly admins: readonly string[];
  readonly variables: {
    readonly allowedUsers: readonly string[];
    readonly allowedChats: readonly string[];
  };
  readonly rules: Partial<AccessRules> | undefined;
  readonly grants: readonly Grant[];
}

/** Counts the people who may use the bot on one platform. */
export function summarizeAccess({
  platform,
  admins,
  variables: { allowedUsers, allowedChats },
  rules: { allow = [], direct = 'listed' } = {},
  grants,
}: AccessSources): AccessSummary {
  const allowed = [...allowedUsers, ...allowedChats, ...allow];
  const listed = allowed.filter((entry) => idOnPlatform(entry, platform) !== undefined);
  const granted = grants.filter(
    (grant) => grant.state === 'allowed' && grant.platform === platform,
  );
  return {
    admins: admins.length,
    isOpenOnServers: listed.length === 0,
    listed: listed.length,
    granted: granted.length,
    direct,
  };
}
