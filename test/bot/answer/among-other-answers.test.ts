import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { amongOtherAnswers } from '../../../src/bot/answer/among-other-answers.ts';
import type { PutOptions, ReplySurface } from '../../../src/contracts/reply-surface.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';

const signal = AbortSignal.timeout(60_000);
interface Given {
  readonly others: PutOptions['others'] | undefined;
  readonly isOwnButton: PutOptions['isOwnButton'] | undefined;
}

const own = createFakeTurn({
  id: 'test:room#1',
  creating: true,
  answerMessages: [{ messageId: 'own' }],
});
const newer = createFakeTurn({ id: 'test:room#2', answerMessages: [{ messageId: 'other' }] });

async function setUp(turn: Turn) {
  const seen: Given[] = [];
  /** Milliseconds since the run began. */
  const times: number[] = [];
  const clock = createFakeClock();
  const startedAt = clock.now();
  const record = ({ others, isOwnButton }: Pick<PutOptions, 'others' | 'isOwnButton'>) => {
    seen.push({ others, isOwnButton });
    times.push(clock.now() - startedAt);
  };
  const surface: ReplySurface = {
    ...createFakeSurface(),
    put: async (_message, _page, options) => {
      record(options);
      return { messageId: 'new' };
    },
    findNext: async (options) => void record(options),
  };
  const conversations = {
    async *since() {
      yield newer;
      yield own;
    },
  };
  const options: PutOptions = { state: 'final', key: 'k', mayExist: true, signal };
  const wrapped = await amongOtherAnswers(surface, turn, { conversations, clock });
  return {
    clock,
    times,
    put: (mayExist: boolean) => wrapped.put(undefined, 'page', { ...options, mayExist }),
    async write() {
      const written = wrapped.put(undefined, 'page', options);
      const found = wrapped.findNext?.({ signal });
      await clock.advance(2_000);
      await Promise.all([written, found]);
      return seen;
    },
  };
}

describe('a surface among other answers', () => {
  test('knows the messages of the other turns, where an unsaved message may exist', async () => {
    const others = new Set(['other']);
    const given = { others, isOwnButton: undefined };
    assert.deepEqual(await (await setUp(own)).write(), [given, given]);
  });

  test('knows the buttons of its first message, which may be no reply to the question any more', async () => {
    const { write } = await setUp({ ...own, answerMessages: [] });
    for (const { isOwnButton } of await write()) {
      const buttons = ['stop:1', 'regenerate:1:0', 'continue:1'];
      const foreign = ['stop:11', 'regenerate:11:0', 'regenerate:2:1', 'continue:2', 'model:1'];
      assert.ok(isOwnButton);
      assert.deepEqual([...buttons, ...foreign].filter(isOwnButton), buttons);
    }
  });

  test('reads no turns where all messages are known', async () => {
    const { write, times } = await setUp({ ...own, creating: false });
    const nothing = { others: undefined, isOwnButton: undefined };
    assert.deepEqual(await write(), [nothing, nothing]);
    assert.deepEqual(times, [0, 0]);
  });

  test('looks for an unsaved message when it has had time to arrive, and waits for nothing else', async () => {
    const { clock, times, put, write } = await setUp(own);
    await put(false);
    await write();
    assert.deepEqual(times, [0, 1_000, 1_000]);
    await put(true);
    assert.deepEqual(times, [0, 1_000, 1_000, 2_000]);
    assert.equal(clock.pending, 0);
  });
});
