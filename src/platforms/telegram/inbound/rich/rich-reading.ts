import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import type { MentionScan } from '../markdown/mention-scan.ts';

/** What the parts of one rich message share while it is read. */
export interface RichReading {
  readonly mentions: MentionScan;
  /** The files of the message, in its order. */
  readonly attachments: AttachmentRef[];
  /** Telegram allows 500 blocks and 32,768 characters. Other servers may send more than can be read. */
  partsLeft: number;
}

/** Telegram allows 16 levels. */
export const MAX_RICH_DEPTH = 40;
const MAX_PARTS = 20_000;

/** Starts the reading of one message. */
export function startRichReading(mentions: MentionScan, attachments: AttachmentRef[]): RichReading {
  return { mentions, attachments, partsLeft: MAX_PARTS };
}
