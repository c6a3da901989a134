import type { Api } from 'grammy';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';
import { toTelegramError } from '../connection/telegram-error.ts';

/**
 * Answers callback queries, which Telegram sends when a person presses a button. The button looks
 * busy until the answer comes. An answer can show a sentence that only this person sees.
 */
export interface CallbackAnswers {
  /**
   * A callback query arrived. It is answered without a sentence, unless `answer` comes soon. Does nothing the second
   * time.
   */
  register(queryId: string): void;
  /**
   * Answers a callback query with a sentence.
   *
   * @returns `false` when the query was answered already, or when the sentence did not arrive.
   */
  answer(queryId: string, sentence: string): Promise<boolean>;
  /** Answers all open queries without a sentence. */
  stop(): void;
}

/** The wait for a sentence. Parley has it by then, or there is none. */
const ANSWER_AFTER_MS = 500;
/** Telegram's limit, in characters. */
const MAX_SENTENCE_LENGTH = 200;
/** Beyond this number of open queries, new ones are answered immediately. */
const MAX_OPEN_QUERIES = 1_000;
const REMEMBERED_QUERIES = 1_000;

/** Creates the answers of one bot. */
export function createCallbackAnswers(api: Api, clock: Clock, log: Log): CallbackAnswers {
  /** By the id of each open query, a function that cancels its answer without a sentence. */
  const openQueries = new Map<string, () => void>();
  /** Telegram takes one answer to each query. */
  const known = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_QUERIES });

  async function sendAnswer(queryId: string, sentence?: string): Promise<boolean> {
    const parameters =
      sentence === undefined
        ? {}
        : { text: sentence.slice(0, MAX_SENTENCE_LENGTH), show_alert: true };

    try {
      await api.answerCallbackQuery(queryId, parameters);
      return true;
    } catch (error) {
      log.debug(
        { error: toTelegramError('answerCallbackQuery', error).message },
        'telegram: callback query not answered',
      );
      return false;
    }
  }

  /** Closes a query before its one answer. Gives `false` when it was closed already. */
  function close(queryId: string): boolean {
    openQueries.get(queryId)?.();
    return openQueries.delete(queryId);
  }

  function answerWithoutSentence(queryId: string): void {
    if (close(queryId)) void sendAnswer(queryId);
  }

  return {
    register(queryId) {
      if (known.has(queryId)) return;
      known.set(queryId, true);
      const delayMs = openQueries.size < MAX_OPEN_QUERIES ? ANSWER_AFTER_MS : 0;
      openQueries.set(
        queryId,
        clock.after(delayMs, () => answerWithoutSentence(queryId)),
      );
    },

    answer: async (queryId, sentence) => close(queryId) && sendAnswer(queryId, sentence),

    stop() {
      for (const queryId of [...openQueries.keys()]) answerWithoutSentence(queryId);
    },
  };
}
