import type { Turn } from './turns.ts';

/** The number of things that were deleted because a person wanted it. */
export interface DeletedData {
  /** Questions of the person, each with its answers. */
  readonly questions: number;
  /** Words of the person that others quoted, that stood behind others' questions, or that were said around them. */
  readonly quotes: number;
  readonly pins: number;
  readonly conversations: number;
}

/** What people have said, wherever it is stored. */
export interface PersonalData {
  /**
   * Deletes what a person has said on a platform, in every conversation. Turns that are still open must be
   * forgotten before; with them as `forgotten`, they count. Reads every stored turn of the platform, and lets
   * other work pass meanwhile.
   */
  delete(platform: string, authorId: string, forgotten?: readonly Turn[]): Promise<DeletedData>;
  /** Leaves nothing of what was deleted on the disk, as far as the disk allows. */
  purge(): Promise<void>;
}
