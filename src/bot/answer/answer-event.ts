import type { RouterEvent } from '../../contracts/router.ts';

/** One step of an answer whose thoughts are told apart from its text. */
export type AnswerEvent =
  | RouterEvent
  /** All text so far was thoughts. The text of the answer starts after this event. */
  | { readonly type: 'text-restart' };
