/**
 * A bot of the Chat SDK with its adapter for Telegram, which answers with the AI SDK: the code of
 * their documentation, in polling mode.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createMemoryState } from '@chat-adapter/state-memory';
import { createTelegramAdapter } from '@chat-adapter/telegram';
import { streamText } from 'ai';
import { Chat, ConsoleLogger } from 'chat';

const { TELEGRAM_TOKEN, TELEGRAM_API_URL, OPENAI_BASE_URL, MODEL } = process.env;

const provider = createOpenAICompatible({ name: 'model-server', baseURL: OPENAI_BASE_URL });
const logger = new ConsoleLogger('silent');
const bot = new Chat({
  userName: 'parley_bot',
  adapters: {
    telegram: createTelegramAdapter({
      mode: 'polling',
      botToken: TELEGRAM_TOKEN,
      apiUrl: TELEGRAM_API_URL,
      logger,
    }),
  },
  state: createMemoryState(),
  logger,
});

bot.onDirectMessage(async (thread, message) => {
  const { fullStream } = streamText({
    model: provider(MODEL),
    prompt: message.text,
    maxRetries: 0,
    onError() {},
  });
  await thread.post(fullStream);
});

await bot.initialize();
