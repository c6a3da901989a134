import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlatformError } from '../../../../src/errors.ts';
import { createChatCooldowns } from '../../../../src/platforms/telegram/outbound/chat-cooldowns.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';

describe('createChatCooldowns', () => {
  test('stops calls in one chat until its time has passed', async () => {
    const clock = createFakeClock();
    const cooldowns = createChatCooldowns(clock);
    cooldowns.start('7', 3_000);
    await clock.advance(1_000);
    assert.deepEqual([cooldowns.isActive('7'), cooldowns.isActive('8')], [true, false]);
    assert.throws(
      () => cooldowns.throwIfActive('7'),
      (error: unknown) =>
        error instanceof PlatformError &&
        error.kind === 'rate_limit' &&
        error.retryAfterMs === 2_000,
    );

    await clock.advance(2_000);
    assert.equal(cooldowns.isActive('7'), false);
    cooldowns.throwIfActive('7');
  });

  test('ends at once when its time is 0', () => {
    const cooldowns = createChatCooldowns(createFakeClock());
    cooldowns.start('7', 3_000);
    cooldowns.start('7', 0);
    assert.equal(cooldowns.isActive('7'), false);
  });
});
