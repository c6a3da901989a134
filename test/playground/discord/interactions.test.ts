import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { startRawDiscord } from './raw-client.ts';
import { connectAndIdentify } from './raw-gateway.ts';

const model = {
  name: 'model',
  description: 'Choose',
  options: [
    { type: 3, name: 'name', description: 'Which', autocomplete: true },
    { type: 4, name: 'count', description: 'How many' },
  ],
};

async function setUp(t: TestContext) {
  const clock = createFakeClock();
  const unlimited = { calls: 1_000, windowMs: 1_000 };
  const discord = await startRawDiscord(t, {
    clock,
    limits: { other: unlimited, global: unlimited },
  });
  const { rest, local, general } = discord;
  await rest('PUT', `/applications/${local.bot.id}/commands`, [
    model,
    { type: 3, name: 'Explain' },
  ]);
  const gateway = await connectAndIdentify(t, discord);
  let count = 0;
  /** The next interaction. */
  const next = async () => {
    count += 1;
    const isNext = () =>
      gateway.frames.filter((frame) => frame.t === 'INTERACTION_CREATE').length >= count;
    await gateway.waitForFrame(isNext);
    return gateway.frames.filter((frame) => frame.t === 'INTERACTION_CREATE')[count - 1]?.d;
  };
  const callback = (d: { id: string; token: string }, body: object, query = '') =>
    rest('POST', `/interactions/${d.id}/${d.token}/callback${query}`, body, { authorization: '' });
  const webhook = (method: string, d: { token: string }, tail: string, body?: object) =>
    rest(method, `/webhooks/${local.bot.id}/${d.token}${tail}`, body, { authorization: '' });
  const shown = () => local.history(general).map(({ text, edits }) => [text, edits]);
  return { ...discord, clock, next, callback, webhook, shown };
}

describe('a slash command', () => {
  test('sends the bot the person, the command and the place', async (t) => {
    const { local, general, serverId, next, callback, robin } = await setUp(t);
    const run = local.run({
      roomId: general,
      authorId: robin,
      name: 'model',
      options: { name: 'demo', count: '2' },
    });
    const d = await next();
    assert.deepEqual(
      [d.type, d.application_id, d.guild_id, d.channel_id],
      [2, local.bot.id, serverId, general],
    );
    assert.deepEqual(
      [d.context, d.authorizing_integration_owners, d.locale],
      [0, { 0: serverId }, 'en-US'],
    );
    assert.equal(d.member.user.id, robin);
    assert.ok(BigInt(d.member.permissions) > 0n && BigInt(d.app_permissions) > 0n);
    assert.deepEqual(d.data.options, [
      { name: 'name', type: 3, value: 'demo' },
      { name: 'count', type: 4, value: 2 },
    ]);

    await callback(d, { type: 4, data: { content: 'done' } });
    await run;
    const { by, name } = local.history(general).at(-1)?.usedCommand ?? {};
    assert.deepEqual([by?.id, name], [robin, 'model']);
  });

  test('with an ephemeral answer shows it only to the person who ran it', async (t) => {
    const { local, general, next, callback, robin } = await setUp(t);
    const mine: string[] = [];
    const theirs: string[] = [];
    local.watch((change) => change.kind === 'message-created' && mine.push(change.message.text));
    local.watch(
      (change) => change.kind === 'message-created' && theirs.push(change.message.text),
      robin,
    );
    const run = local.run({ roomId: general, authorId: robin, name: 'model' });
    await callback(await next(), { type: 4, data: { content: 'psst', flags: 64 } });
    await run;
    assert.deepEqual([mine, theirs], [[], ['psst']]);
  });

  test('in a direct channel has a user and no member', async (t) => {
    const { local, direct, next, callback } = await setUp(t);
    const run = local.run({ roomId: direct, name: 'model' });
    const d = await next();
    assert.deepEqual(
      [d.user.id, d.member, d.guild_id, d.context],
      [local.me.id, undefined, undefined, 1],
    );

    await callback(d, { type: 5 });
    await run;
  });

  test('that is not answered within three seconds fails for the person and for the bot', async (t) => {
    const { local, general, next, callback, clock } = await setUp(t);
    const toasts: string[] = [];
    local.watch((change) => change.kind === 'toast' && toasts.push(change.text));
    const run = assert.rejects(
      local.run({ roomId: general, name: 'model' }),
      /The application did not respond/,
    );
    const d = await next();
    await clock.advance(3_000);
    await run;
    const late = await callback(d, { type: 4, data: { content: 'late' } });
    assert.deepEqual([late.status, late.body.code], [404, 10062]);
    assert.deepEqual(toasts, ['The application did not respond']);
  });

  test('can be answered only once', async (t) => {
    const { local, general, next, callback, shown } = await setUp(t);
    const run = local.run({ roomId: general, name: 'model' });
    const d = await next();
    const refused = await callback(d, { type: 4, data: { content: 'x'.repeat(2001) } });
    assert.equal(refused.body.errors.data.content._errors[0].code, 'BASE_TYPE_MAX_LENGTH');
    assert.equal((await callback(d, { type: 7, data: { content: 'a' } })).body.code, 50035);

    const { status, body } = await callback(
      d,
      { type: 4, data: { content: 'one' } },
      '?with_response=true',
    );
    assert.deepEqual([status, body.resource.type, body.resource.message.content], [200, 4, 'one']);
    assert.equal((await callback(d, { type: 4, data: { content: 'two' } })).body.code, 40060);

    await run;
    assert.deepEqual(shown(), [['one', 0]]);
  });

  test('is refused by the client when it is unknown or incomplete', async (t) => {
    const { local, general } = await setUp(t);
    await assert.rejects(local.run({ roomId: general, name: 'nothing' }), /no command/);
    await assert.rejects(
      local.run({ roomId: general, name: 'model', options: { other: 'a' } }),
      /no option/,
    );
    await assert.rejects(
      local.run({ roomId: general, name: 'model', options: { count: 'many' } }),
      /valid number/,
    );
  });
});

describe('answers by the token of an interaction', () => {
  test('first fill a deferred answer and then add follow-ups', async (t) => {
    const { local, general, next, callback, webhook, shown } = await setUp(t);
    const run = local.run({ roomId: general, name: 'model' });
    const d = await next();
    assert.equal((await webhook('POST', d, '', { content: 'early' })).body.code, 10015);

    await callback(d, { type: 5 });
    await run;
    assert.equal(local.history(general)[0]?.thinking, true);

    await webhook('PATCH', d, '/messages/@original', { content: 'one' });
    assert.deepEqual(shown(), [['one', 0]]);

    await webhook('PATCH', d, '/messages/@original', { content: 'two' });
    const { body } = await webhook('POST', d, '', { content: 'more' });
    await webhook('PATCH', d, `/messages/${body.id}`, { content: 'most' });
    assert.deepEqual(shown(), [
      ['two', 1],
      ['most', 1],
    ]);
    assert.equal((await webhook('GET', d, '/messages/@original')).body.content, 'two');
    assert.equal((await webhook('DELETE', d, `/messages/${body.id}`)).status, 204);
    assert.equal(
      (await webhook('PATCH', d, `/messages/${body.id}`, { content: 'a' })).body.code,
      10008,
    );
  });

  test('show only to the person who ran the command when they are ephemeral', async (t) => {
    const { local, general, next, callback, webhook, rest, robin } = await setUp(t);
    const run = local.run({ roomId: general, name: 'model' });
    const d = await next();
    await callback(d, { type: 5, data: { flags: 64 } });
    await run;
    const { body } = await webhook('POST', d, '', { content: 'psst' });
    assert.equal(local.history(general)[0]?.onlyYou, true);
    assert.deepEqual(local.history(general, robin), []);
    assert.equal((await rest('GET', `/channels/${general}/messages/${body.id}`)).body.code, 10008);
    assert.deepEqual((await rest('GET', `/channels/${general}/messages`)).body, []);
  });

  test('end with the token, after fifteen minutes', async (t) => {
    const { local, general, next, callback, webhook, clock } = await setUp(t);
    const run = local.run({ roomId: general, name: 'model' });
    const d = await next();
    await callback(d, { type: 5 });
    await run;
    await clock.advance(15 * 60_000);
    const { status, body } = await webhook('PATCH', d, '/messages/@original', { content: 'late' });
    assert.deepEqual([status, body.code], [401, 50027]);
    assert.equal(
      (await webhook('POST', { token: 'unknown' }, '', { content: 'a' })).body.code,
      50027,
    );
  });

  test('have a separate rate limit for each token', async (t) => {
    const { local, general, next, callback, webhook, send } = await setUp(t);
    for (let count = 0; count < 5; count++) await send({ content: 'a' });
    for (const _ of [1, 2]) {
      const run = local.run({ roomId: general, name: 'model' });
      const d = await next();
      await callback(d, { type: 5 });
      await run;
      const statuses: number[] = [];
      for (let count = 0; count < 6; count++) {
        statuses.push(
          (await webhook('PATCH', d, '/messages/@original', { content: `${count}` })).status,
        );
      }
      assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
    }
  });
});

test('the bot completes half-typed options', async (t) => {
  const { local, general, next, callback } = await setUp(t);
  const completed = local.complete({ roomId: general, name: 'model', option: 'name', typed: 'de' });
  const d = await next();
  assert.deepEqual(
    [d.type, d.data.options],
    [4, [{ name: 'name', type: 3, value: 'de', focused: true }]],
  );

  const choices = Array.from({ length: 26 }, (_, index) => ({
    name: `m${index}`,
    value: `m${index}`,
  }));
  assert.equal((await callback(d, { type: 8, data: { choices } })).body.code, 50035);

  await callback(d, { type: 8, data: { choices: choices.slice(0, 25) } });
  assert.equal((await completed).length, 25);
});

test('a button changes its message, or fails after three seconds', async (t) => {
  const { local, general, next, callback, webhook, send, shown, clock } = await setUp(t);
  const button = { type: 2, style: 1, label: 'Go', custom_id: 'go:1' };
  const { id } = await send({ content: 'press', components: [{ type: 1, components: [button] }] });
  assert.deepEqual(local.history(general)[0]?.buttons, [
    [{ id: 'go:1', label: 'Go', style: 'primary' }],
  ]);

  const press = () => local.press({ roomId: general, messageId: id, buttonId: 'go:1' });
  const updated = press();
  const d = await next();
  assert.deepEqual(
    [d.type, d.data.custom_id, d.data.component_type, d.message.id],
    [3, 'go:1', 2, id],
  );

  await callback(d, { type: 7, data: { content: 'pressed' } });
  await updated;
  const deferred = press();
  const later = await next();
  await callback(later, { type: 6 });
  await deferred;
  await webhook('PATCH', later, '/messages/@original', { content: 'later' });
  assert.deepEqual(shown(), [['later', 2]]);

  const failed = assert.rejects(press(), /This interaction failed/);
  await next();
  await clock.advance(3_000);
  await failed;
  await assert.rejects(
    local.press({ roomId: general, messageId: id, buttonId: 'other' }),
    /button is gone/,
  );
});

test('a message menu sends the bot the message', async (t) => {
  const { local, general, next, callback } = await setUp(t);
  const { id } = await local.say({ roomId: general, text: 'what?' });
  const run = local.run({ roomId: general, name: 'Explain', targetId: id });
  const d = await next();
  assert.deepEqual([d.data.type, d.data.target_id], [3, id]);
  assert.equal(d.data.resolved.messages[id].content, 'what?');

  await callback(d, { type: 4, data: { content: 'that' } });
  await run;
});

test('a modal opens, is filled in, and is answered', async (t) => {
  const { local, general, next, callback, shown } = await setUp(t);
  const run = local.run({ roomId: general, name: 'model' });
  const input = { type: 4, custom_id: 'why', style: 1, label: 'Why' };
  const data = { custom_id: 'form', title: 'Tell', components: [{ type: 1, components: [input] }] };
  const d = await next();
  const tooLong = await callback(d, { type: 9, data: { ...data, title: 'x'.repeat(46) } });
  assert.equal(tooLong.body.code, 50035);

  await callback(d, { type: 9, data });
  await run;
  assert.deepEqual(local.controls.modal(), { id: 'form', title: 'Tell', inputs: ['why'] });

  const submitted = local.controls.submitModal({ why: 'because' });
  const filled = await next();
  assert.deepEqual([filled.type, filled.data.custom_id], [5, 'form']);
  assert.equal(filled.data.components[0].components[0].value, 'because');

  await callback(filled, { type: 4, data: { content: 'thanks' } });
  await submitted;
  assert.deepEqual(shown(), [['thanks', 0]]);
});

test('a menu is picked from, and only from what it offers', async (t) => {
  const { local, general, rest, next, callback } = await setUp(t);
  const options = [
    { value: 'a', label: 'A', default: true },
    { value: 'b', label: 'B', description: 'The second' },
  ];
  const menu = { type: 3, custom_id: 'pick', placeholder: 'Which?', options };
  const post = (select: object) =>
    rest('POST', `/channels/${general}/messages`, {
      content: 'm',
      components: [{ type: 1, components: [select] }],
    });
  const twoDefaults = options.map((option) => ({ ...option, default: true }));
  assert.equal((await post({ ...menu, options: twoDefaults })).body.code, 50035);
  assert.equal((await post({ ...menu, options: [options[0], options[0]] })).body.code, 50035);

  const { id } = (await post(menu)).body;
  assert.deepEqual(local.history(general).at(-1)?.menus, [
    {
      id: 'pick',
      placeholder: 'Which?',
      entries: [
        { value: 'a', label: 'A', isSelected: true },
        { value: 'b', label: 'B', description: 'The second', isSelected: false },
      ],
    },
  ]);

  const press = { roomId: general, messageId: id, buttonId: 'pick' };
  await assert.rejects(local.press({ ...press, values: ['c'] }), /no such entry/);
  await assert.rejects(local.press(press), /gone/);
  const picked = local.press({ ...press, values: ['b'] });
  const d = await next();
  assert.deepEqual([d.type, d.data.component_type, d.data.values], [3, 3, ['b']]);
  await callback(d, { type: 6 });
  await picked;
});

test('a modal is refused with wrong lengths, six fields, an id twice, or after a deferral', async (t) => {
  const { local, general, next, callback } = await setUp(t);
  const label = (custom_id: string, input = {}) => ({
    type: 18,
    label: 'Why',
    component: { type: 4, custom_id, style: 1, ...input },
  });
  const modal = (...components: object[]) => ({
    type: 9,
    data: { custom_id: 'form', title: 'Tell', components },
  });
  const run = local.run({ roomId: general, name: 'model' });
  const d = await next();
  for (const wrong of [
    modal(),
    modal(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => label(id))),
    modal(label('a'), label('a')),
    modal({ ...label('a'), label: 'x'.repeat(46) }),
    modal(label('a', { max_length: 4001 })),
    modal(label('a', { min_length: 5, max_length: 4 })),
    modal(label('a', { max_length: 3, value: 'four' })),
    modal(label('a', { placeholder: 'x'.repeat(101) })),
  ]) {
    assert.equal((await callback(d, wrong)).body.code, 50035);
  }
  await callback(d, { type: 5 });
  await run;
  assert.equal((await callback(d, modal(label('a')))).body.code, 40060);
});

test('a form appears on one screen, and is sent with the lengths that it asks for', async (t) => {
  const { local, general, robin, next, callback } = await setUp(t);
  const seen: string[] = [];
  local.watch((change) => change.kind === 'form' && seen.push('me'));
  local.watch((change) => change.kind === 'form' && seen.push(change.form.title), robin);
  const component = { type: 4, custom_id: 'why', style: 2, max_length: 5, required: true };
  const components = [{ type: 18, label: 'Why', component }];
  const run = local.run({ roomId: general, authorId: robin, name: 'model' });
  await callback(await next(), { type: 9, data: { custom_id: 'form', title: 'Tell', components } });
  await run;
  assert.deepEqual([seen, local.form?.()], [['Tell'], undefined]);
  assert.deepEqual(local.form?.(robin)?.fields, [
    {
      id: 'why',
      label: 'Why',
      value: '',
      isLong: true,
      isRequired: true,
      minCharacters: 0,
      maxCharacters: 5,
    },
  ]);

  const send = (why: string) => local.submitForm?.({ authorId: robin, values: { why } });
  await assert.rejects(async () => send('six or more'), /at most 5/);
  await assert.rejects(async () => send(''), /required/);
  const sent = send('short');
  const filled = await next();
  assert.deepEqual(filled.data.components[0].component.value, 'short');
  await callback(filled, { type: 4, data: { content: 'thanks' } });
  await sent;
  assert.equal(local.form?.(robin), undefined);
});
