import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import { createNewestMessages } from '../../../../src/platforms/telegram/outbound/newest-messages.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

const channel = { platform: 'telegram', id: '7', kind: 'direct' as const };
const address = (questionId: string) => ({ channel, questionId });

const message = (id: string): InboundEvent => ({
  kind: 'message',
  address: address(id),
  message: {
    id,
    channel,
    author: { id: '7', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] },
    addressed: 'direct',
    text: 'Hi',
    attachments: [],
    sentAt: 0,
  },
});

test('an event that is received a second time, after newer ones, changes nothing', () => {
  const newest = createNewestMessages(createFakeClock());
  for (const id of ['9', '10', '9', '10', '9']) newest.recordEvent(message(id));
  assert.equal(newest.isQuestionNewest(address('10')), true);
  assert.equal(newest.isQuestionNewest(address('9')), false);
  newest.recordOwn(address('10'), '11');
  assert.equal(newest.isQuestionNewest(address('10')), false);
});
