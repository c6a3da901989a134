import type { Conversations } from '../../contracts/conversations.ts';
import type { Limits } from '../../contracts/limits.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { SettingsOf } from '../../contracts/settings.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { MaterialSources } from './material-sources.ts';

/** What the gathering of material is built from. */
export interface GathererParts {
  readonly sources: MaterialSources;
  readonly conversations: Pick<Conversations, 'history' | 'find'>;
  readonly settingsOf: SettingsOf;
  /** Absent: nothing is limited, and nothing is counted. */
  readonly limits?: Pick<Limits, 'spendingOf'>;
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
