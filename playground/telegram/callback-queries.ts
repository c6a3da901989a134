import { randomInt } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';
import { badRequest } from './api-error.ts';
import type { TelegramLimits } from './limits.ts';

interface OpenQuery {
  /** Unix ms. */
  readonly openedAt: number;
  resolve(text: string): void;
  giveUp(): void;
}

/** The person who pressed, and where. */
interface Presser {
  readonly chatId: number;
  readonly personId: number;
}

const MAX_OPEN = 1000;
/** An ephemeral message may answer a press for this long. */
const EPHEMERAL_ANSWER_MS = 15_000;

/** The button presses that the bot has not answered yet (`answerCallbackQuery`). */
export class CallbackQueries {
  readonly #clock: Clock;
  readonly #limits: TelegramLimits;
  readonly #open = new Map<string, OpenQuery>();
  readonly #presses = new Map<string, Presser & { readonly at: number }>();

  constructor(clock: Clock, limits: TelegramLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Opens a query. `answered` resolves with the text of the bot's answer, and rejects when the
   * client gives up waiting. The bot may still answer the query for some time after that.
   */
  open(presser: Presser): { readonly id: string; readonly answered: Promise<string> } {
    const id = `${randomInt(1e9, 9e9)}${randomInt(1e9, 9e9)}`;
    this.#presses.set(id, { ...presser, at: this.#clock.now() });
    const [oldestPress] = this.#presses.keys();
    if (this.#presses.size > MAX_OPEN && oldestPress !== undefined)
      this.#presses.delete(oldestPress);
    const answered = this.#waitForAnswer(id);

    const oldestId = this.#open.keys().next().value;
    if (this.#open.size > MAX_OPEN && oldestId !== undefined) this.#open.delete(oldestId);
    return { id, answered };
  }

  /** @throws An `ApiError` when the query is too old or unknown. */
  answer(id: string, text: string): void {
    const query = this.#open.get(id);
    this.#open.delete(id);
    if (!query || this.#clock.now() - query.openedAt > this.#limits.callbackMs) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    query.resolve(text);
  }

  /** True if an ephemeral message for this person may answer the press, whether it has an answer or not. */
  invitesEphemeral(id: string, { chatId, personId }: Presser): boolean {
    const press = this.#presses.get(id);
    const isRecent = press !== undefined && this.#clock.now() - press.at <= EPHEMERAL_ANSWER_MS;
    return isRecent && press.chatId === chatId && press.personId === personId;
  }

  close(): void {
    for (const query of this.#open.values()) query.giveUp();
    this.#open.clear();
  }

  #waitForAnswer(id: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        cancelTimeout();
        reject(new Error('The bot did not answer the button press.'));
      };
      const cancelTimeout = this.#clock.after(this.#limits.pressMs, giveUp);
      const resolveAnswer = (text: string) => {
        cancelTimeout();
        resolve(text);
      };
      this.#open.set(id, { openedAt: this.#clock.now(), resolve: resolveAnswer, giveUp });
    });
  }
}
