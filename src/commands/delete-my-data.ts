import type { Command } from '../contracts/command.ts';
import { inEveryLanguage, texts } from '../texts/index.ts';

export const deleteMyData: Command = {
  name: 'delete_my_data',
  description: inEveryLanguage((texts) => texts.commands.delete_my_data),
  onlyAsker: true,

  run: async ({ author }) => ({
    text: texts.deleteMyDataConfirm,
    controls: [
      [{ id: `delete_my_data:${author.id}`, label: texts.deleteMyDataLabel, style: 'danger' }],
    ],
    onlyAsker: true,
  }),

  /** Where the network shows the button to all, somebody else may press it, and nothing brings their words back. */
  async press(askerId, { author, address }, context) {
    if (askerId !== author.id) return { text: texts.deleteMyDataOthers, onlyAsker: true };
    return { text: texts.dataDeleted(await context.deleteData(author, address.channel)) };
  },
};
