import type { Rendering } from '../../src/contracts/dialect.ts';
import { discordDialect as discord } from '../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect as telegram } from '../../src/platforms/telegram/rendering/dialect.ts';
import { measureRendering } from './measure-rendering.ts';

/** A text that goes on in a file is rendered no more: at 32 KB there would be nothing left to measure. */
const MOST_PAGES = 1_000;

measureRendering((name) => {
  const rendering: Rendering<object> = { discord, telegram }[name].open(undefined, MOST_PAGES);
  let text = '';
  return {
    rendersFromScratch: false,
    append(delta) {
      text += delta;
    },
    render: () => void rendering.update(text, 'growing'),
  };
});
