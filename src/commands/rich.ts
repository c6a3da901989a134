import type { Command } from '../contracts/command.ts';
import type { ReplyStyle } from '../contracts/reply-surface.ts';
import { texts } from '../texts/texts.ts';

type Choice = keyof typeof texts.rich;

const STYLES: Readonly<Record<Choice, ReplyStyle>> = {
  on: { rich: true },
  off: { rich: false },
  default: {},
};
const isChoice = (typed: string): typed is Choice => Object.hasOwn(STYLES, typed);

export const rich: Command = {
  name: 'rich',
  description: "Show answers here as Telegram's rich messages: on, off or default",
  platform: 'telegram',
  options: [{ name: 'choice', description: 'on, off or default' }],
  async run({ channel, options }, powers) {
    const typed = options.choice?.toLowerCase();
    if (typed === undefined) return { text: texts.rich[choiceOf(await powers.style(channel))] };
    if (!isChoice(typed)) return { text: texts.richUnknown, onlyAsker: true };
    await powers.chooseStyle(channel, STYLES[typed]);
    return { text: texts.rich[typed] };
  },
};

function choiceOf({ rich: isRich }: ReplyStyle): Choice {
  if (isRich === undefined) return 'default';
  return isRich ? 'on' : 'off';
}
