import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import { eventIdentity } from '../../src/fleet/event-identity.ts';

const author = { id: '7', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] };
const channel = { platform: 'telegram', id: '-50', kind: 'group' as const };
const call = { name: 'why', channel, author, options: {} };

test('commands are told apart by their messages, also those that only the bot sees', () => {
  const commands: readonly InboundEvent[] = [
    { kind: 'command', call, address: { channel, questionId: '5' } },
    { kind: 'command', call, address: { channel, hiddenQuestionId: '5' } },
    { kind: 'command', call, address: { channel, hiddenQuestionId: '6' } },
  ];
  const identities = commands.map((event) => eventIdentity(event, { updateId: 1 }));
  assert.equal(new Set(identities).size, 3);
  assert.ok(!identities.includes(undefined));
});

test('an event without an id of its own is known by the number of its delivery, where the network gives one', () => {
  const stop: InboundEvent = { kind: 'stopped', address: { channel } };
  assert.equal(eventIdentity(stop, { updateId: 900 }), eventIdentity(stop, { updateId: 900 }));
  assert.notEqual(eventIdentity(stop, { updateId: 900 }), eventIdentity(stop, { updateId: 901 }));
  const ofOther: InboundEvent = {
    kind: 'stopped',
    address: { channel: { ...channel, platform: 'telegram@memes' } },
  };
  assert.notEqual(
    eventIdentity(stop, { updateId: 900 }),
    eventIdentity(ofOther, { updateId: 900 }),
  );
  assert.equal(eventIdentity(stop), undefined);
  assert.equal(eventIdentity(stop, { updateId: 'x' }), undefined);
});
