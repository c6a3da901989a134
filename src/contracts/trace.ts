import type { DeniedReason } from './access.ts';
import type { Turn } from './turns.ts';

/**
 * The reason why the bot does not answer a message:
 * - `wordless`: neither text nor a file
 * - `full`: too many questions waited
 * - `loop`: bots asked too often, without a person between them
 * - `proxy`, `post`: the operator did not allow messages of proxies, or posts of channels
 * - `others`: no mention is needed there, but the message mentions or answers somebody else
 * - `shared`: a mention is needed in this thread, because more than one person may have written there
 */
export type DeclineReason =
  | { readonly kind: 'command' | 'bot' | 'unaddressed' | 'wordless' | 'full' }
  | { readonly kind: 'loop' | 'proxy' | 'post' | 'others' | 'shared' }
  /** `denied` is as in `AccessDecision`. `personId` is the author, `<platform>:<id>`. */
  | {
      readonly kind: 'denied';
      readonly denied: DeniedReason;
      readonly personId: string;
    };

/** The outcome of a message, as `/why` explains it. */
export type Trace =
  | DeclineReason
  | {
      readonly kind: 'turn';
      readonly turn: Turn;
      /** The number of turns that come before it. */
      readonly turnsAhead: number;
      /** Milliseconds since the shown answer ended. */
      readonly endedAgoMs?: number;
    }
  /** The bot wrote it, and it is not a model's answer, or it is an old one. */
  | { readonly kind: 'own' }
  /** The network never sent it to the bot, or the bot no longer remembers it. */
  | { readonly kind: 'unknown' };
