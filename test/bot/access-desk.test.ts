import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccessRequests } from '../../src/access/access-requests.ts';
import { createAccessDesk } from '../../src/bot/access-desk.ts';
import { createDirectMessages } from '../../src/bot/direct-messages.ts';
import type { AccessRequest } from '../../src/contracts/access.ts';
import { PlatformError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeSurface } from '../helpers/fake-surface.ts';

const platform = 'discord';
const author = (id: string) => ({ id, name: id, isBot: false, isServerAdmin: false, roles: [] });

/** A desk of two admins, on a network that opens one direct chat at a time, and of one after a pause. */
async function setUp() {
  const { access, grants, store, clock } = await createAccessParts({ admins: ['1', '2'] });
  const requests = await openAccessRequests({ store, clock, log: silentLog });
  const surfaces = new Map(['1', '2', '7', '8'].map((id) => [id, createFakeSurface()]));
  const opened: string[] = [];
  const openDirect = async (id: string) => {
    opened.push(id);
    const isLimited = opened.length === 2;
    if (isLimited) {
      throw new PlatformError('wait', { kind: 'rate_limit', platform, retryAfterMs: 3_000 });
    }
    return { platform, id, kind: 'direct' } as const;
  };
  const direct = createDirectMessages({
    findPlatform: () => ({ openDirect }),
    surface: ({ channel }) => surfaces.get(channel.id),
    replies: createReplies({ clock, log: silentLog }),
    clock,
    log: silentLog,
  });
  const languageOf = () => 'en' as const;
  const desk = createAccessDesk({ access, grants, requests, direct, languageOf, clock });
  return {
    clock,
    desk,
    opened,
    read: (id: string) => [...(surfaces.get(id)?.messages.values() ?? [])],
    async ask(personId: string) {
      const channel = { platform, id: personId, kind: 'direct' } as const;
      const at = clock.now();
      const request: AccessRequest = { platform, personId, name: 'R', channel, at, messages: [] };
      await requests.open(request);
      return desk.announce(request);
    },
    decide: (state: 'allowed' | 'denied', by: string) =>
      desk.answer({ platform, personId: '7', state, by: author(by) }),
  };
}

describe('createAccessDesk', () => {
  test('reaches every admin with every request, over the limit of the network for new chats', async () => {
    const { ask, clock, opened, read } = await setUp();
    const announced = Promise.all([ask('7'), ask('8')]);
    await clock.advance(60_000);
    assert.deepEqual(await announced, [2, 2]);
    assert.deepEqual(opened, ['1', '2', '2']);
    assert.deepEqual([read('1').length, read('2').length], [2, 2]);
  });

  test('lets the first of two admins decide who press at the same moment, and shows both the same', async () => {
    const { ask, clock, decide, read } = await setUp();
    const announced = ask('7');
    await clock.advance(60_000);
    await announced;
    const [first, second] = await Promise.all([decide('allowed', '1'), decide('denied', '2')]);
    await clock.advance(60_000);
    assert.deepEqual([first?.state, second], ['allowed', undefined]);
    for (const admin of ['1', '2']) assert.match(read(admin).join(), /^`R` \(`7`\) may use me now/);
    assert.match(read('7').join(), /^You can use me now/);
  });

  test('shows a decision also to the admin whom the request reaches after it', async () => {
    const { ask, clock, decide, read } = await setUp();
    const announced = ask('7');
    await clock.advance(1_500);
    assert.deepEqual([read('1').length, read('2').length], [1, 0]);
    await decide('denied', '1');
    await clock.advance(60_000);
    await announced;
    for (const admin of ['1', '2']) assert.match(read(admin).join(), /^`R` \(`7`\) may not use me/);
    assert.match(read('7').join(), /decided not to let you in/);
  });
});
