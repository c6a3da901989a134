import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import { startLocalTelegram } from '../../../playground/telegram/index.ts';
import { listDiscordTroubles } from '../../../playground/trouble/list-discord-troubles.ts';
import { listTelegramTroubles } from '../../../playground/trouble/list-telegram-troubles.ts';
import { createModelTroubles } from '../../../playground/trouble/model-troubles.ts';
import { createTroubleDesk } from '../../../playground/trouble/trouble-desk.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

describe('the trouble desk', () => {
  const idsOf = (desk: ReturnType<typeof createTroubleDesk>) =>
    desk
      .list()
      .filter(({ isActive }) => isActive)
      .map(({ id }) => id);

  test('begins each trouble of both networks, and ends them all', async (t) => {
    const [discord, telegram] = await Promise.all([startLocalDiscord(), startLocalTelegram()]);
    t.after(() => Promise.all([discord.stop(), telegram.stop()]));
    const troubles = [...listDiscordTroubles(discord), ...listTelegramTroubles(telegram)];
    const clock = createFakeClock();
    const desk = createTroubleDesk(troubles, clock);
    let announcements = 0;
    const stopWatching = desk.watch(() => {
      announcements += 1;
    });

    for (const { id } of troubles) await desk.set(id, true);
    assert.deepEqual(
      idsOf(desk),
      troubles.map(({ id }) => id),
    );
    await clock.advance(10_000);
    assert.deepEqual(
      idsOf(desk),
      troubles.map(({ id }) => id).filter((id) => !id.endsWith('-cut')),
    );

    await desk.endAll();
    assert.deepEqual(idsOf(desk), []);
    assert.ok(announcements >= 2 * troubles.length);
    stopWatching();

    // Nothing is left broken.
    const room = discord.rooms()[0]?.id ?? '';
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ content: 'hello' });
    const url = `${discord.apiUrl}/v10/channels/${room}/messages`;
    assert.equal((await fetch(url, { method: 'POST', headers, body })).status, 200);
    const group = telegram.rooms().find(({ kind }) => kind === 'group')?.id;
    const call = `${telegram.apiUrl}/bot${telegram.token}/sendMessage?chat_id=${group}&text=hello`;
    assert.equal((await fetch(call)).status, 200);
  });

  test('gives the demo model one trouble at a time', async () => {
    const model = createModelTroubles();
    const desk = createTroubleDesk(model.troubles, createFakeClock());
    await desk.set('model-error', true);
    await desk.set('model-slow', true);
    assert.deepEqual([idsOf(desk), model.current], [['model-slow'], 'slow']);
    await desk.endAll();
    assert.equal(model.current, '');
  });

  test('shows what happens once as active only while it happens', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const restart = { id: 'restart', group: 'bot', label: '', about: '' } as const;
    const desk = createTroubleDesk([{ ...restart, begin: () => promise }], createFakeClock());
    const done = desk.set('restart', true);
    assert.deepEqual(idsOf(desk), ['restart']);
    resolve();
    await done;
    assert.deepEqual(idsOf(desk), []);
    await assert.rejects(desk.set('unknown', true), /no such trouble/);
  });
});
