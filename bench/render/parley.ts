import type { Rendering } from '../../src/contracts/dialect.ts';
import { dialect as discord } from '../../src/platforms/discord/dialect.ts';
import { telegramDialect as telegram } from '../../src/platforms/telegram/dialect.ts';
import { measureRendering } from './measure-rendering.ts';

measureRendering((name) => {
  const rendering: Rendering<object> = { discord, telegram }[name].open();
  let text = '';
  return {
    beginsAnew: false,
    push(delta) {
      text += delta;
    },
    render: () => void rendering.update(text, 'growing'),
  };
});
