import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareHeavyWork } from '../../src/bot/share-heavy-work.ts';
import type { DeletedData } from '../../src/contracts/personal-data.ts';
import { contextWith } from '../commands/command-context.ts';
import { channel, said } from '../conversations/messages.ts';

const { author } = said().message;

test('shareHeavyWork reads a history once for all who export it meanwhile, and again later', async () => {
  let reads = 0;
  const contextIn = shareHeavyWork(() =>
    contextWith({
      async history() {
        reads += 1;
        await Promise.resolve();
        return [];
      },
    }),
  );
  const read = (id: string) => contextIn('en').history(channel(id));
  await Promise.all([read('a'), read('a'), read('b'), read('a')]);
  assert.equal(reads, 2);
  await read('a');
  assert.equal(reads, 3);
});

test('shareHeavyWork deletes the words of one person after the other, and goes on after a failure', async () => {
  const underWay = new Set<string>();
  const started: string[] = [];
  const contextIn = shareHeavyWork(() =>
    contextWith({
      async deleteData({ id }) {
        started.push(id);
        underWay.add(id);
        assert.equal(underWay.size, 1);
        await new Promise((resolve) => setImmediate(resolve));
        underWay.delete(id);
        if (id === 'ann') throw new Error('the disk is full');
        return {} as DeletedData;
      },
    }),
  );
  const remove = (id: string) => contextIn('en').deleteData({ ...author, id }, channel('a'));
  const all = ['ann', 'ann', 'bob', 'ann', 'bob'].map(remove);
  const outcomes = await Promise.allSettled(all);
  assert.deepEqual(started, ['ann', 'bob']);
  assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 3);
});
