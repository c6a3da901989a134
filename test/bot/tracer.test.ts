import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTracer } from '../../src/bot/tracer.ts';
import type { ChatMessage } from '../../src/contracts/chat-message.ts';
import type { CommandCall } from '../../src/contracts/command.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog } from '../../src/lib/log.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { usualSettings } from '../helpers/usual-settings.ts';

async function setUp() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { turns, conversations } = await openConversations({ store, clock, log: silentLog });
  const { access } = await createAccessParts({ allowedChats: ['test:room'] });
  return {
    clock,
    turns,
    tracer: createTracer({ conversations, access, clock, settingsOf: usualSettings() }),
  };
}

/** A call of `/why` about a message. */
function about(targetId: string, target?: ChatMessage | 'own'): CommandCall {
  const { author } = said().message;
  return {
    name: 'why',
    channel: channel('room'),
    author,
    options: {},
    targetId,
    ...omitUndefined({ target }),
  };
}

describe('the tracer', () => {
  test('finds the turn of a question and of each message that shows its answer', async () => {
    const { clock, turns, tracer } = await setUp();
    await turns.accept(said({ id: 'q' }));
    const turn = await turns.claim();
    assert.ok(turn);
    const version = {
      text: 'A',
      provider: 'p',
      model: 'm',
      end: 'stop' as const,
      endedAt: clock.now(),
    };
    const answerMessages = [{ messageId: 'a1' }, { messageId: 'a2' }];
    await turns.checkpoint(turn, { answerMessages, creating: false });
    await turns.close(turn, { state: 'done', versions: [version] });
    await clock.advance(5_000);
    for (const id of ['q', 'a1', 'a2']) {
      const trace = await tracer.trace(about(id));
      assert.ok(trace.kind === 'turn');
      assert.deepEqual([trace.turn.id, trace.turnsAhead, trace.endedAgoMs], [turn.id, 0, 5_000]);
    }
  });

  test('counts the turns before a waiting one', async () => {
    const { turns, tracer } = await setUp();
    for (const by of ['ann', 'bob', 'cem']) await turns.accept(said({ id: `of ${by}`, by }));
    const trace = await tracer.trace(about('of cem'));
    assert.ok(trace.kind === 'turn');
    assert.deepEqual([trace.turn.state, trace.turnsAhead], ['waiting', 2]);
  });

  test('remembers why a message got no answer', async () => {
    const { tracer } = await setUp();
    const { message } = said({ id: 'q' });
    tracer.recordDecline(message, { kind: 'full' });
    assert.deepEqual(await tracer.trace(about('q', message)), { kind: 'full' });
  });

  test('decides about a message that the bot never saw when a person asks', async () => {
    const { tracer } = await setUp();
    const { message } = said({ id: 'q' });
    const traceOf = (change: Partial<ChatMessage>) =>
      tracer.trace(about('q', { ...message, ...change }));
    assert.deepEqual(await traceOf({ addressed: false }), { kind: 'unaddressed' });
    assert.deepEqual(await traceOf({ author: { ...message.author, isBot: true } }), {
      kind: 'bot',
    });
    assert.deepEqual(await traceOf({ text: '' }), { kind: 'wordless' });
    const denied = { kind: 'denied', denied: 'chat', personId: 'test:ann' };
    assert.deepEqual(await traceOf({ channel: channel('elsewhere') }), denied);
    assert.deepEqual(await traceOf({}), { kind: 'unknown' });
    assert.deepEqual(await tracer.trace(about('q', 'own')), { kind: 'own' });
    assert.deepEqual(await tracer.trace(about('q')), { kind: 'unknown' });
  });
});
