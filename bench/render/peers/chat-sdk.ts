/**
 * Renders growing texts as the Chat SDK edits a Telegram message: remend closes the syntax that is
 * still open, and then the converter renders the whole text.
 */
import { TelegramFormatConverter } from '@chat-adapter/telegram';
import { StreamingMarkdownRenderer } from 'chat';
import { measureRendering } from '../measure-rendering.ts';

measureRendering(() => {
  const renderer = new StreamingMarkdownRenderer();
  const converter = new TelegramFormatConverter();

  return {
    rendersFromScratch: true,
    append: (delta) => renderer.push(delta),
    render: () => void converter.fromMarkdown(renderer.render()),
  };
});
