import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type RawAnswer, type RawDiscord, startRawDiscord } from './raw-client.ts';

const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
const row = (...components: object[]) => ({ type: 1, components });
const text = (length: number) => 'x'.repeat(length);
const unlimited = { calls: 10_000, windowMs: 1_000 };
const limits = { createMessage: unlimited, other: unlimited, global: unlimited };

function assertRefused(answer: RawAnswer, status: number, code: number): void {
  assert.deepEqual([answer.status, answer.body?.code], [status, code], JSON.stringify(answer.body));
  assert.equal(typeof answer.body.message, 'string');
}

/** The code in the nested errors under a dotted path. */
function errorCodeAt(answer: RawAnswer, path: string): string {
  let node = answer.body.errors;
  for (const key of path.split('.')) node = node?.[key];
  return node?._errors?.[0]?.code ?? `nothing at ${path}: ${JSON.stringify(answer.body)}`;
}

describe('a message is refused as the real Discord refuses it', () => {
  const forms: readonly [string, object, string, string][] = [
    ['more than 2000 characters', { content: text(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
    ['content that is no text', { content: { a: 1 } }, 'content', 'STRING_TYPE_CONVERT'],
    ['eleven embeds', { embeds: Array(11).fill({ title: 'a' }) }, 'embeds', 'BASE_TYPE_MAX_LENGTH'],
    [
      'an embed title of 257',
      { embeds: [{ title: text(257) }] },
      'embeds.0.title',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'embeds of more than 6000 characters',
      { embeds: [{ description: text(4096) }, { description: text(2000) }] },
      'embeds',
      'MAX_EMBED_SIZE_EXCEEDED',
    ],
    [
      'an embed field without value',
      { embeds: [{ fields: [{ name: 'a' }] }] },
      'embeds.0.fields.0.value',
      'BASE_TYPE_REQUIRED',
    ],
    [
      'six rows',
      { content: 'a', components: Array(6).fill(row(button)) },
      'components',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'six buttons in a row',
      { content: 'a', components: [row(...Array(6).fill(button))] },
      'components.0.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an empty row',
      { content: 'a', components: [row()] },
      'components.0.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a button outside of a row',
      { content: 'a', components: [button] },
      'components.0.type',
      'BASE_TYPE_CHOICES',
    ],
    [
      'a label of 81',
      { content: 'a', components: [row({ ...button, label: text(81) })] },
      'components.0.components.0.label',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a custom id of 101',
      { content: 'a', components: [row({ ...button, custom_id: text(101) })] },
      'components.0.components.0.custom_id',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an empty custom id',
      { content: 'a', components: [row({ ...button, custom_id: '' })] },
      'components.0.components.0.custom_id',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a custom id used twice',
      { content: 'a', components: [row(button), row(button)] },
      'components.1.components.0.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a button without label',
      { content: 'a', components: [row({ ...button, label: '' })] },
      'components.0.components.0',
      'BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL',
    ],
    [
      'a link button without address',
      { content: 'a', components: [row({ type: 2, style: 5, label: 'a' })] },
      'components.0.components.0.url',
      'BASE_TYPE_REQUIRED',
    ],
    [
      '26 options',
      {
        content: 'a',
        components: [
          row({ type: 3, custom_id: 's', options: Array(26).fill({ label: 'a', value: 'a' }) }),
        ],
      },
      'components.0.components.0.options',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a layout with content',
      { flags: 1 << 15, content: 'a', components: [{ type: 10, content: 'b' }] },
      '',
      '',
    ],
    [
      'an unknown message to reply to',
      { content: 'a', message_reference: { message_id: '1' } },
      'message_reference',
      'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
    ],
    [
      'a reference that is no id',
      { content: 'a', message_reference: { message_id: 'x' } },
      'message_reference.message_id',
      'NUMBER_TYPE_COERCE',
    ],
    ['a nonce of 26', { content: 'a', nonce: text(26) }, 'nonce', 'BASE_TYPE_MAX_LENGTH'],
    [
      'unknown kinds of mentions',
      { content: 'a', allowed_mentions: { parse: ['people'] } },
      'allowed_mentions.parse.0',
      'BASE_TYPE_CHOICES',
    ],
    [
      'users by parse and by id',
      { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions',
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    ['flags that are no number', { content: 'a', flags: 'x' }, 'flags', 'NUMBER_TYPE_COERCE'],
  ];

  test('with the path of the wrong field', async (t) => {
    const { rest, general, local } = await startRawDiscord(t, { limits });
    for (const [description, message, path, code] of forms) {
      const answer = await rest('POST', `/channels/${general}/messages`, message);
      assertRefused(answer, 400, 50035);
      assert.equal(answer.body.message, 'Invalid Form Body');
      if (path !== '') assert.equal(errorCodeAt(answer, path), code, description);
    }
    assert.deepEqual(local.history(general), []);
  });

  test('when it is empty or blank', async (t) => {
    const { rest, general, send } = await startRawDiscord(t);
    assertRefused(await rest('POST', `/channels/${general}/messages`, {}), 400, 50006);
    assertRefused(
      await rest('POST', `/channels/${general}/messages`, { content: ' \n ' }),
      400,
      50006,
    );
    const { id } = await send({ content: 'a' });
    assertRefused(
      await rest('PATCH', `/channels/${general}/messages/${id}`, { content: '' }),
      400,
      50006,
    );
  });

  test('when its body has the wrong type', async (t) => {
    const { rest, general } = await startRawDiscord(t);
    const path = `/channels/${general}/messages`;
    assertRefused(await rest('POST', path, '{"content":'), 400, 50109);
    assertRefused(await rest('POST', path, '[1]'), 400, 50035);
    assertRefused(
      await rest('POST', path, 'content=a', { 'content-type': 'text/plain' }),
      400,
      50035,
    );
    assertRefused(
      await rest('POST', path, '--x', { 'content-type': 'multipart/form-data; boundary=x' }),
      400,
      50035,
    );
    assertRefused(await rest('POST', path, `{"content":"${text(26 << 20)}"}`), 413, 40005);
  });
});

test('a message at the limits is accepted', async (t) => {
  const { send } = await startRawDiscord(t);
  await send({ content: text(2000) });
  await send({ embeds: [{ description: text(4096) }, { description: text(1904) }] });
  const rows = [0, 1, 2, 3, 4].map((line) =>
    row(
      ...[0, 1, 2, 3, 4].map((column) => ({
        ...button,
        label: text(80),
        custom_id: `${line}${column}${text(98)}`,
      })),
    ),
  );
  await send({ content: 'a', components: rows });
  await send({ flags: 1 << 15, components: [{ type: 10, content: text(4000) }] });
});

describe('a request is refused', () => {
  const start = (t: TestContext): Promise<RawDiscord> => startRawDiscord(t, { limits });

  test('without the right token', async (t) => {
    const { rest } = await start(t);
    for (const authorization of ['', 'Bot', 'Bot wrong', 'Bearer x']) {
      assertRefused(await rest('GET', '/users/@me', undefined, { authorization }), 401, 0);
    }
  });

  test('for a resource that does not exist', async (t) => {
    const { rest, general, serverId } = await start(t);
    assertRefused(await rest('GET', '/nowhere'), 404, 0);
    assertRefused(await rest('PUT', `/channels/${general}/messages`), 405, 0);
    assertRefused(await rest('GET', '/channels/1'), 404, 10003);
    assertRefused(await rest('GET', '/channels/abc'), 400, 50035);
    assertRefused(await rest('GET', '/guilds/1'), 404, 10004);
    assertRefused(await rest('GET', `/guilds/${serverId}/members/1`), 404, 10013);
    assertRefused(await rest('GET', '/users/1'), 404, 10013);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { content: 'a' } : undefined;
      assertRefused(await rest(method, `/channels/${general}/messages/1`, body), 404, 10008);
    }
  });

  test("for other people's messages", async (t) => {
    const { rest, general, direct, local } = await start(t);
    const { id } = await local.say({ roomId: general, text: 'mine' });
    assertRefused(
      await rest('PATCH', `/channels/${general}/messages/${id}`, { content: 'a' }),
      403,
      50005,
    );
    assertRefused(await rest('DELETE', `/channels/${general}/messages/${id}`), 403, 50013);
    const inDirect = await local.say({ roomId: direct, text: 'mine' });
    assertRefused(await rest('DELETE', `/channels/${direct}/messages/${inDirect.id}`), 403, 50003);
  });

  test('where a permission is missing', async (t) => {
    const { rest, general, local, send } = await start(t);
    const path = `/channels/${general}/messages`;
    const { id } = await send({ content: 'a' });
    local.controls.denyPermissions(general, ['viewChannel']);
    assertRefused(await rest('POST', path, { content: 'a' }), 403, 50001);
    local.controls.denyPermissions(general, ['sendMessages']);
    assertRefused(await rest('POST', path, { content: 'a' }), 403, 50013);
    assertRefused(await rest('POST', `/channels/${general}/typing`), 403, 50013);
    local.controls.denyPermissions(general, ['embedLinks', 'attachFiles']);
    assertRefused(await rest('POST', path, { embeds: [{ title: 'a' }] }), 403, 50013);
    local.controls.denyPermissions(general, ['readMessageHistory']);
    const reply = { content: 'a', message_reference: { message_id: id } };
    assertRefused(await rest('POST', path, reply), 403, 160002);
    assertRefused(await rest('GET', `${path}/${id}`), 403, 50001);
    assert.deepEqual((await rest('GET', path)).body, []);

    local.controls.denyPermissions(general, []);
    assert.equal((await rest('POST', path, reply)).status, 200);
  });

  test('in threads that are archived or locked', async (t) => {
    const { rest, thread, local, send } = await start(t);
    const path = `/channels/${thread}/messages`;
    const { id } = await send({ content: 'a' }, thread);
    local.controls.setThread(thread, { archived: true });
    assertRefused(await rest('PATCH', `${path}/${id}`, { content: 'b' }), 400, 50083);
    await send({ content: 'brings it back' }, thread);
    assert.equal((await rest('PATCH', `${path}/${id}`, { content: 'b' })).status, 200);

    local.controls.setThread(thread, { locked: true });
    assertRefused(await rest('POST', path, { content: 'a' }), 403, 160005);
    assertRefused(await rest('PATCH', `${path}/${id}`, { content: 'c' }), 403, 160005);
    assertRefused(await rest('PATCH', `/channels/${thread}`, { locked: false }), 403, 50013);
  });

  test('to register commands that are wrong', async (t) => {
    const { rest, local } = await start(t);
    const path = `/applications/${local.bot.id}/commands`;
    const command = { name: 'model', description: 'Choose' };
    const refused = async (body: object, at: string, code: string) => {
      const answer = await rest('PUT', path, body);
      assertRefused(answer, 400, 50035);
      assert.equal(errorCodeAt(answer, at), code);
    };
    await refused([{ ...command, name: 'Model' }], '0.name', 'APPLICATION_COMMAND_INVALID_NAME');
    await refused([{ ...command, name: 'a b' }], '0.name', 'APPLICATION_COMMAND_INVALID_NAME');
    await refused([{ ...command, name: text(33) }], '0.name', 'BASE_TYPE_BAD_LENGTH');
    await refused([{ ...command, description: '' }], '0.description', 'BASE_TYPE_BAD_LENGTH');
    await refused(
      [{ ...command, description: text(101) }],
      '0.description',
      'BASE_TYPE_BAD_LENGTH',
    );
    await refused([command, command], '1', 'APPLICATION_COMMANDS_DUPLICATE_NAME');
    const option = { type: 3, name: 'name', description: 'Which' };
    await refused(
      [{ ...command, options: [{ ...option, type: 99 }] }],
      '0.options.0.type',
      'BASE_TYPE_CHOICES',
    );
    const late = [option, { ...option, name: 'late', required: true }];
    await refused(
      [{ ...command, options: late }],
      '0.options.1',
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    );
    const many = Array.from({ length: 101 }, (_, index) => ({ ...command, name: `c${index}` }));
    assertRefused(await rest('PUT', path, many), 400, 30032);
    assertRefused(await rest('PUT', '/applications/1/commands', []), 404, 10002);
    assertRefused(await rest('DELETE', `${path}/1`), 404, 10063);
  });
});
