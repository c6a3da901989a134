import type { Api } from 'grammy';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { toTelegramError } from '../connection/telegram-error.ts';

/** Answers presses of buttons: the button looks busy until then, and an answer can show a sentence to who pressed. */
export interface CallbackAnswers {
  register(id: string): void;
  /** `false`: the press was answered already, or the sentence did not get through. */
  answer(id: string, sentence: string): Promise<boolean>;
  /** Answers what is open. */
  stop(): void;
}

/** What is to be said is known in a moment, or there is nothing to say. */
const ANSWER_AFTER_MS = 500;
/** Telegram's limit. */
const LONGEST_SENTENCE = 200;
/** With more of them, none waits. */
const MOST_OPEN = 1_000;

export function createCallbackAnswers(api: Api, clock: Clock, log: Log): CallbackAnswers {
  /** What takes back the wordless answer of each, by its id. */
  const open = new Map<string, () => void>();

  async function answer(id: string, sentence?: string): Promise<boolean> {
    const said =
      sentence === undefined ? {} : { text: sentence.slice(0, LONGEST_SENTENCE), show_alert: true };
    try {
      await api.answerCallbackQuery(id, said);
      return true;
    } catch (error) {
      log.debug(
        { error: toTelegramError('answerCallbackQuery', error).message },
        'a button stays busy',
      );
      return false;
    }
  }

  /** Whether nobody answered it before. */
  function take(id: string): boolean {
    open.get(id)?.();
    return open.delete(id);
  }

  return {
    register(id) {
      const end = () => void (take(id) && answer(id));
      open.set(id, clock.after(open.size < MOST_OPEN ? ANSWER_AFTER_MS : 0, end));
    },
    answer: async (id, sentence) => take(id) && answer(id, sentence),
    stop() {
      for (const id of [...open.keys()]) if (take(id)) void answer(id);
    },
  };
}
