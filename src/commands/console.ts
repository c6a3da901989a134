import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

/** The operator may give the power `access` to others; the console is for admins of the bot only. */
export const openConsole: Command = {
  name: 'console',
  power: 'access',
  onlyAsker: true,
  isForGuests: false,
  description: inEveryLanguage((texts) => texts.commands.console),

  async run({ author, channel, interaction }, { consoleLink, isAdmin, language }) {
    const { console, powerRefused } = textsIn(language);
    if (!isAdmin(author, channel)) return { text: powerRefused.admins, onlyAsker: true };
    if (!consoleLink) return { text: console.isOff, onlyAsker: true };

    // Not every network shows a reply in a group to one person only.
    const isPrivate = channel.kind === 'direct' || (interaction && !interaction.isSeenByAll);
    if (!isPrivate) return { text: console.onlyDirect, onlyAsker: true };

    const link = await consoleLink(author, channel);
    const [, port] = /^http:\/\/127\.0\.0\.1:(\d+)/.exec(link) ?? [];
    return { text: console.link(link, port), onlyAsker: true };
  },
};
