import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openChatMoves } from '../../src/access/chat-moves.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const group: Channel = { platform: 'telegram', id: '-1', kind: 'group' };

describe('openChatMoves', () => {
  test('tells every process, also one that starts later, the earlier ids of a chat', async () => {
    const clock = createFakeClock();
    const shared = createSharedStore(clock);
    const open = () => openChatMoves({ store: shared.open(), clock, log: silentLog });
    const [first, second] = [await open(), await open()];
    await first.record(group, { ...group, id: '-100' });
    await clock.advance(0);
    await second.record({ ...group, id: '-100' }, { ...group, id: '-200' });
    await clock.advance(0);
    for (const moves of [first, second, await open()])
      assert.deepEqual(moves.idsOf({ ...group, id: '-200' }), ['-200', '-100', '-1']);
  });
});
