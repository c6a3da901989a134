import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BotParts } from '../../src/bot/bot-parts.ts';
import { createBot } from '../../src/bot/create-bot.ts';
import { commands } from '../../src/commands/index.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/create-replies.ts';
import { createStore } from '../../src/store/create-store.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

/** A bot whose model repeats the question after the word "re". */
async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const surface = createFakeSurface();
  const parts = {
    ...{ turns, conversations, commands, clock, log: silentLog, systemPrompt: '' },
    access: { check: () => ({ allowed: true }) },
    replies: createReplies({ clock, log: silentLog }),
    surface: () => surface,
    router: {
      defaultModel: 'p/m',
      find: async () => undefined,
      async *stream({ messages }: { messages: { text: string }[] }) {
        yield { type: 'text-delta', text: `re ${messages.at(-1)?.text}` };
        yield { type: 'end', reason: 'stop' };
      },
    },
  } as unknown as BotParts; // Only what this test touches.
  const shown = () => [...surface.messages.values()];
  return { clock, bot: createBot(parts), shown };
}

const question = (text: string): InboundEvent => ({ kind: 'message', ...said({ id: text, text }) });

function command(name: string): InboundEvent {
  const { message, address } = said();
  return { kind: 'command', call: { name, channel: message.channel, by: message.author, options: {} }, address };
}

describe('the bot', () => {
  for (const name of ['stop', 'reset']) {
    test(`answers what is said right after /${name}, as in a batch after a time without connection`, async () => {
      const { clock, bot, shown } = await setUp();
      for (const event of [question('before'), command(name), question('after')]) await bot.accept(event);
      bot.start();
      await clock.advance(60_000);
      assert.ok(
        shown().some((text) => text.endsWith('after')),
        shown().join('\n'),
      );
    });
  }
});
