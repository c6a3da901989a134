/** Tells how much room a prompt leaves for its answer, by another prompt whose tokens are known. */
export interface AnswerWindow {
  readonly tokens: number;
  readonly promptTokens: number;
  readonly promptBytes: number;
}

/**
 * The changes to its requests that a model's refusals asked for. Plain data, without the text of
 * any request.
 */
export interface Concessions {
  /** The optional fields that are left out, by their paths: `generationConfig.topK`. */
  readonly omitted?: readonly string[];
  /** The server's name for the field that limits the length of the answer. */
  readonly lengthField?: string;
  /** The most tokens that the model writes. */
  readonly longestAnswer?: number;
  /** The tokens that this prompt leaves for its answer. Counts for one request only. */
  readonly roomForAnswer?: number;
  /** The limit of prompt and answer together, and a prompt that the server counted. */
  readonly window?: AnswerWindow;
  /** The model does not stream: its answer comes as a whole. */
  readonly isWhole?: true;
  /** The model knows no system role: the text comes before the first message. */
  readonly hasSystemInMessage?: true;
  /** The service knows no marks for what it should remember. */
  readonly forgetsCache?: true;
  /** The model cannot see images. */
  readonly hidesImages?: true;
  /** The model cannot hear recordings. */
  readonly hidesAudio?: true;
  /** The messages must begin with the user's, and alternate. */
  readonly alternatesRoles?: true;
}
