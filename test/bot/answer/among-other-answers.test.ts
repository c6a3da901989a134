import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { amongOtherAnswers } from '../../../src/bot/answer/among-other-answers.ts';
import type { PutOptions, ReplySurface } from '../../../src/contracts/reply-surface.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';

const signal = AbortSignal.timeout(60_000);
const own = createFakeTurn({
  id: 'test:room#1',
  creating: true,
  answerMessages: [{ messageId: 'own' }],
});
const newer = createFakeTurn({ id: 'test:room#2', answerMessages: [{ messageId: 'other' }] });

function setUp(turn: Turn) {
  const seen: (ReadonlySet<string> | undefined)[] = [];
  const surface: ReplySurface = {
    ...createFakeSurface(),
    put: async (_message, _page, { others }) => {
      seen.push(others);
      return { messageId: 'new' };
    },
    findNext: async ({ others }) => {
      seen.push(others);
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
    assert.deepEqual(await setUp(own).write(), [others, others]);
  });

  test('reads no turns where all messages are known', async () => {
    const { write } = setUp({ ...own, creating: false });
    assert.deepEqual(await write(), [undefined, undefined]);
  });
});
