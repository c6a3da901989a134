import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { amongOtherAnswers } from '../../../src/bot/answer/among-other-answers.ts';
import type { PutOptions, ReplySurface } from '../../../src/contracts/reply-surface.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
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

function setUp(turn: Turn) {
  const seen: Given[] = [];
  const surface: ReplySurface = {
    ...createFakeSurface(),
    put: async (_message, _page, { others, isOwnButton }) => {
      seen.push({ others, isOwnButton });
      return { messageId: 'new' };
    },
    findNext: async ({ others, isOwnButton }) => {
      seen.push({ others, isOwnButton });
      return undefined;
    },
  };
  const conversations = {
    async *since() {
      yield newer;
      yield own;
    },
  };
  const options: PutOptions = { state: 'final', key: 'k', mayExist: true, signal };
  return {
    async write() {
      const wrapped = await amongOtherAnswers(surface, turn, conversations);
      await wrapped.put(undefined, 'page', options);
      await wrapped.findNext?.({ signal });
      return seen;
    },
  };
}

describe('a surface among other answers', () => {
  test('knows the messages of the other turns, where an unsaved message may exist', async () => {
    const others = new Set(['other']);
    const given = { others, isOwnButton: undefined };
    assert.deepEqual(await setUp(own).write(), [given, given]);
  });

  test('knows the buttons of its first message, which may be no reply to the question any more', async () => {
    for (const { isOwnButton } of await setUp({ ...own, answerMessages: [] }).write()) {
      const buttons = ['stop:1', 'regenerate:1:0', 'continue:1'];
      const foreign = ['stop:11', 'regenerate:11:0', 'regenerate:2:1', 'continue:2', 'model:1'];
      assert.ok(isOwnButton);
      assert.deepEqual([...buttons, ...foreign].filter(isOwnButton), buttons);
    }
  });

  test('reads no turns where all messages are known', async () => {
    const { write } = setUp({ ...own, creating: false });
    const nothing = { others: undefined, isOwnButton: undefined };
    assert.deepEqual(await write(), [nothing, nothing]);
  });
});
