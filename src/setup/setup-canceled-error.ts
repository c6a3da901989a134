import { BotError } from '../errors.ts';

/** The person ended the set-up with Ctrl+C. */
export class SetupCanceledError extends BotError {
  override name = 'SetupCanceledError';

  constructor() {
    super('The set-up was ended.');
  }
}
