import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openGrants } from '../../src/access/grants.ts';
import type { Grant } from '../../src/contracts/access.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const robin: Author = { id: '8', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };
const direct: Channel = { platform: 'telegram', id: '8', kind: 'direct' };
const grant: Grant = {
  platform: 'telegram',
  personId: '8',
  name: 'Robin',
  state: 'allowed',
  at: 1,
};

describe('openGrants', () => {
  test('keeps what was granted over a restart, and forgets what was revoked', async () => {
    const { grants, store, clock } = await createAccessParts();
    await grants.set({ ...grant, by: '9' });
    await grants.set({ ...grant, personId: '7', state: 'denied' });
    assert.equal(await grants.revoke('telegram', '7'), true);
    assert.equal(await grants.revoke('telegram', '7'), false);
    const reopened = await openGrants({ store, clock, log: silentLog });
    assert.deepEqual(reopened.list(), [{ ...grant, by: '9' }]);
  });

  test('ignores a stored grant that it cannot read', async () => {
    const { grants, store, clock } = await createAccessParts();
    await grants.set(grant);
    await store.write([{ key: 'grant:telegram:5', value: { state: 'king' } }]);
    const reopened = await openGrants({ store, clock, log: silentLog });
    assert.deepEqual(
      reopened.list().map(({ personId }) => personId),
      ['8'],
    );
  });

  test('decides about a person, at the bot where it was made and at no other', async () => {
    const { access, grants } = await createAccessParts();
    assert.equal(access.check(robin, direct).allowed, false);
    await grants.set(grant);
    assert.equal(access.check(robin, direct).allowed, true);
    assert.equal(access.check(robin, { ...direct, platform: 'telegram@two' }).allowed, false);
    assert.equal(access.check(robin, { ...direct, platform: 'discord' }).allowed, false);
    await grants.set({ ...grant, state: 'denied' });
    assert.deepEqual(access.check(robin, direct), { allowed: false, denied: 'denied' });
    await grants.set({ ...grant, state: 'admin' });
    assert.equal(access.isAdmin(robin, direct), true);
    assert.equal(access.isAdmin(robin, { ...direct, platform: 'telegram@two' }), false);
    assert.deepEqual([access.admins('telegram'), access.admins('telegram@two')], [['8'], []]);
  });

  test('closes no server to others: only the operator’s lists do', async () => {
    const { access, grants } = await createAccessParts();
    await grants.set({ ...grant, platform: 'discord' });
    const server: Channel = { platform: 'discord', id: '11', server: '1', kind: 'group' };
    assert.equal(access.check({ ...robin, id: '5' }, server).allowed, true);
  });

  test('lets a person in, and shuts them out, in every process on one store', async () => {
    const clock = createFakeClock();
    const shared = createSharedStore(clock);
    const open = () => openGrants({ store: shared.open(), clock, log: silentLog });
    const [first, second] = [await open(), await open()];
    await Promise.all([first.set(grant), second.set({ ...grant, personId: '7' })]);
    await clock.advance(0);
    for (const grants of [first, second]) assert.equal(grants.list().length, 2);
    const revoked = await Promise.all(
      [first, second].map((grants) => grants.revoke('telegram', '7')),
    );
    assert.equal(revoked.filter(Boolean).length, 1);
    await clock.advance(0);
    assert.deepEqual(first.list(), second.list());
    assert.deepEqual(first.list(), [grant]);
  });
});
