import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { startRawDiscord } from './raw-client.ts';
import { connectAndIdentify, connectRawGateway } from './raw-gateway.ts';

const unlimited = { calls: 1e9, windowMs: 1_000 };
const limits = {
  createMessage: unlimited,
  editMessage: unlimited,
  deleteMessage: unlimited,
  typing: unlimited,
  reaction: unlimited,
  interactionWebhook: unlimited,
  other: unlimited,
  global: unlimited,
};

/** Values that are wrong in ways that code often forgets: absent, of other types, nested, long. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1,
    1.5,
    1e300,
    '',
    '0',
    'x'.repeat(5_000),
    [],
    {},
    [null],
    [[]],
    [{}],
  ),
  fc.anything({ maxDepth: 3, withNullPrototype: false }),
);

const component: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.record(
    {
      type: fc.oneof(fc.integer({ min: 0, max: 25 }), odd),
      style: fc.oneof(fc.integer({ min: 0, max: 7 }), odd),
      custom_id: fc.oneof(fc.constant('a'), odd),
      label: fc.oneof(fc.constant('a'), odd),
      content: odd,
      options: odd,
      component: tie('node'),
      components: fc.oneof({ maxDepth: 4 }, odd, fc.array(tie('node'), { maxLength: 4 })),
    },
    { requiredKeys: [] },
  ),
})).node;

const message = fc.record(
  {
    content: fc.oneof(fc.constant('a'), odd),
    embeds: fc.oneof(
      odd,
      fc.array(fc.record({ title: odd, description: odd, fields: odd, footer: odd })),
    ),
    components: fc.oneof(odd, fc.array(component, { maxLength: 6 })),
    flags: fc.oneof(fc.constantFrom(4, 64, 1 << 15), odd),
    allowed_mentions: fc.oneof(
      odd,
      fc.record({ parse: odd, users: odd, roles: odd, replied_user: odd }),
    ),
    message_reference: fc.oneof(odd, fc.record({ message_id: odd, fail_if_not_exists: odd })),
    nonce: odd,
    attachments: odd,
  },
  { requiredKeys: [] },
);

const command = fc.record(
  {
    name: fc.oneof(fc.constant('a'), odd),
    type: odd,
    description: fc.oneof(fc.constant('a'), odd),
    options: odd,
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  message,
  fc.array(command),
  command,
  fc.record({
    type: fc.integer({ min: 0, max: 12 }),
    data: fc.oneof(
      message,
      odd,
      fc.record({ choices: odd, title: odd, custom_id: odd, components: odd }),
    ),
  }),
  odd,
);

test('every request is answered, whatever it holds, and never with a server error', async (t) => {
  const { rest, general, direct, thread, serverId, local, send } = await startRawDiscord(t, {
    limits,
  });
  const { id } = await send({ content: 'a' });
  const application = local.bot.id;
  const paths = fc.constantFrom(
    `POST /channels/${general}/messages`,
    `PATCH /channels/${general}/messages/${id}`,
    `POST /channels/${direct}/messages`,
    `POST /channels/${general}/threads`,
    `PATCH /channels/${thread}`,
    'POST /users/@me/channels',
    `PUT /applications/${application}/commands`,
    `POST /applications/${application}/guilds/${serverId}/commands`,
    `POST /webhooks/${application}/token`,
    'POST /interactions/1/token/callback',
    `PUT /channels/${general}/messages/${id}/reactions/%F0%9F%91%8D%/@me`,
    `GET /channels/${general}/messages?limit=-1&before=x`,
    'GET //[%00',
  );
  await fc.assert(
    fc.asyncProperty(paths, body, async (target, sent) => {
      const [method = '', path = ''] = target.split(' ');
      const answer = await rest(
        method,
        path,
        method === 'GET' ? undefined : (JSON.stringify(sent) ?? 'x'),
      );
      assert.ok(answer.status < 500, `${target} ${answer.status} ${JSON.stringify(sent)}`);
      if (answer.status >= 400) assert.equal(typeof answer.body.code, 'number');
    }),
    { numRuns: 400, seed: 20261121 },
  );
});

test('the server survives answers to interactions of any shape', async (t) => {
  const discord = await startRawDiscord(t, { limits: { ...limits, interactionAckMs: 60_000 } });
  const { rest, general, local } = discord;
  await rest('PUT', `/applications/${local.bot.id}/commands`, [{ name: 'a', description: 'a' }]);
  const gateway = await connectAndIdentify(t, discord, 0);
  const running: Promise<void>[] = [];
  const begin = async () => {
    const count = gateway.frames.length;
    running.push(local.run({ roomId: general, name: 'a' }));
    const { d } = await gateway.waitForFrame(
      (frame) => frame.t === 'INTERACTION_CREATE' && gateway.frames.indexOf(frame) >= count,
    );
    return `/interactions/${d.id}/${d.token}/callback`;
  };
  let path = await begin();
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const answer = await rest('POST', path, JSON.stringify(sent) ?? 'x');
      assert.ok(answer.status < 500, JSON.stringify(sent));
      // An answer that was accepted has used its interaction up.
      if (answer.status < 400) path = await begin();
    }),
    { numRuns: 300, seed: 20261121 },
  );
  await rest('POST', path, { type: 4, data: { content: 'a' } });
  await Promise.all(running);
});

test('the gateway survives frames of any shape', async (t) => {
  const discord = await startRawDiscord(t, { limits });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ op: fc.oneof(fc.integer({ min: 0, max: 12 }), odd), d: odd }),
      async (frame) => {
        const gateway = await connectRawGateway(t, discord);
        gateway.sendText(JSON.stringify(frame));
        gateway.send(2, { token: 'wrong', intents: 0 });
        assert.ok((await gateway.closed) >= 4000);
      },
    ),
    { numRuns: 60, seed: 20261121 },
  );
});
