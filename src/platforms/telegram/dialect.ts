import type { Dialect } from '../../contracts/dialect.ts';
import { splitText } from '../../markdown/split-text.ts';
import { normalize } from './normalize.ts';

/** The text of one message. */
export interface TelegramPage {
  readonly text: string;
}

/** Telegram's limit is 4096 code points; UTF-16 units are never fewer. */
const LONGEST_TEXT = 4096;
/** Telegram calls a text empty that has nothing but these. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;

/** Markdown as it was written. Pages are what the server will store, so that `same` is exact. */
export const telegramDialect: Dialect<TelegramPage> = {
  open: () => ({
    update(markdown, state) {
      // The second half of a character that is still on its way would change what stands before it.
      const whole = state === 'growing' ? markdown.replace(/[\uD800-\uDBFF]$/, '') : markdown;
      return splitText(normalize(whole), { limit: LONGEST_TEXT, fences: true })
        .map((page) => ({ text: page.trim() }))
        .filter(({ text }) => !INVISIBLE.test(text));
    },
  }),
  same: (a, b) => a.text === b.text,
};
