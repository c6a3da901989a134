import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { LimitState } from '../../src/contracts/limits.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { startAlerts } from './start-alerts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const channel: Channel = { platform: 'discord', id: '5', kind: 'group', server: '7' };
const dayLimit: LimitState = {
  subject: 'total',
  scope: 'bot',
  measure: 'usdPerDay',
  used: 4.1,
  most: 5,
  resetsAt: 0,
};

describe('alerts', () => {
  test('tell every admin once that a key is refused, and once that it is over', async (t) => {
    const { attempt, network, clock, sent } = await startAlerts(t);
    await network('discord', 'connected');
    await network('telegram', 'connected');
    for (let count = 0; count < 5; count++) await attempt('auth');
    assert.deepEqual(
      sent.map(({ to }) => to),
      ['discord:1', 'telegram:2'],
    );
    assert.match(
      sent[0]?.text ?? '',
      /^⚠️ .*refuses my key for `openai`.*Noticed: .*OPENAI_API_KEY/,
    );

    await attempt('answered');
    await attempt('answered');
    await clock.advance(DAY_MS);
    assert.equal(sent.length, 4);
    assert.match(
      sent[2]?.text ?? '',
      /^✅ .*accepts my key for `openai` again.*The trouble began: /,
    );
  });

  test('say nothing about one refused key while it answers again, and tell it when it lasts', async (t) => {
    const { attempt, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    await attempt('auth', { keyAlias: 'key 1' });
    await attempt('answered', { keyAlias: 'key 1' });
    await clock.advance(HOUR_MS);
    assert.deepEqual(texts(), []);

    await attempt('auth', { keyAlias: 'key 1' });
    await attempt('answered', { keyAlias: 'key 2' });
    await clock.advance(9 * MINUTE_MS);
    assert.deepEqual(texts(), []);
    await clock.advance(2 * MINUTE_MS);
    assert.equal(texts().length, 1);
    assert.match(texts()[0] ?? '', /`openai, key 1`.*`OPENAI_API_KEYS`/);
  });

  test('tell a lack of credit at once, and keep it while other models answer', async (t) => {
    const { attempt, network, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    await attempt('payment');
    await attempt('answered', { model: 'free' });
    assert.equal(texts().length, 1);
    await attempt('answered');
    assert.match(texts()[1] ?? '', /has credit again/);
  });

  test('tell that a model fails after five failures in a row over a minute', async (t) => {
    const { attempt, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    for (let count = 0; count < 7; count++) await attempt('server');
    await attempt('answered');
    for (const outcome of ['content_filter', 'stopped', 'bad_request', 'spent'] as const)
      for (let count = 0; count < 7; count++) await attempt(outcome);
    assert.deepEqual(texts(), []);

    for (let count = 0; count < 5; count++) {
      await attempt('overloaded');
      await clock.advance(20_000);
    }
    assert.match(texts()[0] ?? '', /`openai\/gpt` fails again and again.*`overloaded`/);
    await attempt('answered');
    assert.match(texts()[1] ?? '', /^✅ `openai\/gpt` answers again/);
  });

  test('tell the admins of the other network when one was not reached for ten minutes', async (t) => {
    const { network, clock, sent } = await startAlerts(t);
    await network('discord', 'connected');
    await network('telegram', 'connected');
    for (const state of ['retrying', 'connected', 'retrying'] as const) {
      await network('discord', state, state === 'retrying' ? 'It broke.' : undefined);
      await clock.advance(9 * MINUTE_MS);
    }
    assert.equal(sent.length, 0);

    await clock.advance(2 * MINUTE_MS);
    assert.deepEqual(
      sent.map(({ to }) => to),
      ['telegram:2'],
    );
    assert.match(sent[0]?.text ?? '', /can't reach Discord.*It broke\./s);

    await clock.advance(HOUR_MS);
    await network('discord', 'connected');
    assert.deepEqual(sent.map(({ to }) => to).toSorted(), [
      'discord:1',
      'telegram:2',
      'telegram:2',
    ]);
  });

  test('tell afterwards what was over before anybody could be told', async (t) => {
    const { network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    await network('discord', 'retrying');
    await clock.advance(3 * HOUR_MS);
    assert.deepEqual(texts(), []);
    await network('discord', 'connected');
    assert.equal(texts().length, 1);
    assert.match(texts()[0] ?? '', /^✅ I'm connected to Discord again\. The trouble began: /);
  });

  test('tell nothing twice after a restart, and what ended meanwhile as soon as it is seen', async (t) => {
    const clock = createFakeClock();
    const first = await startAlerts(t, { clock, admins: { discord: ['1'] } });
    await first.network('discord', 'connected');
    await first.attempt('payment');
    await first.alerts.stop();
    assert.equal(first.sent.length, 1);

    const { store } = first;
    const second = await startAlerts(t, { clock, store, admins: { discord: ['1'] } });
    await second.network('discord', 'connected');
    await second.attempt('payment');
    await clock.advance(HOUR_MS);
    assert.deepEqual(second.texts(), []);
    assert.equal(second.alerts.troubles().length, 1);
    await second.alerts.stop();

    const third = await startAlerts(t, { clock, store, admins: { discord: ['1'] } });
    await third.network('discord', 'connected');
    await third.attempt('answered');
    assert.match(third.texts()[0] ?? '', /has credit again/);
    await third.alerts.stop();
    assert.deepEqual(await store.findKeys('trouble:'), []);
  });

  test('tell after a restart what nobody could be told before', async (t) => {
    const clock = createFakeClock();
    const first = await startAlerts(t, { clock });
    await first.attempt('payment');
    await first.alerts.stop();
    const second = await startAlerts(t, { clock, store: first.store });
    await second.network('telegram', 'connected');
    await second.network('discord', 'connected');
    assert.match(second.texts().join(), /no credit left/);
  });

  test('wait for the other networks at the start and when one breaks off, a minute at most', async (t) => {
    const { attempt, network, clock, sent } = await startAlerts(t);
    const told = () => sent.splice(0).map(({ to }) => to);
    await attempt('payment');
    await network('telegram', 'connected');
    assert.deepEqual(told(), []);
    await network('discord', 'connected');
    assert.deepEqual(told(), ['telegram:2', 'discord:1']);

    await network('discord', 'retrying');
    await attempt('answered');
    await clock.advance(MINUTE_MS / 2);
    assert.deepEqual(told(), []);
    await network('discord', 'connected');
    assert.deepEqual(told(), ['telegram:2', 'discord:1']);

    await network('discord', 'retrying');
    await attempt('payment');
    await clock.advance(2 * MINUTE_MS);
    assert.deepEqual(told(), ['telegram:2']);
  });

  test('tell a limit at 80 % and when it is reached, and its new beginning at the time of the reset', async (t) => {
    const { alerts, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    const limit = { ...dayLimit, resetsAt: clock.now() + 5 * HOUR_MS };
    alerts.observe({ kind: 'limit', limit, share: 0.8, channel });
    await clock.advance(0);
    alerts.observe({ kind: 'limit', limit: { ...limit, used: 5.02 }, share: 1, channel });
    alerts.observe({ kind: 'limit', limit, share: 0.8, channel });
    await clock.advance(0);
    assert.match(
      texts()[0] ?? '',
      /80% .*\$4\.10 \/ \$5\.00 \(`limits\.total\.usd_per_day`, `bot`\)/,
    );
    assert.match(texts()[1] ?? '', /limit is reached: \$5\.02/);
    assert.equal(alerts.troubles().length, 1);

    await clock.advance(6 * HOUR_MS);
    assert.equal(texts().length, 3);
    assert.match(
      texts()[2] ?? '',
      /^✅ This limit has started again at zero: `limits\.total\.usd_per_day`, `bot`\./,
    );
  });

  test('tell a limit that is reached again in its next period, before the last one was seen to end', async (t) => {
    const { alerts, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    const resetsAt = clock.now() + HOUR_MS;
    alerts.observe({ kind: 'limit', limit: { ...dayLimit, resetsAt }, share: 1, channel });
    await clock.advance(HOUR_MS - 1);
    const next = { ...dayLimit, resetsAt: resetsAt + DAY_MS };
    alerts.observe({ kind: 'limit', limit: next, share: 1, channel });
    await clock.advance(HOUR_MS);
    assert.deepEqual(
      texts().map((text) => text.slice(0, 1)),
      ['⚠', '⚠', '✅'],
    );
  });

  test('name the server or channel of a limit, and say nothing of limits of persons and of minutes', async (t) => {
    const { alerts, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    const resetsAt = clock.now() + HOUR_MS;
    for (const state of [
      { subject: 'person' },
      { subject: 'moderators' },
      { measure: 'answersPerMinute' },
      { measure: 'commandsPerMinute' },
    ] as const) {
      const limit = { ...dayLimit, resetsAt, ...state };
      alerts.observe({ kind: 'limit', limit, share: 1, channel });
    }
    const thread = { ...channel, id: '9', kind: 'thread', parentId: '5' } as const;
    for (const [subject, scope] of [
      ['server', 'discord:7'],
      ['channel', 'discord:5'],
    ] as const) {
      const limit = { ...dayLimit, resetsAt, subject, scope };
      alerts.observe({ kind: 'limit', limit, share: 1, channel: thread });
    }
    await clock.advance(0);
    assert.equal(texts().length, 2);
    assert.match(texts()[0] ?? '', /`limits\.server\.usd_per_day`, `discord:7`/);
    assert.match(texts()[1] ?? '', /`limits\.channel\.usd_per_day`, `discord:5`/);
  });

  test('tell of a store that fails for a minute, and no secret that its error repeats', async (t) => {
    const { alerts, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    const problem = 'The store planted-secret-1 is locked.';
    alerts.observe({ kind: 'store', problem });
    await clock.advance(65_000);
    alerts.observe({ kind: 'store' });
    await clock.advance(HOUR_MS);
    assert.deepEqual(texts(), []);

    alerts.observe({ kind: 'store', problem });
    await clock.advance(MINUTE_MS);
    assert.deepEqual(texts(), []);
    alerts.observe({ kind: 'store', problem });
    await clock.advance(0);
    assert.match(texts()[0] ?? '', /store doesn't work.*The store \(hidden\) is locked/s);
    assert.doesNotMatch(JSON.stringify(alerts.troubles()), /planted/);
    alerts.observe({ kind: 'store' });
    await clock.advance(0);
    assert.match(texts()[1] ?? '', /My store works again/);
  });

  test('tell of a model without a price until it answers', async (t) => {
    const { alerts, attempt, network, texts } = await startAlerts(t, {
      admins: { discord: ['1'] },
    });
    await network('discord', 'connected');
    for (let count = 0; count < 3; count++)
      alerts.observe({ kind: 'unpriced', provider: 'openai', model: 'gpt' });
    await attempt('answered');
    assert.match(texts()[0] ?? '', /don't ask `openai\/gpt`.*`unpriced: allow`/);
    assert.match(texts()[1] ?? '', /`openai\/gpt` answers again/);
    assert.equal(texts().length, 2);
  });

  test('tell 30 and 7 days ahead that a model of the configuration ends', async (t) => {
    const clock = createFakeClock(Date.parse('2026-10-01'));
    const started = await startAlerts(t, { clock, admins: { discord: ['1'] } });
    await started.network('discord', 'connected');
    const model = { model: 'openai/gpt', endsOn: '2026-12-11', isEnd: true } as const;
    const warning = { place: 'DEFAULT_MODEL', problem: 'It ends.', cure: 'Choose.', ...model };
    started.report = { answers: '', providers: [], warnings: [warning] };
    const toldOn: string[] = [];
    for (let day = 0; day < 75; day++) {
      const before = started.sent.length;
      await clock.advance(DAY_MS);
      if (started.sent.length > before)
        toldOn.push(new Date(clock.now()).toISOString().slice(0, 10));
    }
    assert.deepEqual(toldOn, ['2026-11-12', '2026-12-05']);
    assert.match(
      started.texts()[0] ?? '',
      /`openai\/gpt` ends on December 11, 2026.*`DEFAULT_MODEL`/,
    );

    started.report = { answers: '', providers: [], warnings: [] };
    await clock.advance(2 * DAY_MS);
    assert.deepEqual(started.alerts.troubles(), []);
  });

  test('send ten messages an hour, and then one summary', async (t) => {
    const { attempt, network, clock, texts } = await startAlerts(t, { admins: { discord: ['1'] } });
    await network('discord', 'connected');
    for (let number = 1; number <= 40; number++) await attempt('payment', { model: `m${number}` });
    await clock.advance(30 * MINUTE_MS);
    assert.equal(texts().length, 10);

    await clock.advance(31 * MINUTE_MS);
    assert.equal(texts().length, 11);
    const summary = texts()[10] ?? '';
    assert.match(summary, /summary of 30 messages/);
    assert.equal(summary.match(/no credit left/g)?.length, 20);
    assert.match(summary, /and 10 more/);
    await clock.advance(DAY_MS);
    assert.equal(texts().length, 11);
  });

  test('try again when nobody was reached, and give up after a day', async (t) => {
    const started = await startAlerts(t, { admins: { discord: ['1'] } });
    const { attempt, network, clock, texts, unreachable, logLines } = started;
    await network('discord', 'connected');
    unreachable.add('discord:1');
    await attempt('payment');
    unreachable.clear();
    await clock.advance(2 * MINUTE_MS);
    assert.equal(texts().length, 1);

    unreachable.add('discord:1');
    await attempt('payment', { model: 'other' });
    await clock.advance(2 * DAY_MS);
    unreachable.clear();
    await clock.advance(DAY_MS);
    assert.equal(texts().length, 1);
    assert.equal(logLines.filter((line) => line.includes('giving up')).length, 1);
  });

  test('speak the language of the reader', async (t) => {
    const { attempt, network, texts } = await startAlerts(t, { admins: { discord: ['de'] } });
    await network('discord', 'connected');
    await attempt('payment');
    assert.match(texts()[0] ?? '', /hat kein Guthaben mehr/);
  });

  test('tell an admin once where several bots of a network run', async (t) => {
    const admins = { telegram: ['2'], 'telegram@memes': ['2', '3'] };
    const { attempt, network, sent } = await startAlerts(t, { admins });
    await network('telegram', 'connected');
    await network('telegram@memes', 'connected');
    await attempt('payment');
    assert.deepEqual(
      sent.map(({ to }) => to),
      ['telegram:2', 'telegram@memes:3'],
    );
  });

  test('go to the chats of ALERTS_TO, to the admins when none of them can be reached, and nowhere when it is off', async (t) => {
    const targets = ['discord:55', 'telegram:-100/7', 'matrix:1'];
    const chosen = await startAlerts(t, { targets });
    await chosen.network('discord', 'connected');
    await chosen.network('telegram', 'connected');
    await chosen.attempt('payment');
    assert.deepEqual(
      chosen.sent.map(({ to }) => to),
      ['#discord:55', '#telegram:-100/7'],
    );
    assert.match(chosen.logLines.join('\n'), /warn .*not set up.*matrix:1/);

    chosen.unreachable.add('#discord:55');
    await chosen.network('telegram', 'retrying');
    await chosen.attempt('answered');
    await chosen.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(
      chosen.sent.slice(2).map(({ to }) => to),
      ['discord:1'],
    );

    const off = await startAlerts(t, { targets: 'off' });
    await off.network('discord', 'connected');
    await off.attempt('payment');
    await off.clock.advance(HOUR_MS);
    assert.deepEqual(off.sent, []);
    assert.equal(off.alerts.troubles().length, 1);
    await off.attempt('answered');
    await off.alerts.stop();
    assert.deepEqual(await off.store.findKeys('trouble:'), []);
  });

  test('list the open troubles in English, the oldest first', async (t) => {
    const { alerts, attempt, clock } = await startAlerts(t);
    await attempt('payment');
    const since = clock.now();
    await clock.advance(MINUTE_MS);
    await attempt('payment', { model: 'later' });
    const [first, second] = alerts.troubles();
    assert.equal(first?.since, since);
    assert.equal(
      first?.text,
      "The account behind my key for `openai/gpt` has no credit left. Add credit at the service. I'll notice it with the next question.",
    );
    assert.notEqual(first?.id, second?.id);
  });

  test('remember a bounded number of troubles, whatever happens', async (t) => {
    const { alerts, attempt, store, logLines } = await startAlerts(t);
    for (let number = 0; number < 300; number++) {
      await attempt('payment', { model: `m${number}` });
      await attempt('auth', { keyAlias: `key ${number}` });
    }
    assert.equal(alerts.troubles().length, 100);
    assert.equal((await store.findKeys('trouble:')).length, 100);
    assert.equal(logLines.filter((line) => line.includes('too many troubles')).length, 1);
  });

  test('work on while the store fails, and store the trouble later', async (t) => {
    const started = await startAlerts(t);
    const { attempt, network, clock, store, sent } = started;
    const { write } = store;
    store.write = async () => {
      throw new Error('The disk is full.');
    };
    await network('discord', 'connected');
    await network('telegram', 'connected');
    await attempt('payment');
    assert.equal(sent.length, 2);
    store.write = write;
    await clock.advance(MINUTE_MS);
    assert.equal((await store.findKeys('trouble:')).length, 1);
  });

  test('leave out records that are broken, or of a later version', async (t) => {
    const clock = createFakeClock();
    const first = await startAlerts(t, { clock });
    await first.attempt('payment');
    await first.alerts.stop();
    const { store } = first;
    const times = { format: 1, since: clock.now(), seenAt: clock.now() };
    await store.write([
      { key: 'trouble:a', value: { ...times, id: 'a', trouble: { kind: 'keyRefused' } } },
      { key: 'trouble:b', value: { ...times, id: 'b', trouble: { kind: 'toString' } } },
      { key: 'trouble:c', value: { ...times, id: 'c', trouble: null } },
      { key: 'trouble:d', value: [] },
    ]);
    const second = await startAlerts(t, { clock, store });
    await second.network('discord', 'connected');
    await second.network('telegram', 'connected');
    assert.equal(second.alerts.troubles().length, 1);
    assert.equal(second.sent.length, 2);
  });

  test('forget the troubles of services, keys and networks that are no longer set up', async (t) => {
    const clock = createFakeClock();
    const first = await startAlerts(t, { clock });
    await first.attempt('payment', { provider: 'gone' });
    await first.attempt('payment', { keyAlias: 'key 2' });
    await first.network('matrix', 'left out', 'No token.');
    await first.attempt('payment');
    await first.alerts.stop();
    const { alerts } = await startAlerts(t, { clock, store: first.store });
    assert.equal(alerts.troubles().length, 1);
  });
});
