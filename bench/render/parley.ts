/** Renders growing texts with Parley's dialects. */
import type { Rendering } from '../../src/contracts/dialect.ts';
import { discordDialect as discord } from '../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect as telegram } from '../../src/platforms/telegram/rendering/dialect.ts';
import { measureRendering } from './measure-rendering.ts';

const DIALECTS = { discord, telegram };
/**
 * More pages than any text has, so that no text continues in a file. A file is not rendered, so at
 * 32 KB nothing would remain to be measured.
 */
const MAX_PAGES = 1_000;

measureRendering((dialect) => {
  const rendering: Rendering<object> = DIALECTS[dialect].open(undefined, MAX_PAGES);
  let text = '';

  return {
    rendersFromScratch: false,
    append(delta) {
      text += delta;
    },
    render: () => void rendering.update(text, 'growing'),
  };
});
