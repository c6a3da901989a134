import type { UnreadableReason } from '../../contracts/files.ts';

/** A document has nothing for a model. `reason` says why. */
export class UnreadableError extends Error {
  override name = 'UnreadableError';
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason) {
    super(`The document is not readable: ${reason}`);
    this.reason = reason;
  }
}
