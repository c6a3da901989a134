import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { askModel } from './ask-model.ts';

export const askParley: Command = {
  name: 'ask_parley',
  description: inEveryLanguage((texts) => texts.commands.askAbout),
  menuName: inEveryLanguage((texts) => texts.commands.askMenu),
  target: 'message',
  isForGuests: true,
  // Elsewhere, people reply to a message with a mention.
  platform: 'discord',

  async run(call, context) {
    const { target } = call;
    if (target === undefined || target === 'own') {
      return { text: textsIn(context.language).guest.ownMessage, onlyAsker: true };
    }
    return askModel(call, { text: '', about: target }, context);
  },
};
