import type { Command } from '../contracts/command.ts';
import type { ReplyStyle } from '../contracts/reply-surface.ts';
import type { Texts } from '../texts/en/index.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

type RichChoice = keyof Texts['rich'];

const STYLES: Readonly<Record<RichChoice, ReplyStyle>> = {
  on: { rich: true },
  off: { rich: false },
  default: {},
};

export const rich: Command = {
  name: 'rich',
  power: 'settings',
  isOpenToView: true,
  description: inEveryLanguage((texts) => texts.commands.rich),
  platform: 'telegram',
  options: [{ name: 'choice', description: inEveryLanguage((texts) => texts.commands.richChoice) }],

  async run({ channel, options }, context) {
    const texts = textsIn(context.language);
    const typed = options.choice?.toLowerCase();
    if (typed === undefined) return { text: texts.rich[choiceOf(await context.style(channel))] };
    if (!isRichChoice(typed)) return { text: texts.richUnknown, onlyAsker: true };

    await context.chooseStyle(channel, STYLES[typed]);
    return { text: texts.rich[typed] };
  },
};

function isRichChoice(typed: string): typed is RichChoice {
  return Object.hasOwn(STYLES, typed);
}

function choiceOf({ rich: isRich }: ReplyStyle): RichChoice {
  if (isRich === undefined) return 'default';
  return isRich ? 'on' : 'off';
}
