import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPairing } from '../../src/access/pairing.ts';
import type { Author } from '../../src/contracts/chat-message.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const robin: Author = { id: '8', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };
const MINUTE_MS = 60_000;

describe('createPairing', () => {
  test('makes the person with the code an admin, once', async () => {
    const { pairing, grants } = await createAccessParts();
    const code = await pairing.createCode('telegram');
    assert.match(code, /^[A-Za-z0-9]{16}$/);
    assert.equal(await pairing.useCode('discord', code, robin), false);
    const results = await Promise.all([1, 2].map(() => pairing.useCode('telegram', code, robin)));
    assert.deepEqual(results, [true, false]);
    assert.equal(grants.find('telegram', '8')?.state, 'admin');
  });

  test('takes a code for ten minutes, and only the newest', async () => {
    const { pairing, clock } = await createAccessParts();
    const first = await pairing.createCode('telegram');
    const second = await pairing.createCode('telegram');
    assert.equal(await pairing.useCode('telegram', first, robin), false);
    await clock.advance(10 * MINUTE_MS);
    assert.equal(await pairing.useCode('telegram', second, robin), false);
  });

  test('takes a code that another process made, and keeps only its hash', async () => {
    const { pairing, grants, store, clock } = await createAccessParts();
    await pairing.createCode('telegram');
    const code = await createPairing({ store, grants, clock }).createCode('telegram');
    assert.doesNotMatch(JSON.stringify(await store.get('pairing:telegram')), new RegExp(code));
    assert.equal(await pairing.useCode('telegram', code, robin), true);
  });

  test('ends a code after five wrong tries of any people, also over a restart', async () => {
    const { pairing, grants, store, clock } = await createAccessParts();
    const code = await pairing.createCode('telegram');
    for (const id of ['1', '2', '3']) await pairing.useCode('telegram', 'wrong', { ...robin, id });
    const restarted = createPairing({ store, grants, clock });
    for (const id of ['4', '5']) await restarted.useCode('telegram', 'wrong', { ...robin, id });
    assert.equal(await restarted.useCode('telegram', code, robin), false);
    const next = await restarted.createCode('telegram');
    assert.equal(await restarted.useCode('telegram', next, robin), true);
  });

  test('takes a code once of all processes, and counts the wrong tries of all of them', async () => {
    const clock = createFakeClock();
    const shared = createSharedStore(clock);
    const { grants } = await createAccessParts();
    const [first, second] = [1, 2].map(() =>
      createPairing({ store: shared.open(), grants, clock }),
    );
    assert.ok(first && second);
    const code = await first.createCode('telegram');
    const uses = [first, second].map((pairing) => pairing.useCode('telegram', code, robin));
    assert.equal((await Promise.all(uses)).filter(Boolean).length, 1);

    await second.createCode('telegram');
    const tries = [first, second, first, second].map((pairing) =>
      pairing.useCode('telegram', 'wrong', robin),
    );
    await Promise.all(tries);
    const stored = await shared.open().get('pairing-tries:telegram');
    assert.equal(Object(stored).count, 4);
  });
});
