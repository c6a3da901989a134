import type { Command } from '../contracts/command.ts';
import type { Button } from '../contracts/reply-surface.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

export const deleteMyData: Command = {
  name: 'delete_my_data',
  power: 'delete_my_data',
  description: inEveryLanguage((texts) => texts.commands.delete_my_data),
  onlyAsker: true,

  async run({ author }, { language }) {
    const texts = textsIn(language);
    const id = `delete_my_data:${author.id}`;
    const confirm: Button = { id, label: texts.deleteMyDataLabel, style: 'danger' };
    return { text: texts.deleteMyDataConfirm, controls: [[confirm]], onlyAsker: true };
  },

  /** Where the network shows the button to all, somebody else may press it, and nothing brings their words back. */
  async press(askerId, { author, address }, context) {
    const texts = textsIn(context.language);
    if (askerId !== author.id) return { text: texts.deleteMyDataOthers, onlyAsker: true };
    return { text: texts.dataDeleted(await context.deleteData(author, address.channel)) };
  },
};
