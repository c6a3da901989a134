/** Something came over the wire that is no answer. `classify` makes a `ProviderError` of it. */
export class WireFault extends Error {
  override name = 'WireFault';
  /** What the back end said instead of an answer. */
  readonly body: string | undefined;

  /** `problem` follows the name of the provider: "sent a web page". */
  constructor(problem: string, body?: string) {
    super(problem);
    this.body = body;
  }
}
