/** One of several answers to a question. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/**
 * Asks the person at the terminal. Every question fails with a `SetupCanceledError` when the person presses
 * Ctrl+C.
 */
export interface Prompts {
  begin(title: string): void;
  /** Several lines under a heading. */
  explain(heading: string, lines: readonly string[]): void;
  /** One line, as a result of something. `problem`: it needs the person's attention. */
  tell(sentence: string, kind?: 'good' | 'problem'): void;
  choose<Value extends string>(
    question: string,
    options: readonly Option<Value>[],
    initial?: Value,
  ): Promise<Value>;
  /** As `choose`, from a list that is searched by typing. */
  search(question: string, options: readonly Option<string>[], initial?: string): Promise<string>;
  /** Gives an empty text where the person enters nothing. */
  askText(question: string, example: string): Promise<string>;
  /** As `askText`, without showing what is typed. */
  askSecret(question: string): Promise<string>;
  /** Shows that something is under way. */
  wait<Result>(activity: string, run: () => Promise<Result>): Promise<Result>;
  end(sentence: string): void;
}
