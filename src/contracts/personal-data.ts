import type { Channel } from './chat-message.ts';
import type { Turn } from './turns.ts';

/** The number of things that were deleted because a person wanted it. */
export interface DeletedData {
  /** Questions of the person, each with its answers. */
  readonly questions: number;
  /** Words of the person in others' questions: quoted, as background, or as nearby messages. */
  readonly quotes: number;
  readonly pins: number;
  readonly conversations: number;
}

/** Takes a conversation in which another process answers, so that only it may change what is stored there. */
export type OnElsewhere = (conversation: string, channel: Channel) => void;

/** Deletes the stored words of people. */
export interface PersonalData {
  /**
   * Deletes what a person has said on a platform, in every conversation. Turns that are still open must be
   * forgotten before; with them as `forgotten`, they count. Reads every stored turn of the platform, and lets
   * other work pass meanwhile. What it finds in conversations of other processes counts, and stays until `deleteIn`
   * is called there: `onElsewhere` gets them.
   */
  delete(
    platform: string,
    authorId: string,
    forgotten?: readonly Turn[],
    onElsewhere?: OnElsewhere,
  ): Promise<DeletedData>;
  /** As `delete`, in one conversation of this process. */
  deleteIn(conversation: string, authorId: string): Promise<void>;
  /** Leaves nothing of what was deleted on the disk, as far as the disk allows. */
  purge(): Promise<void>;
}
