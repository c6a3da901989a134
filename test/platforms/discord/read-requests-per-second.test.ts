import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readRequestsPerSecond } from '../../../src/platforms/discord/read-requests-per-second.ts';

const read = (value: string) => readRequestsPerSecond({ DISCORD_REQUESTS_PER_SECOND: value });

describe('DISCORD_REQUESTS_PER_SECOND', () => {
  test('is the limit that Discord gives every bot, or the one that it allows this bot', () => {
    assert.equal(readRequestsPerSecond({}), 50);
    assert.equal(read(' '), 50);
    assert.equal(read('500'), 500);
  });

  test('is refused where no bot could work with it', () => {
    for (const wrong of ['0', '4', '-50', '2.5', 'many', '50/s', '1000000']) {
      assert.throws(() => read(wrong), {
        name: 'ConfigError',
        message: /^DISCORD_REQUESTS_PER_SECOND has to be a whole number from 5 to 10,000/,
      });
    }
  });
});
