/** Cuts the text of one body into frames. */
export interface FrameCutter {
  /**
   * The frames that are complete with `text`.
   *
   * @throws A `WireFault` for a text that is not an answer.
   */
  take(text: string): readonly string[];
  /**
   * The frames at the end of the body.
   *
   * @param lastText Not empty when the body ends inside a character.
   * @throws As `take`.
   */
  finish(lastText: string): LastFrames;
}

/** The end of a body. */
export interface LastFrames {
  readonly frames: readonly string[];
  /** The connection broke inside a frame, which is left out. */
  readonly isCutOff: boolean;
}
