import type { Turn } from './turns.ts';

/** Why a message is not answered as a question. `full`: too many questions waited. `wordless`: neither words nor a file. */
export type DeclineReason =
  | { readonly kind: 'command' | 'bot' | 'unaddressed' | 'wordless' | 'attachments' | 'full' }
  /** As in `Verdict`; `personId`: its author. */
  | { readonly kind: 'denied'; readonly who: 'person' | 'chat'; readonly personId: string };

/** What became of a message. */
export type Trace =
  | DeclineReason
  | {
      readonly kind: 'turn';
      readonly turn: Turn;
      /** So many turns come before it. */
      readonly turnsAhead: number;
      /** How long ago the answer that is shown ended, in milliseconds. */
      readonly endedAgoMs?: number;
    }
  /** The bot wrote it, and it is no answer of a model, or an old one. */
  | { readonly kind: 'own' }
  /** Nobody told the bot of it, or it is older than what is remembered. */
  | { readonly kind: 'unknown' };
