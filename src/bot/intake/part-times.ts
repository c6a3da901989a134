/** The times, in milliseconds, within which the parts of one question arrive. */
export const partTimes = {
  /** The rest of a text that was too long for one message: apps send its parts one after the other. */
  rest: 1_500,
  /** The next picture of an album. */
  album: 1_000,
  /** A comment and its forward are two messages, which Telegram delivers within about 20 ms. */
  forward: 1_000,
  /** A model that is asked about a forward waits this long for the comment. */
  commentWait: 300,
} as const;
