import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startRawDiscord } from './raw-client.ts';
import { connectAndIdentify, connectRawGateway, INTENTS } from './raw-gateway.ts';

describe('the gateway closes a connection with the right code', () => {
  const identity = (token: string, intents: unknown = INTENTS) => ({
    token,
    intents,
    properties: {},
  });

  test('when the identify is wrong', async (t) => {
    const discord = await startRawDiscord(t);
    const { token } = discord.local;
    discord.local.controls.denyIntents(['MessageContent']);
    const closed = async (d: unknown) => {
      const gateway = await connectRawGateway(t, discord);
      gateway.send(2, d);
      return gateway.closed;
    };
    assert.equal(await closed(identity('wrong')), 4004);
    assert.equal(await closed(null), 4004);
    assert.equal(await closed(identity(token, 1 << 30)), 4013);
    assert.equal(await closed(identity(token, 'all')), 4013);
    assert.equal(await closed(identity(token)), 4014);

    const allowed = await connectRawGateway(t, discord);
    allowed.send(2, identity(token, INTENTS & ~(1 << 15)));
    await allowed.waitForDispatch('READY');
  });

  test('when the client sends frames too early, unreadable or too many', async (t) => {
    const discord = await startRawDiscord(t, {
      limits: { gatewaySend: { calls: 5, windowMs: 60_000 } },
    });
    const early = await connectRawGateway(t, discord);
    early.send(3, {});
    assert.equal(await early.closed, 4003);

    const twice = await connectAndIdentify(t, discord);
    twice.send(2, identity(discord.local.token));
    assert.equal(await twice.closed, 4005);

    for (const nonsense of ['{', '"text"', 'null', 'x'.repeat(5_000)]) {
      const gateway = await connectRawGateway(t, discord);
      gateway.sendText(nonsense);
      assert.equal(await gateway.closed, 4002);
    }
    const unknown = await connectAndIdentify(t, discord);
    unknown.send(99, {});
    assert.equal(await unknown.closed, 4001);

    const eager = await connectAndIdentify(t, discord);
    for (let count = 0; count < 5; count++) eager.send(1, null);
    assert.equal(await eager.closed, 4008);
  });

  test('when the heartbeats stop', async (t) => {
    const discord = await startRawDiscord(t, { limits: { heartbeatMs: 20 } });
    const gateway = await connectRawGateway(t, discord);
    // READY is not awaited: on a slow machine the end may come first.
    gateway.send(2, identity(discord.local.token));
    assert.equal(await gateway.closed, 4009);
    assert.equal(discord.local.isOnline(), false);
  });
});

test('a new session receives its servers, channels and threads', async (t) => {
  const discord = await startRawDiscord(t);
  const gateway = await connectAndIdentify(t, discord);
  const ready = await gateway.waitForDispatch('READY');
  const guild = (await gateway.waitForDispatch('GUILD_CREATE')).d;
  assert.deepEqual(ready.d.guilds, [{ id: guild.id, unavailable: true }]);
  assert.deepEqual(
    guild.channels.map(({ name }: { name: string }) => name),
    ['general', 'random'],
  );
  assert.deepEqual(
    guild.threads.map(({ id }: { id: string }) => id),
    [discord.thread],
  );
  assert.equal(guild.owner_id, discord.local.me.id);
  assert.ok(
    guild.roles.some(
      ({ tags }: { tags?: { bot_id: string } }) => tags?.bot_id === discord.local.bot.id,
    ),
  );

  gateway.send(1, null);
  await gateway.waitForFrame(({ op }) => op === 11);
});

describe('events', () => {
  test('come only to sessions with the right intents', async (t) => {
    const discord = await startRawDiscord(t);
    const guildsOnly = await connectAndIdentify(t, discord, 1 << 0);
    const noContent = await connectAndIdentify(t, discord, INTENTS & ~(1 << 15));
    await discord.local.say({ roomId: discord.general, text: 'secret' });
    await discord.local.say({ roomId: discord.general, text: '@Parley open' });
    assert.equal((await noContent.waitForDispatch('MESSAGE_CREATE')).d.content, '');

    await noContent.waitForFrame(({ d }) => / open$/.test(d?.content));
    discord.local.controls.addChannel('later');
    await guildsOnly.waitForDispatch('CHANNEL_CREATE');
    assert.ok(guildsOnly.frames.every((frame) => frame.t !== 'MESSAGE_CREATE'));
  });

  test('do not come from channels that the bot may not see', async (t) => {
    const discord = await startRawDiscord(t);
    const gateway = await connectAndIdentify(t, discord);
    discord.local.controls.denyPermissions(discord.general, ['viewChannel']);
    await discord.local.say({ roomId: discord.general, text: 'unseen' });
    await discord.local.say({ roomId: discord.direct, text: 'seen' });
    assert.equal((await gateway.waitForDispatch('MESSAGE_CREATE')).d.content, 'seen');
  });

  test('report edits, deletions, typing, threads and servers', async (t) => {
    const discord = await startRawDiscord(t);
    const { local, general, rest } = discord;
    const gateway = await connectAndIdentify(t, discord);
    const { id } = await local.say({ roomId: general, text: 'one' });
    await local.edit(general, id, 'two');
    assert.equal((await gateway.waitForDispatch('MESSAGE_UPDATE')).d.content, 'two');

    await local.remove(general, id);
    assert.equal((await gateway.waitForDispatch('MESSAGE_DELETE')).d.id, id);

    await rest('POST', `/channels/${general}/typing`);
    assert.equal((await gateway.waitForDispatch('TYPING_START')).d.user_id, local.bot.id);

    const room = local.controls.openThread(general, 'new');
    assert.equal((await gateway.waitForDispatch('THREAD_CREATE')).d.id, room.id);

    local.controls.setThread(room.id, { archived: true });
    assert.equal((await gateway.waitForDispatch('THREAD_UPDATE')).d.thread_metadata.archived, true);

    const server = local.controls.addServer('Second');
    await gateway.waitForFrame(({ t: name, d }) => name === 'GUILD_CREATE' && d.id === server.id);
    local.controls.removeServer(server.id);
    assert.equal((await gateway.waitForDispatch('GUILD_DELETE')).d.id, server.id);
  });

  test('about ephemeral messages do not come', async (t) => {
    const discord = await startRawDiscord(t);
    const { rest, local, general } = discord;
    await rest('PUT', `/applications/${local.bot.id}/commands`, [{ name: 'a', description: 'a' }]);
    const gateway = await connectAndIdentify(t, discord);
    const run = local.run({ roomId: general, name: 'a' });
    const { d } = await gateway.waitForDispatch('INTERACTION_CREATE');
    await rest('POST', `/interactions/${d.id}/${d.token}/callback`, {
      type: 4,
      data: { content: 'psst', flags: 64 },
    });
    await run;
    await local.say({ roomId: general, text: 'loud' });
    assert.equal((await gateway.waitForDispatch('MESSAGE_CREATE')).d.content, 'loud');
  });
});

describe('a lost session', () => {
  test('is resumed with everything that was missed, in order', async (t) => {
    const discord = await startRawDiscord(t);
    const { local, general } = discord;
    const first = await connectAndIdentify(t, discord);
    const { d } = await first.waitForDispatch('READY');
    const { s } = await first.waitForDispatch('GUILD_CREATE');
    local.controls.disconnect();
    assert.equal(await first.closed, 1006);

    await local.say({ roomId: general, text: 'one' });
    await local.say({ roomId: general, text: 'two' });
    const second = await connectRawGateway(t, discord);
    second.send(6, { token: local.token, session_id: d.session_id, seq: s });
    await second.waitForDispatch('RESUMED');
    const names = second.frames
      .filter(({ op }) => op === 0)
      .map((frame) => frame.d.content ?? frame.t);
    assert.deepEqual(names, ['one', 'two', 'RESUMED']);
    assert.ok(local.isOnline());
  });

  test('cannot be resumed after too many missed events, a clean close or an invalidation', async (t) => {
    const discord = await startRawDiscord(t, { limits: { resumeEvents: 3 } });
    const { local, general } = discord;
    const resume = async (session_id: string, seq: number) => {
      const gateway = await connectRawGateway(t, discord);
      gateway.send(6, { token: local.token, session_id, seq });
      return (await gateway.waitForFrame(({ op }) => op === 9)).d;
    };
    const missed = await connectAndIdentify(t, discord);
    const { d } = await missed.waitForDispatch('READY');
    local.controls.disconnect();
    for (const text of ['1', '2', '3', '4']) await local.say({ roomId: general, text });
    assert.equal(await resume(d.session_id, 2), false);
    assert.equal(await resume('unknown', 0), false);

    const clean = await connectAndIdentify(t, discord);
    clean.close(1000);
    await clean.closed;
    assert.equal(await resume((await clean.waitForDispatch('READY')).d.session_id, 1), false);

    const ordered = await connectAndIdentify(t, discord);
    local.controls.invalidateSessions();
    assert.equal((await ordered.waitForFrame(({ op }) => op === 9)).d, false);
    assert.equal(local.isOnline(), false);
  });

  test('cannot be resumed from a sequence number that was never sent', async (t) => {
    const discord = await startRawDiscord(t);
    const first = await connectAndIdentify(t, discord);
    const { d } = await first.waitForDispatch('READY');
    discord.local.controls.disconnect();
    const second = await connectRawGateway(t, discord);
    second.send(6, { token: discord.local.token, session_id: d.session_id, seq: 999 });
    assert.equal(await second.closed, 4007);
  });
});
