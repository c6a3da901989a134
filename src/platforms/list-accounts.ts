import type { Platform } from '../contracts/platform.ts';

/** The ids of the bots on the platforms that are connected, by the names of these. */
export function listAccounts(
  platforms: readonly Pick<Platform, 'name' | 'identity'>[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    platforms.flatMap(({ name, identity }) => {
      const account = identity?.();
      return account ? [[name, account.id]] : [];
    }),
  );
}
