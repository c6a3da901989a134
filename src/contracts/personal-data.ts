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
   * forgotten before. Reads every stored turn of the platform, and lets other work pass meanwhile.
   */
  delete(platform: string, authorId: string): Promise<DeletedData>;
}
