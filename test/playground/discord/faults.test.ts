import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { startRawDiscord } from './raw-client.ts';
import { connectAndIdentify } from './raw-gateway.ts';

const PATH = '/channels/:channel/messages';

test('the fault drop-after-applied creates the message and loses the answer', async (t) => {
  const { local, rest, general } = await startRawDiscord(t);
  const struck = local.controls.faults.next('POST', PATH, 'drop-after-applied');
  await assert.rejects(rest('POST', `/channels/${general}/messages`, { content: 'a' }));

  await struck;
  assert.equal(local.history(general).length, 1);
  assert.deepEqual(local.controls.calls.at(-1)?.status, 0);
  assert.equal((await rest('POST', `/channels/${general}/messages`, { content: 'b' })).status, 200);
});

test('a request that is dropped, refused or left without an answer changes nothing', async (t) => {
  const { local, rest, general } = await startRawDiscord(t);
  const post = () => rest('POST', `/channels/${general}/messages`, { content: 'a' });
  void local.controls.faults.next('POST', PATH, 'drop');
  await assert.rejects(post());

  void local.controls.faults.next('POST', PATH, { status: 503 });
  assert.equal((await post()).status, 503);

  void local.controls.faults.next('POST', PATH, { status: 429, retryAfterMs: 2_000 });
  const { headers, body } = await post();
  assert.deepEqual(
    [headers.get('retry-after'), body.retry_after, headers.get('x-ratelimit-scope')],
    ['2', 2, 'shared'],
  );

  const struck = local.controls.faults.next('POST', PATH, 'hang');
  const hanging = assert.rejects(post());
  await struck;
  assert.deepEqual(local.history(general), []);

  await local.stop();
  await hanging;
});

test('a flood refuses writes until it ends, and answers no slower or otherwise afterwards', async (t) => {
  const { local, rest, general } = await startRawDiscord(t);
  const post = () => rest('POST', `/channels/${general}/messages`, { content: 'a' });
  local.controls.faults.flood(3_000);
  assert.deepEqual([(await post()).status, (await post()).body.retry_after], [429, 3]);
  assert.equal((await rest('GET', `/channels/${general}`)).status, 200);

  local.controls.faults.flood(undefined);
  assert.equal((await post()).status, 200);
});

test('while the gateway is cut, it takes no connection', async (t) => {
  const discord = await startRawDiscord(t);
  const first = await connectAndIdentify(t, discord);
  discord.local.controls.setCut(true);
  await first.closed;
  const { body } = await discord.rest('GET', '/gateway');
  const second = new WebSocket(`${body.url}?v=10&encoding=json`);
  await once(second, 'error');

  discord.local.controls.setCut(false);
  await connectAndIdentify(t, discord);
});

test('a bot that was thrown out sees nothing of the server until it is let in again', async (t) => {
  const discord = await startRawDiscord(t);
  const { local, rest, general, serverId } = discord;
  const gateway = await connectAndIdentify(t, discord);
  local.controls.setBotMembership(false);
  assert.equal((await gateway.waitForDispatch('GUILD_DELETE')).d.id, serverId);
  assert.equal((await rest('GET', `/channels/${general}`)).status, 403);
  assert.deepEqual([local.commands(general), local.messageCommands(general)], [[], []]);
  await local.say({ roomId: general, text: 'unheard' });

  const before = gateway.frames.length;
  local.controls.setBotMembership(true);
  await gateway.waitForFrame(
    (frame) => frame.t === 'GUILD_CREATE' && gateway.frames.indexOf(frame) >= before,
  );
  assert.equal((await rest('GET', `/channels/${general}`)).status, 200);
  assert.ok(!gateway.frames.some(({ t: type }) => type === 'MESSAGE_CREATE'));
});

test('a moderator may manage messages', async (t) => {
  const { local } = await startRawDiscord(t);
  const id = local.controls.addPerson('Kim', { isModerator: true });
  const roles = local.people().map(({ name, role }) => [name, role]);
  assert.deepEqual(roles, [
    ['you', 'owner'],
    ['Robin', undefined],
    ['Parley', undefined],
    ['Kim', 'moderator'],
  ]);
  assert.equal(local.people().at(-1)?.id, id);
});
