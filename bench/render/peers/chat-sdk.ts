/** As the Chat SDK edits a Telegram message while a text grows: remend closes what is open, and then the whole is rendered. */
import { TelegramFormatConverter } from '@chat-adapter/telegram';
import { StreamingMarkdownRenderer } from 'chat';
import { measureRendering } from '../measure-rendering.ts';

measureRendering(() => {
  const growing = new StreamingMarkdownRenderer();
  const converter = new TelegramFormatConverter();
  return {
    rendersFromScratch: true,
    append: (delta) => growing.push(delta),
    render: () => void converter.fromMarkdown(growing.render()),
  };
});
