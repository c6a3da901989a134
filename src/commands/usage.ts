import type { Command, CommandOption, CommandReply } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { type Reader, scopeOfPlace } from './scopes/place.ts';
import { isShared, maySeeUsage } from './usage/may-see-usage.ts';
import { usagePage } from './usage/usage-page.ts';
import { readTypedView, readUsageView, USAGE_WORDS, type UsageView } from './usage/usage-view.ts';

/** Everybody may see their own usage, moderators that of their place, and admins that of everybody. */
export const usage: Command = {
  name: 'usage',
  power: 'usage',
  onlyAsker: true,
  description: inEveryLanguage((texts) => texts.commands.usage),
  options: [
    option('whose', (texts) => texts.commands.usageWhose),
    option('days', (texts) => texts.commands.usageDays),
    option('look', (texts) => texts.commands.usageLook),
  ],

  async run({ author, channel, options }, context) {
    const reader = { author, channel, context };
    const { whose = '', days = '', look = '' } = options;
    const words = `${whose} ${days} ${look}`.split(/\s+/).filter(Boolean);
    const view = readTypedView(words, channel.platform);
    const page = view ? await open(view, reader) : howTo(reader);
    return { ...page, onlyAsker: true };
  },

  /** `rest` is `<id of the person who called the command>:<view>`. */
  async press(rest, { author, address }, context) {
    const reader = { author, channel: address.channel, context };
    const texts = textsIn(context.language);
    const [askerId = ''] = rest.split(':', 1);
    const view = readUsageView(rest.slice(askerId.length + 1));
    if (!view) return { text: texts.tooOldButton, onlyAsker: true };
    if (askerId !== author.id) return { text: texts.usage.others, onlyAsker: true };
    return open(view, reader);
  },
};

async function open(asked: UsageView, reader: Reader): Promise<CommandReply> {
  const isOwn = asked.owner === 'here' && !isShared(reader.channel);
  const view: UsageView = isOwn ? { ...asked, owner: 'me', list: 'model' } : asked;
  const { owner } = view;
  if (await maySeeUsage(owner, reader)) return usagePage(view, reader);

  const { powerRefused } = textsIn(reader.context.language);
  if (owner === 'bot') return { text: powerRefused.admins, onlyAsker: true };
  const isThere = owner !== 'me' && scopeOfPlace(owner, reader.channel) !== undefined;
  return isThere ? { text: powerRefused.moderators, onlyAsker: true } : howTo(reader);
}

function howTo({ context }: Reader): CommandReply {
  return { text: textsIn(context.language).usage.howTo, onlyAsker: true };
}

function option(
  name: keyof typeof USAGE_WORDS,
  describe: Parameters<typeof inEveryLanguage>[0],
): CommandOption {
  return {
    name,
    description: inEveryLanguage(describe),
    complete: async (typed) =>
      USAGE_WORDS[name]
        .filter((word) => word.startsWith(typed.toLowerCase()))
        .map((word) => ({ name: word, value: word })),
  };
}
