/** A trouble that the operator is told about, once and once again when it is over. */
export interface OpenTrouble {
  /** The same for as long as it lasts, also over a restart. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly since: number;
  /** What is wrong and what helps, in whole English sentences. Holds no secret. */
  readonly text: string;
}

/** The troubles of now. */
export interface Troubles {
  /** The oldest comes first. Reads memory. */
  troubles(): readonly OpenTrouble[];
}
