import type { QuotedMessage } from './chat-message.ts';
import type { UnreadableReason } from './files.ts';

/** What a question refers to and does not contain. Gathered once, when it is asked. Plain data, stored with the turn. */
export interface Material {
  readonly files: readonly FileReading[];
  readonly background: readonly BackgroundMessage[];
  /** As `Turn.edition`: another one may refer to other messages. Absent: 0. */
  readonly edition?: number;
}

/** What was read of one file. */
export type FileReading = {
  /** As in `AttachmentRef`. */
  readonly ref: string;
  readonly name: string;
} & (
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly language?: string;
      readonly cut?: string;
    }
  | { readonly kind: 'transcript'; readonly text: string; readonly cut?: string }
  /** Fetched again for each prompt, as long as the network gives it. */
  | { readonly kind: 'image' | 'audio' }
  | { readonly kind: 'unreadable'; readonly why: UnreadableFileReason }
);

/**
 * `gone`, `failed`: the network no longer has the file, or did not give it. `unseen`, `unheard`: the model
 * sees no pictures, or hears no sound and nothing writes it down. `too many`: newer ones took its place. `off`: no
 * files are read in that place. `spent`: a budget has too little left to hear it.
 */
export type UnreadableFileReason =
  | UnreadableReason
  | 'gone'
  | 'failed'
  | 'unseen'
  | 'unheard'
  | 'too many'
  | 'off'
  | 'spent';

/** A message that the question builds on. */
export interface BackgroundMessage {
  /** `thread`: the thread hangs on it. `chain`: an earlier message of a chain of replies. `link`: the question links to it. */
  readonly kind: 'thread' | 'chain' | 'link';
  readonly message: QuotedMessage;
}
