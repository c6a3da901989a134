import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import {
  type LocalTelegram,
  scaleLimits,
  startLocalTelegram,
} from '../../../playground/telegram/index.ts';
import type { Env } from '../../../src/lib/env.ts';
import { closeServer } from '../../../src/lib/web/close-server.ts';
import { startMember } from '../../fleet/fleet-members.ts';
import { eventually } from '../../helpers/eventually.ts';
import { findFreePort } from '../../helpers/free-port.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';
import { createTelegramProcess } from './process.ts';

/** A gateway of a fleet on a real PostgreSQL, beside others in this process. */
async function startGateway(t: TestContext, telegram: LocalTelegram, url: string, env: Env = {}) {
  const member = await startMember(t, url, { role: 'gateway' });
  const gateway = createTelegramProcess(telegram, env);
  t.after(() => gateway.platform.stop());
  gateway.putInto(member.put);
  const { store, fleet } = member;
  return { ...gateway, member, begin: () => gateway.start({ store, fleet }) };
}

async function startTelegram(t: TestContext): Promise<LocalTelegram> {
  const limits = scaleLimits(0.001);
  const telegram = await startLocalTelegram({ limits, isLocalMode: true });
  t.after(() => telegram.stop());
  return telegram;
}

/** A load balancer that sends each request twice, to two processes, as Telegram does when it misses an answer. */
async function startDoubler(t: TestContext, ports: readonly number[]): Promise<number> {
  const server = createServer(async (request, response) => {
    const { method = '', headers, url } = request;
    const body = await buffer(request);
    const sent = { method, body, headers: { ...headers, connection: 'close' } };
    const answers = await Promise.all(
      ports.map((port) => fetch(`http://127.0.0.1:${port}${url}`, sent as RequestInit)),
    );
    response.writeHead(Math.max(...answers.map(({ status }) => status))).end();
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  t.after(() => closeServer(server));
  return port;
}

describe('Telegram in a fleet on PostgreSQL', { skip: withoutPostgres }, () => {
  test('stores an update once that a webhook delivers to two processes, of every kind', async (t) => {
    const telegram = await startTelegram(t);
    const url = await freshDatabase(t);
    const ports = [await findFreePort(), await findFreePort()];
    const doubler = await startDoubler(t, ports);
    const gateways = await Promise.all(
      ports.map((port) =>
        startGateway(t, telegram, url, {
          TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${doubler}/hook`,
          TELEGRAM_WEBHOOK_SECRET: 'a-secret',
          TELEGRAM_WEBHOOK_PORT: String(port),
        }),
      ),
    );
    await Promise.all(gateways.map(({ begin }) => begin()));
    const [gateway] = gateways;
    assert.ok(gateway);

    const roomId = telegram.me.id;
    const { id } = await telegram.say({ roomId, text: 'Hi' });
    await telegram.edit(roomId, id, 'Hello');
    await telegram.run({ roomId, name: 'reset' });
    const api = `${telegram.apiUrl}/bot${telegram.token}`;
    const keyboard = encodeURIComponent('{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}');
    await fetch(`${api}/sendMessage?chat_id=${roomId}&text=Choose&reply_markup=${keyboard}`);
    const messageId = telegram.history(roomId).at(-1)?.id ?? '';
    const pressed = telegram.press({ roomId, messageId, buttonId: 'a' });
    const group = telegram.rooms().find(({ name }) => name === 'Friends')?.id ?? '';
    telegram.controls.kickBot(group);
    telegram.controls.addBot(group);

    const kinds = ['added', 'button', 'command', 'edited', 'message', 'removed'];
    const cameTwice = () =>
      gateways.every(({ events }) => new Set(events.map(({ event }) => event.kind)).size === 6);
    await eventually('every event twice', cameTwice);
    const rows = await gateway.member.database.query(
      `SELECT content::json #>> '{event,kind}' AS kind FROM parley.events ORDER BY 1`,
    );
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      kinds,
    );
    gateway.platform.receive?.(await gateway.next('button'));
    await pressed;
  });

  test('is polled by one process at a time, and by another one when the lock is lost, without a loss', async (t) => {
    const telegram = await startTelegram(t);
    const url = await freshDatabase(t);
    const gateways = [
      await startGateway(t, telegram, url),
      await startGateway(t, telegram, url),
    ] as const;
    for (const { begin } of gateways) await begin();
    const { database } = gateways[0].member;
    const count = async () =>
      Number((await database.query('SELECT count(*)::int AS n FROM parley.events'))[0]?.n);

    for (let round = 1; round <= 3; round++) {
      await telegram.say({ roomId: telegram.me.id, text: `message ${round}` });
      await eventually('the message is stored', async () => (await count()) >= round);
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    }
    await gateways[0].platform.stop();
    await telegram.say({ roomId: telegram.me.id, text: 'message 4' });
    await eventually('the other process', () => gateways[1].texts().includes('message 4'));
    assert.equal(await count(), 4);
    const lines = gateways.flatMap((each) => each.lines);
    assert.ok(lines.some((line) => /no longer looks after/.test(line)));
  });
});
