import type { AccessRules } from '../contracts/access.ts';
import { createIdMatcher, type IdMatcher, idOnPlatform } from './id-matcher.ts';

/** The lists in the variables. An id is a number, or begins with its network or bot, as in `AccessRules`. */
export interface OperatorLists {
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
}

/** The lists in force, made for quick questions. */
interface MergedLists {
  readonly adminIds: readonly string[];
  readonly direct: AccessRules['direct'];
  readonly admins: IdMatcher;
  readonly deny: IdMatcher;
  /** `ALLOWED_USERS`: the ids of people, and of nothing else. */
  readonly allowsPerson: IdMatcher;
  /** `ALLOWED_CHATS`: the ids of a channel and of everything that contains it. */
  readonly allowsPlace: IdMatcher;
  /** `allow` in `parley.yaml`: the ids of people, roles and places. */
  readonly allows: IdMatcher;
  /** Tells whether the lists allow anything on a platform. */
  allowsAnything(platform: string): boolean;
}

/** Merges the lists of the variables with those of `parley.yaml`, again whenever that changes. */
export function mergeLists(
  variables: OperatorLists,
  rules: () => Partial<AccessRules> | undefined,
): { readonly current: MergedLists } {
  let mergedRules = rules();
  let merged = merge(variables, mergedRules);

  return {
    get current() {
      const newest = rules();
      if (newest !== mergedRules) {
        mergedRules = newest;
        merged = merge(variables, newest);
      }
      return merged;
    },
  };
}

function merge(
  { admins, allowedUsers, allowedChats }: OperatorLists,
  { admins: moreAdmins = [], allow = [], deny = [], direct = 'listed' }: Partial<AccessRules> = {},
): MergedLists {
  const adminIds = [...admins, ...moreAdmins];
  const allowed = [...allowedUsers, ...allowedChats, ...allow];

  return {
    adminIds,
    direct,
    admins: createIdMatcher(adminIds),
    deny: createIdMatcher(deny),
    allowsPerson: createIdMatcher(allowedUsers),
    allowsPlace: createIdMatcher(allowedChats),
    allows: createIdMatcher(allow),
    allowsAnything: (platform) =>
      allowed.some((entry) => idOnPlatform(entry, platform) !== undefined),
  };
}
