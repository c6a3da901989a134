import type { Platform } from '../../contracts/platform.ts';
import { PlatformError } from '../../errors.ts';
import type { MaterialSources } from './material-sources.ts';

/** Finds the network of a channel, for its files and its earlier messages. */
export function findSources(
  findPlatform: (name: string) => Pick<Platform, 'fetch' | 'archive'> | undefined,
): Pick<MaterialSources, 'fetchFile' | 'archiveOf'> {
  return {
    async fetchFile({ platform: name }, ref, signal) {
      const platform = findPlatform(name);
      if (platform) return platform.fetch(ref, signal);
      throw new PlatformError(`${name} is no longer configured.`, { kind: 'gone', platform: name });
    },

    // A conversation of one person has no messages of its own on the network.
    archiveOf: ({ platform, personId }) =>
      personId === undefined ? findPlatform(platform)?.archive : undefined,
  };
}
