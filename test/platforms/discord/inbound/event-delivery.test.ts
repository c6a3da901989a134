import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import { StoreError } from '../../../../src/errors.ts';
import { createEventDelivery } from '../../../../src/platforms/discord/inbound/event-delivery.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

const deleted = (messageId: string, id: string) => ({
  event: { kind: 'deleted', channel: { platform: 'discord', id }, messageId } as InboundEvent,
});

test('an event that cannot be stored is not overtaken by the next one of its channel', async () => {
  const clock = createFakeClock();
  const stored: string[] = [];
  let isAway = true;
  const deliver = createEventDelivery({
    inbox: {
      async accept(event) {
        if (event.kind !== 'deleted') return;
        if (isAway && event.channel.id === 'a') {
          throw new StoreError('No answer.', { kind: 'unreachable' });
        }
        stored.push(event.messageId);
      },
    },
    clock,
    stopped: new AbortController().signal,
  });
  const first = deliver(deleted('first', 'a'), 'a');
  await clock.advance(2_000);
  isAway = false;
  const others = [
    deliver(deleted('second', 'a'), 'a'),
    deliver(deleted('third', 'a'), 'a'),
    deliver(deleted('elsewhere', 'b'), 'b'),
  ];
  await clock.advance(4_000);
  await Promise.all([first, ...others]);
  assert.deepEqual(stored, ['elsewhere', 'first', 'second', 'third']);
  await deliver(deleted('fourth', 'a'), 'a');
  assert.equal(stored.at(-1), 'fourth');
});
