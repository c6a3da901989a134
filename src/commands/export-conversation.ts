import type { Command } from '../contracts/command.ts';
import { conversationMarkdown } from '../texts/conversation-markdown.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

const FILE_NAME = 'conversation.md';

export const exportConversation: Command = {
  name: 'export',
  description: inEveryLanguage((texts) => texts.commands.export),

  async run({ channel }, context) {
    const texts = textsIn(context.language);
    const turns = await context.history(channel);
    const { markdown, isCut } = conversationMarkdown(channel, turns, texts);
    if (markdown === '') return { text: texts.nothingToExport, onlyAsker: true };

    const text = isCut ? texts.exportedInPart : texts.exported;
    return { text, file: { name: FILE_NAME, markdown }, onlyAsker: true };
  },
};
