import type { Command } from '../contracts/command.ts';
import { conversationMarkdown } from '../texts/conversation-markdown.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

const FILE_NAME = 'conversation.md';

export const exportConversation: Command = {
  name: 'export',
  power: 'export',
  description: inEveryLanguage((texts) => texts.commands.export),
  onlyAsker: true,

  async run({ channel }, context) {
    const texts = textsIn(context.language);
    const turns = await context.history(channel);
    // In a shared place, others may see the file.
    const shown = channel.kind === 'direct' ? turns : turns.filter(({ isPrivate }) => !isPrivate);
    const { markdown, isCut } = conversationMarkdown(channel, shown, texts);
    if (markdown === '') return { text: texts.nothingToExport, onlyAsker: true };

    const text = isCut ? texts.exportedInPart : texts.exported;
    return { text, file: { name: FILE_NAME, markdown }, onlyAsker: true };
  },
};
