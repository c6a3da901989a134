import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { StoreError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { said } from './messages.ts';

/** Conversations over a server that may do what it is asked and give no answer. */
async function openOverNetwork() {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const { turns } = await openConversations({ store, clock, log: silentLog, waitingLimit: 3 });
  const { setMany } = adapter;
  let isSilent = false;
  adapter.setMany = async (entries) => {
    const done = await setMany(entries);
    if (isSilent) throw new StoreError('No answer.', { kind: 'unreachable' });
    return done;
  };
  return {
    turns,
    async withoutAnswer(work: () => Promise<unknown>) {
      isSilent = true;
      await assert.rejects(work(), { kind: 'unreachable' });
      isSilent = false;
    },
  };
}

for (const startsAtOnce of [true, false]) {
  test(`a question is answered that was stored although the server gave no answer${startsAtOnce ? ', and has begun at once' : ''}`, async () => {
    const { turns, withoutAnswer } = await openOverNetwork();
    const question = said({ in: 'chat' });
    const accept = () => turns.accept(question, undefined, () => startsAtOnce);
    await withoutAnswer(accept);
    assert.equal(await accept(), 'accepted');
    assert.equal(await accept(), 'duplicate');
    const running = await turns.claim();
    assert.deepEqual(running?.inputs, [question.message]);
    assert.equal(running?.resumes, 0);
    await turns.close(running, { state: 'done' });
    assert.equal(await accept(), 'duplicate');
    assert.equal(await turns.claim(), undefined);
  });
}

test('a message that was stored with a turn, although the server gave no answer, is answered with it', async () => {
  const { turns, withoutAnswer } = await openOverNetwork();
  const [first, second] = [said({ in: 'chat' }), said({ in: 'chat' })];
  await turns.accept(first);
  await withoutAnswer(() => turns.accept(second));
  assert.equal(await turns.accept(second), 'accepted');
  assert.equal(await turns.accept(second), 'duplicate');
  assert.deepEqual((await turns.claim())?.inputs, [first.message, second.message]);
  assert.equal(await turns.claim(), undefined);
});
