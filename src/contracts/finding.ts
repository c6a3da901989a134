/** What was found when one thing was looked at, told to the operator. Plain text; holds no token, no key and nobody's words. */
export interface Finding {
  /** `bad`: it does not work. `note`: it does, and there is something to know. */
  readonly state: 'good' | 'note' | 'bad';
  /** What was looked at, in one or two words: `token`, `privacy mode`. */
  readonly subject: string;
  readonly result: string;
  /** What helps, as whole sentences. */
  readonly cure?: string;
}
