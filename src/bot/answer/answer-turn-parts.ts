import type { Address } from '../../contracts/address.ts';
import type { Conversations } from '../../contracts/conversations.ts';
import type { LanguageOf } from '../../contracts/language.ts';
import type { Limits } from '../../contracts/limits.ts';
import type { Replies } from '../../contracts/replies.ts';
import type { ReplyStyle, ReplySurface } from '../../contracts/reply-surface.ts';
import type { PartTracker } from '../intake/part-tracker.ts';
import type { ThreadOpener } from '../intake/thread-opener.ts';
import type { GathererParts } from '../material/gatherer-parts.ts';
import type { MaterialSources } from '../material/material-sources.ts';
import type { AnswerWithModelParts } from './answer-with-model.ts';
import type { TurnRecordParts } from './turn-record.ts';

/** Everything that an answer needs. */
export interface AnswerTurnParts
  extends Omit<AnswerWithModelParts, 'gather' | 'turns' | 'conversations' | 'language'>,
    TurnRecordParts {
  /** Absent: nothing is limited, and nothing is counted. */
  readonly limits?: Pick<Limits, 'admit' | 'findRefusal' | 'spendingOf'>;
  readonly router: AnswerWithModelParts['router'];
  readonly turns: AnswerWithModelParts['turns'] & TurnRecordParts['turns'];
  readonly conversations: AnswerWithModelParts['conversations'] &
    GathererParts['conversations'] &
    Pick<Conversations, 'since'>;
  /** Absent: no files are read, and nothing else that a question refers to. */
  readonly material?: MaterialSources;
  readonly languageOf: LanguageOf;
  readonly replies: Replies;
  /** As `Platform.surface`. `undefined`: the platform is no longer configured. */
  surface(address: Address, style?: ReplyStyle): ReplySurface | undefined;
  /** As in `PartTracker`. Absent: every question is complete. */
  waitForParts?: PartTracker['waitForParts'];
  /** As in `ThreadOpener`. Absent: every channel exists. */
  openThread?: ThreadOpener['open'];
}
