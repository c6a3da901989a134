/** The screen of the person who started the program. */
export interface Terminal {
  /** Characters in a line. */
  readonly columns: number;
  /** A person sees it at once, and its signs for colours. `false`: the text goes into a file or a pipe. */
  readonly isScreen: boolean;
  write(text: string): void;
}
