import { randomInt } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';
import { badRequest } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';

export interface CallbackAnswer {
  readonly text: string;
  readonly isAlert: boolean;
}

interface CallbackQuery {
  readonly at: number;
  resolve(answer: CallbackAnswer): void;
  giveUp(): void;
}

const MOST_PRESSES = 1000;

/** Button presses that the bot has not answered yet. */
export class CallbackQueries {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #open = new Map<string, CallbackQuery>();

  constructor(clock: Clock, limits: TelegramLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** `answered` rejects when the client gives up waiting; the press itself can be answered longer than that. */
  open(): { readonly id: string; readonly answered: Promise<CallbackAnswer> } {
    const id = `${randomInt(1e9, 9e9)}${randomInt(1e9, 9e9)}`;
    const answered = new Promise<CallbackAnswer>((resolve, reject) => {
      const giveUp = () => {
        cancel();
        reject(new Error('The bot did not answer the button press.'));
      };
      const cancel = this.#clock.after(this.#limits.pressMs, giveUp);
      const settle = (answer: CallbackAnswer) => {
        cancel();
        resolve(answer);
      };
      this.#open.set(id, { at: this.#clock.now(), resolve: settle, giveUp });
    });
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > MOST_PRESSES && oldest !== undefined) this.#open.delete(oldest);
    return { id, answered };
  }

  answer(id: string, answer: CallbackAnswer): void {
    const press = this.#open.get(id);
    this.#open.delete(id);
    if (!press || this.#clock.now() - press.at > this.#limits.callbackMs) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    press.resolve(answer);
  }

  close(): void {
    for (const press of this.#open.values()) press.giveUp();
    this.#open.clear();
  }
}
