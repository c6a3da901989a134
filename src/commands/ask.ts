import type { Command } from '../contracts/command.ts';
import { inEveryLanguage } from '../texts/index.ts';
import { askModel } from './ask-model.ts';

export const ask: Command = {
  name: 'ask',
  description: inEveryLanguage((texts) => texts.commands.ask),
  // Elsewhere, people write a message to ask.
  platform: 'discord',
  options: [
    {
      name: 'question',
      description: inEveryLanguage((texts) => texts.commands.askQuestion),
      required: true,
    },
    {
      name: 'file',
      description: inEveryLanguage((texts) => texts.commands.askFile),
      type: 'file',
    },
    {
      name: 'private',
      description: inEveryLanguage((texts) => texts.commands.askPrivate),
      type: 'truth',
    },
  ],

  run: (call, context) => {
    const { question: text = '', private: onlyAsker } = call.options;
    return askModel(call, { text, onlyAsker: onlyAsker === 'true' }, context);
  },
};
