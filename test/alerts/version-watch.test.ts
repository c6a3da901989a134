import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readVersion } from '../../src/alerts/read-version.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { startAlerts } from './start-alerts.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('readVersion', () => {
  // https://docs.github.com/en/rest/releases/releases#get-the-latest-release has `tag_name`, and
  // https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md has `version` and `dist-tags`.
  test('finds a newer version in the answers of GitHub and of npm', () => {
    for (const [answer, found] of [
      [{ tag_name: 'v1.10.0', name: 'News' }, '1.10.0'],
      [{ tag_name: '2.0.0+build.5' }, '2.0.0'],
      [{ name: 'parley', version: '1.9.1' }, '1.9.1'],
      [{ 'dist-tags': { latest: '1.9.1', next: '2.0.0-rc.1' } }, '1.9.1'],
      [{ tag_name: 'v1.9.0' }, undefined],
      [{ tag_name: 'v1.8.9' }, undefined],
      [{ tag_name: 'v3.0.0-beta.1' }, undefined],
    ] as const) {
      assert.equal(readVersion(answer, '1.9.0'), found, JSON.stringify(answer));
    }
  });

  test('refuses what is no version', () => {
    for (const answer of [null, [], 'v2.0.0', {}, { tag_name: 5 }, { tag_name: '[x](http://y)' }])
      assert.throws(() => readVersion(answer, '1.0.0'), /no version/);
  });
});

describe('the check for a new version', () => {
  test('asks once a day, and tells each version once', async (t) => {
    let version = '0.1.0';
    const requests: { url: string; headers: Readonly<Record<string, string>> }[] = [];
    const update = {
      url: 'https://example.org/latest',
      current: '0.1.0',
      http: async ({
        url,
        headers,
      }: {
        url: string;
        headers: Readonly<Record<string, string>>;
      }) => {
        requests.push({ url, headers });
        return { status: 200, body: bodyOf(JSON.stringify({ tag_name: `v${version}` })) };
      },
    };
    const started = await startAlerts(t, { admins: { discord: ['1'] }, update });
    await started.network('discord', 'connected');
    await started.clock.advance(2 * DAY_MS);
    assert.deepEqual(started.texts(), []);
    assert.equal(requests.length, 2);
    assert.equal(requests[0]?.headers['user-agent'], 'parley/0.1.0');

    version = '0.2.0';
    await started.clock.advance(5 * DAY_MS);
    version = '0.3.0';
    await started.clock.advance(5 * DAY_MS);
    assert.equal(started.texts().length, 2);
    assert.match(started.texts()[1] ?? '', /new version of Parley: 0\.3\.0\. I'm version 0\.1\.0/);
    assert.equal(started.alerts.troubles().length, 1);
    await started.alerts.stop();

    const clock = createFakeClock(started.clock.now());
    const updated = { ...update, current: '0.3.0' };
    const { store } = started;
    const next = await startAlerts(t, { clock, store, update: updated });
    await next.clock.advance(DAY_MS);
    assert.deepEqual(next.alerts.troubles(), []);
  });

  test('logs an answer that is none, without the address', async (t) => {
    for (const [status, text, reason] of [
      [404, '{}', /status 404/],
      [200, '<html>', /no JSON/],
      [200, '{}', /no version/],
      [200, 'x'.repeat(2_000_000), /too large/],
    ] as const) {
      const update = {
        url: 'https://example.org/planted-path',
        current: '0.1.0',
        http: async () => ({ status, body: bodyOf(text) }),
      };
      const { clock, logLines } = await startAlerts(t, { update });
      await clock.advance(200_000);
      assert.match(logLines.join('\n'), reason);
      assert.match(logLines.join('\n'), /example\.org/);
      assert.doesNotMatch(logLines.join('\n'), /planted/);
    }
  });
});

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
