import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAccessRequests } from '../../src/access/access-requests.ts';
import type { AccessRequest } from '../../src/contracts/access.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const DAY_MS = 24 * 3_600_000;

async function setUp() {
  const { store, clock } = await createAccessParts();
  const request = (personId: string): AccessRequest => ({
    platform: 'telegram',
    personId,
    name: 'Robin',
    channel: { platform: 'telegram', id: personId, kind: 'direct' },
    at: clock.now(),
    messages: [],
  });
  return {
    store,
    clock,
    request,
    requests: await openAccessRequests({ store, clock, log: silentLog }),
  };
}

describe('openAccessRequests', () => {
  test('takes one request of a person within a day, also after its decision', async () => {
    const { requests, request, clock } = await setUp();
    assert.equal(await requests.open(request('8')), 'opened');
    assert.equal(await requests.open(request('8')), 'repeated');
    assert.ok(await requests.close('telegram', '8'));
    assert.equal(await requests.open(request('8')), 'repeated');
    await clock.advance(DAY_MS);
    assert.equal(await requests.open(request('8')), 'opened');
  });

  test('takes twenty within a day of all people together', async () => {
    const { requests, request, clock } = await setUp();
    for (let id = 1; id <= 20; id++) assert.equal(await requests.open(request(`${id}`)), 'opened');
    assert.equal(await requests.open(request('21')), 'full');
    await clock.advance(DAY_MS);
    assert.equal(await requests.open(request('21')), 'opened');
  });

  test('gives a request to the first of two who close it', async () => {
    const { requests, request } = await setUp();
    await requests.open(request('8'));
    const closed = await Promise.all([1, 2].map(() => requests.close('telegram', '8')));
    assert.deepEqual(
      closed.map((each) => each?.personId),
      ['8', undefined],
    );
    assert.deepEqual(requests.list('telegram'), []);
  });

  test('keeps requests and their messages over a restart, for thirty days', async () => {
    const { requests, request, store, clock } = await setUp();
    await requests.open(request('8'));
    const channel = { platform: 'telegram', id: '9', kind: 'direct' } as const;
    await requests.keepMessages(request('8'), [{ channel, messages: [{ messageId: 'm' }] }]);
    await store.write([{ key: 'access-request:telegram:5', value: { name: 'broken' } }]);

    const reopened = await openAccessRequests({ store, clock, log: silentLog });
    const [kept, ...others] = reopened.list('telegram');
    assert.deepEqual(kept?.messages, [{ channel, messages: [{ messageId: 'm' }] }]);
    assert.deepEqual(others, []);
    assert.deepEqual(reopened.list('discord'), []);
    await clock.advance(30 * DAY_MS);
    assert.deepEqual(reopened.list('telegram'), []);
  });

  test('shows a request to every process, and gives it to the first of two that close it', async () => {
    const { request } = await setUp();
    const clock = createFakeClock();
    const shared = createSharedStore(clock);
    const open = () => openAccessRequests({ store: shared.open(), clock, log: silentLog });
    const [first, second] = [await open(), await open()];
    const asked = { ...request('8'), at: clock.now() };
    shared.delay();
    const opened = await Promise.all([first.open(asked), second.open(asked)]);
    assert.deepEqual(opened.toSorted(), ['opened', 'repeated']);
    shared.deliver();
    await clock.advance(0);
    const lists = [first, second].map((requests) => requests.list('telegram').length);
    assert.deepEqual(lists, [1, 1]);
    shared.delay();
    const closed = await Promise.all([first.close('telegram', '8'), second.close('telegram', '8')]);
    assert.equal(closed.filter(Boolean).length, 1);
    shared.deliver();
    await clock.advance(0);
    assert.deepEqual([first.list('telegram'), second.list('telegram')], [[], []]);
  });
});
