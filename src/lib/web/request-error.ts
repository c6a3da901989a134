/**
 * The error of a page's request that cannot be fulfilled. The page shows its message to the person.
 */
export class RequestError extends Error {
  /** The HTTP status of the answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
