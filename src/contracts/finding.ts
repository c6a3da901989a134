/** The result of one check, for the operator. Plain text without tokens, keys or message texts. */
export interface Finding {
  /** `good`: it works. `note`: it works, and there is something to know. `bad`: it does not work. */
  readonly state: 'good' | 'note' | 'bad';
  /** The thing that was checked, in one or two words: `token`, `privacy mode`. */
  readonly subject: string;
  readonly result: string;
  /** The steps that help, in whole sentences. */
  readonly cure?: string;
}
