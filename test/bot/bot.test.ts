import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBot } from '../../src/bot/bot.ts';
import type { BotDependencies } from '../../src/bot/bot-parts.ts';
import { commands } from '../../src/commands/index.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { said } from '../conversations/messages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve));

/** A bot whose model repeats the question after the word "re", and does not end before it is stopped when asked to wait. */
async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const surface = createFakeSurface();
  const parts = {
    ...{ turns, conversations, commands, clock, log: silentLog, systemPrompt: '', footer: [] },
    access: { check: () => ({ allowed: true }) },
    replies: createReplies({ clock, log: silentLog }),
    surface: () => surface,
    router: {
      defaultModel: 'p/m',
      find: async () => undefined,
      async *stream({ messages }: { messages: { text: string }[] }, signal: AbortSignal) {
        yield { type: 'text-delta', text: `re ${messages.at(-1)?.text}` };
        if (messages.at(-1)?.text.endsWith('wait')) await aborted(signal);
        if (signal.aborted) return;
        yield { type: 'end', reason: 'stop' };
      },
    },
  } as unknown as BotDependencies; // Only what this test touches.
  const shown = () => [...surface.messages.values()];
  return { clock, bot: createBot(parts), shown };
}

const question = (text: string): InboundEvent => ({ kind: 'message', ...said({ id: text, text }) });

function command(name: string): InboundEvent {
  const { message, address } = said();
  return {
    kind: 'command',
    call: { name, channel: message.channel, author: message.author, options: {} },
    address,
  };
}

describe('the bot', () => {
  for (const name of ['stop', 'reset']) {
    test(`answers what is said right after /${name}, as in a batch after a time without connection`, async () => {
      const { clock, bot, shown } = await setUp();
      for (const event of [question('before'), command(name), question('after')])
        await bot.accept(event);
      bot.start();
      await clock.advance(60_000);
      assert.ok(
        shown().some((text) => text.endsWith('after')),
        shown().join('\n'),
      );
    });
  }

  const by = (person: string, text: string): InboundEvent => ({
    kind: 'message',
    ...said({ id: text, by: person, text }),
  });
  const { channel } = said().message;

  test('the stop button of a draft stops the answer that grows, and not what waits behind it', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    await bot.accept(by('bob', 'next'));
    await bot.accept({ kind: 'stopped', address: { channel } });
    await clock.advance(60_000);
    assert.deepEqual(
      shown().map((text) => text.split('\n').at(-1)),
      ['(stopped)', 're bob: next'],
    );
  });

  test('who deletes the message in which an answer grows stops it', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    await bot.accept({ kind: 'deleted', channel, messageId: 'somebody else’s' });
    await clock.advance(5_000);
    assert.doesNotMatch(shown().join(), /stopped/);
    await bot.accept({ kind: 'deleted', channel, messageId: 'm1' });
    await clock.advance(60_000);
    assert.match(shown().join(), /stopped/);
  });

  test('answers a question that was edited while it waited as it is then, and none that was taken back', async () => {
    const { clock, bot, shown } = await setUp();
    bot.start();
    await bot.accept(by('ann', 'wait'));
    await clock.advance(5_000);
    for (const person of ['bob', 'cem', 'dora']) await bot.accept(by(person, `of ${person}`));
    await bot.accept({
      kind: 'edited',
      ...said({ id: 'of bob', by: 'bob', text: 'better words' }),
    });
    await bot.accept({ kind: 'edited', ...said({ id: 'wait', by: 'ann', text: 'too late' }) });
    await bot.accept({ kind: 'deleted', channel, messageId: 'of cem' });
    await bot.accept({ kind: 'stopped', address: { channel } });
    await clock.advance(60_000);
    assert.deepEqual(shown().slice(1), ['re bob: better words', 're dora: of dora']);
  });
});
