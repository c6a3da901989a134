/**
 * A back end sent something that is not an answer. `classifyFailure` turns it into a
 * `ProviderError`.
 */
export class WireFault extends Error {
  override name = 'WireFault';
  /** The error that the back end sent instead of an answer, as text. */
  readonly body: string | undefined;

  /**
   * @param problem Continues a sentence that begins with the name of the provider: "sent a web
   * page".
   */
  constructor(problem: string, body?: string) {
    super(problem);
    this.body = body;
  }
}
