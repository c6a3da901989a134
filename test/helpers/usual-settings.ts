import type { People, ScopeSettings, Settings, SettingsOf } from '../../src/contracts/settings.ts';
import type { Store } from '../../src/contracts/store.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createPeople } from '../../src/settings/people.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';
import { createSettings } from '../../src/settings/settings.ts';
import { createRouting } from './routing.ts';

/** The settings of every place: those of an operator who says nothing, and these. */
export function usualSettings(settings: Partial<ScopeSettings> = {}): SettingsOf {
  return () => ({ ...resolveSettings([]), ...settings });
}

/** The settings and people of a store. These settings stand in the variables of the operator. */
export async function openUsualSettings(
  store: Store,
  variables: Partial<ScopeSettings> = {},
): Promise<{ readonly settings: Settings; readonly people: People }> {
  const parts = { store, clock: systemClock, log: silentLog };
  return {
    settings: await createSettings({ ...parts, variables, routing: () => createRouting() }),
    people: await createPeople(parts),
  };
}
