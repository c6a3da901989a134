import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDispatcher } from '../../src/bot/dispatcher.ts';
import { createPlaceEvents } from '../../src/bot/place-events.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { openConversations } from '../../src/conversations/open-conversations.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { channel, said } from '../conversations/messages.ts';
import { createAccessParts } from '../helpers/access-parts.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { openUsualSettings } from '../helpers/usual-settings.ts';

const SERVER: Channel = { ...channel('server'), server: 'server' };

/** Processes on one store. `open` starts one that answers in a channel of a server, where somebody asks something. */
async function sharedStore() {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const { settings } = await openUsualSettings(store);
  const { access } = await createAccessParts({ admins: ['9'], allowedChats: ['test:here'] });
  const relayed: InboundEvent[] = [];
  const unused = () => assert.fail('nothing is said here');

  async function open(id: string, server: string) {
    const { turns, conversations } = await openConversations({ store, clock, log, isShared: true });
    await turns.adopt(`test:${id}`);
    const { message, address } = said({ in: id });
    const place: Channel = { ...channel(id), server };
    await turns.accept({
      message: { ...message, channel: place },
      address: { ...address, channel: place },
    });
    const places = createPlaceEvents({
      ...{ turns, conversations, settings, access, log },
      relay: async (event) => void relayed.push(event),
      dispatcher: createDispatcher({ turns, clock, log }, async () => {}),
      refusals: { checkAccess: unused },
      gate: { isInPace: unused },
      notifier: { send: unused },
      languageOf: unused,
    });
    return { turns, places };
  }
  return { relayed, open };
}

test('the removal from a server reaches each chat of it that has open turns, in whichever process', async () => {
  const { relayed, open } = await sharedStore();
  const first = await open('one', 'server');
  const second = await open('two', 'server');
  const third = await open('three', 'other server');
  await first.places.remove(SERVER);
  assert.equal(first.turns.countOpen(), 0);
  assert.deepEqual(relayed, [
    { kind: 'removed', channel: { ...channel('two'), server: 'server' } },
  ]);
  assert.deepEqual([second.turns.countOpen(), third.turns.countOpen()], [1, 1]);

  for (const event of relayed.splice(0))
    if (event.kind === 'removed') await second.places.remove(event.channel);
  assert.deepEqual([second.turns.countOpen(), third.turns.countOpen()], [0, 1]);
  assert.deepEqual(relayed, [], 'and is handed on once');
});

test('the removal from a channel stays in its chat', async () => {
  const { relayed, open } = await sharedStore();
  const first = await open('one', 'server');
  await open('two', 'server');
  await first.places.remove({ ...channel('one'), server: 'server' });
  assert.equal(first.turns.countOpen(), 0);
  assert.deepEqual(relayed, []);
});
