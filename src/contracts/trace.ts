import type { Turn } from './turns.ts';

/** The reason why the bot does not answer a message. `full`: too many questions waited. `wordless`: neither text nor a file. */
export type DeclineReason =
  | { readonly kind: 'command' | 'bot' | 'unaddressed' | 'wordless' | 'full' }
  /** `denied` is as in `AccessDecision`. `personId` is the author, `<platform>:<id>`. */
  | {
      readonly kind: 'denied';
      readonly denied: 'person' | 'chat';
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
