import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { ConnectionState } from '../../../../src/contracts/platform.ts';
import {
  type Poll,
  startPoll,
  type UpdatesRequest,
} from '../../../../src/platforms/telegram/inbound/poll.ts';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../../helpers/recording-log.ts';
import { incoming } from '../updates.ts';

const update = (id: number): Update => ({ ...incoming({ text: 'words' }), update_id: id });

const refusal = (code: number, retryAfter?: number) =>
  new GrammyError(
    'refused',
    {
      ok: false,
      error_code: code,
      description: 'the reason',
      ...(retryAfter && { parameters: { retry_after: retryAfter } }),
    },
    'getUpdates',
    {},
  );

describe('startPoll', () => {
  let clock: FakeClock;
  let log: ReturnType<typeof createRecordingLog>;
  let requests: UpdatesRequest[];
  let outcomes: (readonly Update[] | Error)[];
  let accepted: number[];
  let states: ConnectionState[];
  let poll: Poll | undefined;

  beforeEach(() => {
    clock = createFakeClock();
    log = createRecordingLog();
    requests = [];
    outcomes = [];
    accepted = [];
    states = [];
  });

  function start(accept = async ({ update_id: id }: Update) => void accepted.push(id)): Poll {
    poll = startPoll({
      getUpdates,
      accept,
      onConnection: (state) => void states.push(state),
      clock,
      log,
    });
    return poll;
  }

  /** Gives the outcomes one by one, then waits like a long poll. */
  function getUpdates(request: UpdatesRequest, signal: AbortSignal): Promise<readonly Update[]> {
    requests.push(request);
    const outcome = outcomes.shift();
    if (Array.isArray(outcome)) return Promise.resolve(outcome);
    if (outcome) return Promise.reject(outcome);
    if (request.timeout === 0) return Promise.resolve([]);
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new Error('aborted'))),
    );
  }

  const errors = () => log.lines.filter((line) => line.startsWith('error'));

  test('confirms an update with the next request, after the update was accepted', async () => {
    outcomes = [[update(5)], [update(6), update(7)]];
    const stored = Promise.withResolvers<void>();
    start(async ({ update_id: id }) => {
      await stored.promise;
      accepted.push(id);
    });
    await clock.advance(0);
    assert.deepEqual(requests, [{ offset: 0, limit: 100, timeout: 30 }]);

    stored.resolve();
    await clock.advance(0);
    assert.deepEqual(accepted, [5, 6, 7]);
    assert.deepEqual(
      requests.map(({ offset }) => offset),
      [0, 6, 8],
    );

    await poll?.stop();
  });

  test('ends the request under way when it stops, and confirms only the accepted updates', async () => {
    outcomes = [[update(5), update(6)]];
    const stored = Promise.withResolvers<void>();
    start(async ({ update_id: id }) => {
      await stored.promise;
      if (id === 6) throw new Error('closed');
    });
    await clock.advance(0);
    const stopped = poll?.stop();
    stored.resolve();
    await stopped;
    assert.deepEqual(requests.slice(1), [{ offset: 6, limit: 1, timeout: 0 }]);
    assert.equal(clock.pending, 0);
  });

  test('makes no further request when it stops without updates to confirm', async () => {
    start();
    await clock.advance(0);
    await poll?.stop();
    assert.equal(requests.length, 1);
  });

  test('asks for a failing update again, with growing pauses', async () => {
    outcomes = Array.from({ length: 3 }, () => [update(5)]);
    start(async () => {
      throw new Error('disk full');
    });
    await clock.advance(200);
    assert.equal(requests.length, 1);

    // The pauses are random: together at most 500 + 1,000 + 2,000 ms.
    await clock.advance(3_500);
    assert.deepEqual(
      requests.map(({ offset }) => offset),
      [0, 0, 0, 0],
    );

    await poll?.stop();
  });

  test('retries a broken connection without end, at most 30 s apart', async () => {
    outcomes = Array.from({ length: 50 }, () => new Error('ECONNRESET'));
    start();
    await clock.advance(60_000);
    const before = requests.length;
    await clock.advance(600_000);
    assert.ok(requests.length - before >= 20);

    await poll?.stop();
  });

  test('logs one line at the end of an outage', async () => {
    outcomes = [
      ...Array.from({ length: 4 }, () => new Error('ECONNRESET')),
      [update(5)],
      [update(6)],
    ];
    start();
    await clock.advance(60_000);
    const ends = log.lines.filter((line) => line.includes('polling works again'));
    assert.equal(ends.length, 1);
    assert.equal(log.lines.filter((line) => /^warn.*polling failed/.test(line)).length, 1);
    assert.match(ends[0] ?? '', /^info.*"seconds":\d/);
    assert.equal(states[0]?.state, 'retrying');
    assert.deepEqual(states.at(-1), { state: 'connected' });

    await poll?.stop();
  });

  test('waits after a 429 for as long as it asks', async () => {
    outcomes = [refusal(429, 7)];
    start();
    await clock.advance(6_999);
    assert.equal(requests.length, 1);

    await clock.advance(1);
    assert.equal(requests.length, 2);

    await poll?.stop();
  });

  test('logs a rate limit, and waits for 5 minutes at most', async () => {
    outcomes = [refusal(429, 31_536_000), refusal(429, 31_536_000), [update(5)]];
    start();
    await clock.advance(299_999);
    assert.equal(requests.length, 1);
    assert.equal(log.lines.filter((line) => /^warn.*refused getUpdates: 429/.test(line)).length, 1);

    await clock.advance(300_001);
    assert.deepEqual(accepted, [5]);
    assert.equal(log.lines.filter((line) => /^warn/.test(line)).length, 1);

    await poll?.stop();
  });

  test('waits for a second poller to end, and logs the cure once when it does not', async () => {
    outcomes = Array.from({ length: 100 }, () => refusal(409));
    start();
    await clock.advance(20_000);
    assert.ok(requests.length > 5);
    assert.deepEqual(errors(), []);

    await clock.advance(40_000);
    assert.equal(errors().length, 1);
    assert.match(errors()[0] ?? '', /Stop the other instance/);
    assert.match(states.at(-1)?.problem ?? '', /^Telegram: another program/);

    await poll?.stop();
  });

  test('logs a revoked token once with its cure, and goes on polling', async () => {
    outcomes = [refusal(401), refusal(401), [update(5)]];
    start();
    await clock.advance(90_000);
    assert.equal(errors().length, 1);
    assert.match(errors()[0] ?? '', /BotFather/);
    assert.deepEqual(accepted, [5]);

    await poll?.stop();
  });

  test('pauses between requests to a server that does not wait for updates', async () => {
    outcomes = Array.from({ length: 100 }, () => []);
    start();
    await clock.advance(3_000);
    assert.ok(requests.length <= 11, `${requests.length} requests`);

    await poll?.stop();
  });

  test('pauses between requests to a server that gives the same updates again and again', async () => {
    outcomes = Array.from({ length: 100 }, () => [update(5)]);
    start();
    await clock.advance(3_000);
    assert.ok(requests.length <= 12, `${requests.length} requests`);
    assert.deepEqual(accepted, [5]);

    await poll?.stop();
  });
});
