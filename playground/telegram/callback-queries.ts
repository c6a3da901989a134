import { randomInt } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';
import { badRequest } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';

/** The bot's answer to a button press (`answerCallbackQuery`). */
export interface CallbackAnswer {
  readonly text: string;
  readonly isAlert: boolean;
}

interface OpenQuery {
  /** Unix ms. */
  readonly openedAt: number;
  resolve(answer: CallbackAnswer): void;
  giveUp(): void;
}

const MAX_OPEN = 1000;

/** The button presses that the bot has not answered yet. */
export class CallbackQueries {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #open = new Map<string, OpenQuery>();

  constructor(clock: Clock, limits: TelegramLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Opens a query. `answered` rejects when the client gives up waiting; the bot may still answer
   * the query for some time after that.
   */
  open(): { readonly id: string; readonly answered: Promise<CallbackAnswer> } {
    const id = `${randomInt(1e9, 9e9)}${randomInt(1e9, 9e9)}`;
    const answered = this.#waitForAnswer(id);

    const oldestId = this.#open.keys().next().value;
    if (this.#open.size > MAX_OPEN && oldestId !== undefined) this.#open.delete(oldestId);
    return { id, answered };
  }

  /** @throws {ApiError} when the query is too old or unknown. */
  answer(id: string, answer: CallbackAnswer): void {
    const query = this.#open.get(id);
    this.#open.delete(id);
    if (!query || this.#clock.now() - query.openedAt > this.#limits.callbackMs) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    query.resolve(answer);
  }

  close(): void {
    for (const query of this.#open.values()) query.giveUp();
    this.#open.clear();
  }

  #waitForAnswer(id: string): Promise<CallbackAnswer> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        cancelTimeout();
        reject(new Error('The bot did not answer the button press.'));
      };
      const cancelTimeout = this.#clock.after(this.#limits.pressMs, giveUp);
      const resolveAnswer = (answer: CallbackAnswer) => {
        cancelTimeout();
        resolve(answer);
      };
      this.#open.set(id, { openedAt: this.#clock.now(), resolve: resolveAnswer, giveUp });
    });
  }
}
