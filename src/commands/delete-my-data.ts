import type { Command } from '../contracts/command.ts';
import type { Controls } from '../contracts/reply-surface.ts';
import { texts } from '../texts/texts.ts';

const CONFIRM: Controls = [
  [{ id: 'delete_my_data:yes', label: texts.deleteMyDataLabel, style: 'danger' }],
];

export const deleteMyData: Command = {
  name: 'delete_my_data',
  description: 'Delete everything that you said to me, in every conversation',

  run: async () => ({ text: texts.deleteMyDataConfirm, controls: CONFIRM, onlyAsker: true }),

  /** Deletes the words of the person who presses. Where the network shows the button to all, that may be another person. */
  async press(_rest, { author, address }, context) {
    const deleted = await context.deleteData(author, address.channel);
    return { text: texts.dataDeleted(deleted) };
  },
};
