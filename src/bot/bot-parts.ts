import type { Access, AccessRequests, Grants, Pairing } from '../contracts/access.ts';
import type { Command } from '../contracts/command.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { Limits } from '../contracts/limits.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { Pins } from '../contracts/pins.ts';
import type { Platform } from '../contracts/platform.ts';
import type { Router } from '../contracts/router.ts';
import type { People, Settings } from '../contracts/settings.ts';
import type { Store } from '../contracts/store.ts';
import type { Turns } from '../contracts/turns.ts';
import type { AnswerTurnParts } from './answer/answer-turn-parts.ts';
import type { CommandContextParts } from './command-context.ts';
import type { DataDeletionParts } from './data-deletion.ts';
import type { FollowUpsParts } from './intake/follow-ups.ts';
import type { Summarizer } from './prompt/summarizer.ts';

/** The parts of an answer that the bot makes itself, or of which it needs more. */
type OwnParts =
  | 'turns'
  | 'conversations'
  | 'router'
  | 'summarizer'
  | 'onStoreFailure'
  | 'waitForParts'
  | 'openThread'
  | 'readNearby'
  | 'findPlatform'
  | 'settingsOf';

/** Everything that the bot is built from. */
export interface BotParts
  extends Omit<AnswerTurnParts, OwnParts>,
    Pick<CommandContextParts, 'usage' | 'drawPicture' | 'consoleLink'>,
    Pick<DataDeletionParts, 'personalData' | 'forgetElsewhere' | 'relay'>,
    Pick<FollowUpsParts, 'placesOfOthers'> {
  readonly turns: Turns;
  readonly conversations: Conversations;
  readonly pins: Pins;
  readonly settings: Settings;
  readonly people: People;
  readonly router: Router;
  readonly summarizer?: Pick<Summarizer, 'start' | 'release'>;
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly grants: Grants;
  readonly requests: AccessRequests;
  readonly pairing: Pairing;
  readonly nearby: Nearby;
  /** Keeps what was offered. */
  readonly store: Pick<Store, 'get' | 'findKeys' | 'write' | 'swap'>;
  /** Absent: nothing is limited but commands, by built-in limits. */
  readonly limits?: Limits;
  /** `undefined`: the platform is not configured. */
  findPlatform(
    name: string,
  ): Pick<Platform, 'abilities' | 'archive' | 'botName' | 'openDirect' | 'openThread'> | undefined;
}
