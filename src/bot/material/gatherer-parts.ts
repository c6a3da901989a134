import type { Conversations } from '../../contracts/conversations.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { MaterialSources } from './material-sources.ts';

/** What the gathering of material is built from. */
export interface GathererParts {
  readonly sources: MaterialSources;
  readonly conversations: Pick<Conversations, 'history' | 'find'>;
  readonly settingsOf: SettingsOf;
  readonly clock: Clock;
  readonly log: Log;
}
