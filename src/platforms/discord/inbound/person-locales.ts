import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';

/** The languages of people's apps. Discord tells them with interactions only, not with messages. */
export interface PersonLocales {
  remember(userId: string, locale: string | undefined): void;
  /** A BCP 47 tag. */
  find(userId: string): string | undefined;
}

const MAX_PEOPLE = 20_000;

/** Creates a memory without people. */
export function createPersonLocales(clock: Clock): PersonLocales {
  const locales = createExpiringMap<string, string>({ clock, maxEntries: MAX_PEOPLE });

  return {
    remember(userId, locale) {
      if (locale) locales.set(userId, locale);
    },
    find: locales.get,
  };
}
