/** The screen of the person who started the program. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
  write(text: string): void;
}
