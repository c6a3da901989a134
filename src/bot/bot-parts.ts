import type { Access } from '../contracts/access.ts';
import type { Address } from '../contracts/address.ts';
import type { Command } from '../contracts/command.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { Replies } from '../contracts/replies.ts';
import type { ReplyStyle, ReplySurface } from '../contracts/reply-surface.ts';
import type { Router } from '../contracts/router.ts';
import type { Turns } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** What the bot is joined from. */
export interface BotDependencies {
  readonly turns: Turns;
  readonly conversations: Conversations;
  readonly router: Router;
  readonly replies: Replies;
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly systemPrompt: string;
  /** What people see of what a model thinks before its answer. */
  readonly reasoning: 'hidden' | 'folded';
  /** What stands below every answer, in this order. */
  readonly footer: readonly ('model' | 'tokens' | 'seconds' | 'cost')[];
  /** As `Platform.surface`. `undefined`: its platform is no longer configured. */
  surface(address: Address, style?: ReplyStyle): ReplySurface | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
