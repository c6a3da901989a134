import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { startRawDiscord } from './raw-client.ts';

describe('a message pings', () => {
  test('everybody it mentions, without allowed_mentions', async (t) => {
    const { local, general, send, rest, robin } = await startRawDiscord(t);
    const question = await local.say({ roomId: general, text: 'hello' });
    const pings = () => local.history(general).at(-1)?.pings;
    const { id } = await send({ content: 'plain', message_reference: { message_id: question.id } });
    assert.deepEqual(pings(), [local.me.id]);

    await rest('PATCH', `/channels/${general}/messages/${id}`, { content: `and <@${robin}>` });
    assert.deepEqual(pings(), [local.me.id, robin]);

    await send({ content: '@everyone' });
    assert.deepEqual(pings(), [local.me.id, robin]);
  });

  test('nobody, if allowed_mentions is empty when it is created and edited', async (t) => {
    const { local, general, send, rest, robin } = await startRawDiscord(t);
    const question = await local.say({ roomId: general, text: 'hello' });
    const disarmed = { content: `<@${robin}> @everyone`, allowed_mentions: { parse: [] } };
    const { id, mentions } = await send({
      ...disarmed,
      message_reference: { message_id: question.id },
    });
    await rest('PATCH', `/channels/${general}/messages/${id}`, disarmed);
    assert.deepEqual(mentions, []);
    assert.deepEqual(local.history(general).at(-1)?.pings, []);
  });

  test('only people in allowed_mentions, and nobody when it is silent', async (t) => {
    const { local, general, send, robin } = await startRawDiscord(t);
    const content = `<@${robin}> <@${local.me.id}> @here`;
    await send({ content, allowed_mentions: { users: [robin] } });
    assert.deepEqual(local.history(general).at(-1)?.pings, [robin]);

    await send({ content, flags: 1 << 12 });
    assert.deepEqual(local.history(general).at(-1)?.pings, []);
  });

  test('the members and roles whose names a person types', async (t) => {
    const { local, general, rest } = await startRawDiscord(t);
    const { id, text, pings } = await local.say({
      roomId: general,
      text: 'hi @parley, @&Parley and me@you.example',
    });
    const { body } = await rest('GET', `/channels/${general}/messages/${id}`);
    assert.match(text, /^hi <@\d+>, <@&\d+> and me@you\.example$/);
    assert.deepEqual(
      body.mentions.map((user: { id: string }) => user.id),
      [local.bot.id],
    );
    assert.equal(body.mention_roles.length, 1);
    assert.deepEqual(pings, [local.bot.id]);
  });
});

test('an edit that changes nothing still counts and sets the edit time', async (t) => {
  const { local, general, send, rest } = await startRawDiscord(t);
  const { id, edited_timestamp } = await send({ content: 'same' });
  assert.equal(edited_timestamp, null);

  const { status, body } = await rest('PATCH', `/channels/${general}/messages/${id}`, {
    content: 'same',
  });
  assert.equal(status, 200);
  assert.ok(body.edited_timestamp);
  assert.equal(local.history(general)[0]?.edits, 1);
});

test('enforce_nonce finds the earlier message for five minutes', async (t) => {
  const clock = createFakeClock();
  const { local, general, send } = await startRawDiscord(t, { clock });
  const message = { content: 'once', nonce: 'n1' };
  const first = await send({ ...message, enforce_nonce: true });
  assert.equal((await send({ ...message, enforce_nonce: true })).id, first.id);
  assert.equal(local.history(general).length, 1);
  assert.notEqual((await send(message)).id, first.id);

  await clock.advance(300_001);
  assert.notEqual((await send({ ...message, enforce_nonce: true })).id, first.id);
});

test('a reply to a deleted message is sent if fail_if_not_exists is false', async (t) => {
  const { send } = await startRawDiscord(t);
  const message = await send({
    content: 'a',
    message_reference: { message_id: '1', fail_if_not_exists: false },
  });
  assert.equal(message.message_reference, undefined);
});

test('messages are listed newest first, from the requested position', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const ids: string[] = [];
  for (const text of ['0', '1', '2', '3', '4'])
    ids.push((await local.say({ roomId: general, text })).id);
  const listed = async (query: string) => {
    const { body } = await rest('GET', `/channels/${general}/messages?${query}`);
    return body.map((message: { content: string }) => message.content).join('');
  };
  assert.equal(await listed(''), '43210');
  assert.equal(await listed('limit=2'), '43');
  assert.equal(await listed(`before=${ids[2]}`), '10');
  assert.equal(await listed(`after=${ids[1]}&limit=2`), '32');
  assert.equal(await listed(`around=${ids[2]}&limit=3`), '321');
  assert.equal((await rest('GET', `/channels/${general}/messages?limit=101`)).status, 400);
});

test('a bot without the Message Content intent reads only the messages that are meant for it', async (t) => {
  const { local, general, direct, rest } = await startRawDiscord(t);
  local.controls.denyIntents(['MessageContent']);
  const read = async (roomId: string, text: string) => {
    const { id } = await local.say({ roomId, text });
    return (await rest('GET', `/channels/${roomId}/messages/${id}`)).body.content;
  };
  assert.equal(await read(general, 'secret'), '');
  assert.match(await read(general, '@Parley hello'), /hello$/);
  assert.equal(await read(direct, 'secret'), 'secret');
});

test('people and the bot send each other files', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'look' }));
  form.set('files[0]', new Blob(['abc'], { type: 'text/plain' }), 'a.txt');
  const { body } = await rest('POST', `/channels/${general}/messages`, form);
  assert.equal(await (await fetch(body.attachments[0].url)).text(), 'abc');
  assert.deepEqual(local.history(general)[0]?.files, [
    { name: 'a.txt', bytes: 3, mime: 'text/plain' },
  ]);
});

test('a link has a preview unless embeds are suppressed', async (t) => {
  const { local, general, send } = await startRawDiscord(t);
  await send({ content: 'see https://example.com' });
  await send({ content: 'see https://example.com', flags: 4 });
  await send({ content: 'see <https://example.com>' });
  assert.deepEqual(
    local.history(general).map(({ linkPreview }) => linkPreview),
    [true, false, false],
  );
});

test('the bot opens threads on a message or without one', async (t) => {
  const { rest, general, send, local } = await startRawDiscord(t);
  const { id } = await send({ content: 'start' });
  const path = `/channels/${general}/messages/${id}/threads`;
  assert.equal((await rest('POST', path, { name: 'on it' })).body.id, id);
  assert.equal((await rest('POST', path, { name: 'again' })).body.code, 160004);

  const { body } = await rest('POST', `/channels/${general}/threads`, { name: 'free', type: 11 });
  assert.equal(body.parent_id, general);
  assert.equal(
    (await rest('PATCH', `/channels/${body.id}`, { archived: true })).body.thread_metadata.archived,
    true,
  );
  assert.equal(
    (await rest('PATCH', `/channels/${body.id}`, { archived: false })).body.thread_metadata
      .archived,
    false,
  );
  assert.equal((await rest('PUT', `/channels/${body.id}/thread-members/@me`)).status, 204);
  assert.deepEqual(
    local
      .rooms()
      .filter(({ kind }) => kind === 'thread')
      .map(({ name }) => name),
    ['a thread', 'on it', 'free'],
  );
});
