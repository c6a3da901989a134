import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { RateLimitState } from '../../../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../../../src/errors.ts';
import type { DiscordMessageRef } from '../../../../src/platforms/discord/message-ref.ts';
import { OWN_ID, startScriptedDiscord } from '../scripted-discord.ts';
import { channelAddress, createBot, putOptions, waitFor } from '../start-bot.ts';

const page = (content: string) => ({ content });
const message: DiscordMessageRef = { messageId: '5001', channelId: '10' };

async function setUp(t: TestContext) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord);
  await bot.start();
  discord.requests.length = 0;
  return { discord, bot, surface: bot.platform.surface(channelAddress) };
}

const fails = (kind: PlatformErrorKind) => (error: unknown) => {
  assert.ok(error instanceof PlatformError, String(error));
  assert.equal(error.kind, kind, error.message);
  return true;
};

describe('put in a channel', () => {
  test('creates the first page as a reply without pings and previews, which Discord recognises when it is repeated', async (t) => {
    const { discord, surface } = await setUp(t);
    assert.deepEqual(await surface.put(undefined, page('hello @everyone'), putOptions()), message);
    const [request] = discord.requests;
    assert.equal(request?.path, '/channels/10/messages');
    const { nonce, ...body } = request?.body ?? {};
    assert.deepEqual(body, {
      content: 'hello @everyone',
      flags: 4,
      allowed_mentions: { parse: [], replied_user: false },
      components: [],
      enforce_nonce: true,
      message_reference: { message_id: '77', channel_id: '10', fail_if_not_exists: false },
    });
    assert.match(nonce, /^.{16,25}$/);
  });

  test('edits without pings and previews, and removes old buttons', async (t) => {
    const { discord, surface } = await setUp(t);
    assert.deepEqual(await surface.put(message, page('more'), putOptions()), message);
    assert.deepEqual(discord.requests, [
      {
        method: 'PATCH',
        path: '/channels/10/messages/5001',
        body: {
          content: 'more',
          flags: 4,
          allowed_mentions: { parse: [], replied_user: false },
          components: [],
        },
      },
    ]);
  });

  test('sends buttons in rows', async (t) => {
    const { discord, surface } = await setUp(t);
    const controls = [
      [
        { id: 'stop:1', label: 'Stop', style: 'danger' as const },
        { id: 'more:1', label: 'More' },
      ],
    ];
    await surface.put(undefined, page('x'), putOptions({ controls }));
    assert.deepEqual(discord.requests[0]?.body.components, [
      {
        type: 1,
        components: [
          { type: 2, custom_id: 'stop:1', label: 'Stop', style: 4 },
          { type: 2, custom_id: 'more:1', label: 'More', style: 2 },
        ],
      },
    ]);
  });

  test('creates later pages not as replies, and gives every page its own nonce', async (t) => {
    const { discord, surface } = await setUp(t);
    await surface.put(undefined, page('one'), putOptions({ key: 'a' }));
    await surface.put(undefined, page('two'), putOptions({ key: 'b', after: message }));
    const [first, second] = discord.requests;
    assert.equal(second?.body.message_reference, undefined);
    assert.notEqual(first?.body.nonce, second?.body.nonce);
  });

  test('edits the earlier message that Discord gives for a repeated nonce', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = ({ method }) =>
      method === 'POST' ? { body: { id: '4000', content: 'shorter' } } : undefined;
    assert.deepEqual(await surface.put(undefined, page('shorter and longer'), putOptions()), {
      messageId: '4000',
      channelId: '10',
    });
    assert.equal(discord.requests[1]?.path, '/channels/10/messages/4000');
    assert.equal(discord.requests[1]?.body.content, 'shorter and longer');
  });

  test('creates the page not as a reply where the bot may not reply', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = ({ body }) =>
      body?.message_reference && {
        status: 403,
        body: { code: 160_002, message: 'Cannot reply without permission' },
      };
    await surface.put(undefined, page('x'), putOptions());
    assert.equal(discord.requests.length, 2);
    assert.equal(discord.requests[1]?.body.message_reference, undefined);
    assert.equal(discord.requests[1]?.body.nonce, discord.requests[0]?.body.nonce);
  });

  test('leaves out the fields that a compatible server refuses', async (t) => {
    const { discord, surface } = await setUp(t);
    const refusal = { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } };
    discord.respond = ({ body }) => ('enforce_nonce' in (body ?? {}) ? refusal : undefined);
    assert.deepEqual(await surface.put(undefined, page('x'), putOptions()), message);
    const { body } = discord.requests.at(-1) ?? {};
    assert.deepEqual(Object.keys(body), ['content', 'flags', 'allowed_mentions', 'components']);
  });

  test('creates no more replies for ten minutes in a channel that forbids them', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    // Servers other than Discord forbid replies by the code of the missing right.
    discord.respond = ({ body }) =>
      body?.message_reference && { status: 403, body: { code: 50_013, message: 'Missing' } };
    for (const key of ['a', 'b']) await surface.put(undefined, page('x'), putOptions({ key }));
    const replies = () => discord.requests.filter(({ body }) => body.message_reference).length;
    assert.deepEqual([discord.requests.length, replies()], [3, 1]);
    await bot.clock.advance(10 * 60_000 + 1);
    await surface.put(undefined, page('x'), putOptions({ key: 'c' }));
    assert.deepEqual([discord.requests.length, replies()], [5, 2]);
  });

  test('asks again for a reply in a channel that forbids every message', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ status: 403, body: { code: 50_013, message: 'Missing' } });
    await assert.rejects(surface.put(undefined, page('x'), putOptions()), fails('forbidden'));
    discord.respond = () => undefined;
    await surface.put(undefined, page('x'), putOptions());
    assert.ok(discord.requests.at(-1)?.body.message_reference);
  });

  test('uploads a file without a list of files, and with one where the server needs it', async (t) => {
    const { discord, surface } = await setUp(t);
    const filePage = { content: '', file: { name: 'answer.md', markdown: 'all' } };
    const after = message;
    await surface.put(undefined, filePage, putOptions({ after }));
    assert.equal(discord.requests[0]?.body.attachments, undefined);

    // YEPCord fails where the list is missing.
    discord.respond = ({ body }) =>
      body?.attachments ? undefined : { status: 500, body: { message: 'KeyError' } };
    const put = await surface.put(undefined, filePage, putOptions({ key: 'b', after }));
    assert.deepEqual(discord.requests.at(-1)?.body.attachments, [{ id: 0, filename: 'answer.md' }]);

    discord.respond = () => undefined;
    await surface.put(put as DiscordMessageRef, filePage, putOptions());
    assert.deepEqual(discord.requests.at(-1)?.body.attachments, [{ id: 0, filename: 'answer.md' }]);
  });

  test('shows a picture below the words, replaces it, and keeps the words where files are forbidden', async (t) => {
    const { discord, surface } = await setUp(t);
    const picture = { name: 'usage.png', picture: Buffer.from('PNG'), caption: 'Usage' };
    const withPicture = { content: 'All numbers', file: picture };
    const put = await surface.put(undefined, withPicture, putOptions());
    assert.equal(discord.requests.at(-1)?.body.content, 'All numbers');
    assert.deepEqual(put, { ...message, hasFile: true });

    await surface.put(put, withPicture, putOptions());
    assert.deepEqual(discord.requests.at(-1)?.body.attachments, [{ id: 0, filename: 'usage.png' }]);
    await surface.put(put, page('No picture'), putOptions());
    assert.deepEqual(discord.requests.at(-1)?.body.attachments, []);

    discord.respond = ({ body }) =>
      body?.attachments
        ? { status: 403, body: { code: 50_013, message: 'Missing Permissions' } }
        : undefined;
    await surface.put(put, withPicture, putOptions());
    assert.equal(discord.requests.at(-1)?.body.content, 'All numbers');
  });

  test('removes the buttons of a message without touching its text', async (t) => {
    const { discord, surface } = await setUp(t);
    await surface.removeControls?.(message);
    assert.deepEqual(discord.requests, [
      { method: 'PATCH', path: '/channels/10/messages/5001', body: { components: [] } },
    ]);
  });

  test('takes an empty response to an edit as a success', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ headers: { 'content-type': 'application/json' } });
    assert.deepEqual(await surface.put(message, page('x'), putOptions()), message);
  });

  test('fails as server when the response to a new message names none, so that the retry looks for it', async (t) => {
    for (const body of [undefined, null, [], 'ok', { id: null }, { content: 5 }]) {
      const { discord, surface } = await setUp(t);
      discord.respond = ({ method }) => (method === 'POST' ? { body } : undefined);
      await assert.rejects(surface.put(undefined, page('x'), putOptions()), { kind: 'server' });
    }
  });

  test('creates the page where the server cannot search for an earlier one', async (t) => {
    for (const status of [403, 404, 501]) {
      const { discord, surface } = await setUp(t);
      discord.respond = ({ method }) =>
        method === 'GET' ? { status, body: { message: 'no', code: 0 } } : undefined;
      assert.deepEqual(
        await surface.put(undefined, page('x'), putOptions({ mayExist: true })),
        message,
      );
    }
  });

  test('creates the page where the search for an earlier one fails again and again', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = ({ method }) => (method === 'GET' ? { status: 500, body: {} } : undefined);
    const put = () => surface.put(undefined, page('x'), putOptions({ mayExist: true }));
    for (let attempt = 1; attempt < 3; attempt += 1) await assert.rejects(put(), fails('server'));
    assert.deepEqual(await put(), message);
  });

  test('rejects when every form of the message is refused', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    await assert.rejects(surface.put(undefined, page('x'), putOptions()), { kind: 'invalid' });
    assert.equal(discord.requests.length, 3);
  });

  test('gives the answers to two questions different nonces, even if their turns have the same key', async (t) => {
    const { discord, surface, bot } = await setUp(t);
    await surface.put(undefined, page('x'), putOptions());
    await bot.platform
      .surface({ ...channelAddress, questionId: '78' })
      .put(undefined, page('x'), putOptions());
    assert.notEqual(discord.requests[0]?.body.nonce, discord.requests[1]?.body.nonce);
  });

  test('opens an archived thread', async (t) => {
    const { discord, surface } = await setUp(t);
    let isArchived = true;
    discord.respond = ({ path, body }) => {
      if (path === '/channels/10' && body.archived === false) isArchived = false;
      return isArchived
        ? { status: 400, body: { code: 50_083, message: 'Thread is archived' } }
        : undefined;
    };
    await surface.put(message, page('x'), putOptions());
    assert.deepEqual(
      discord.requests.map(({ path }) => path),
      ['/channels/10/messages/5001', '/channels/10', '/channels/10/messages/5001'],
    );
  });

  /** Each makes several calls of one write. The channel, not the bot, refuses what is scripted. */
  const severalCalls: Readonly<
    Record<string, (parts: Awaited<ReturnType<typeof setUp>>, counted: Count) => Promise<unknown>>
  > = {
    'a message without its refused reply and fields': ({ discord, surface }, counted) => {
      discord.respond = ({ body }) =>
        body.message_reference || body.nonce
          ? { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } }
          : undefined;
      return surface.put(undefined, page('x'), counted());
    },
    'an edit in a thread that has to be opened': ({ discord, surface }, counted) => {
      discord.respond = () => ({ status: 400, body: { code: 50_083, message: 'archived' } });
      return surface.put(message, page('x'), counted()).catch(() => {});
    },
    'words in place of a forbidden file': ({ discord, surface }, counted) => {
      const file = { name: 'answer.md', markdown: '# All' };
      discord.respond = ({ body }) =>
        typeof body === 'string' ? { status: 403, body: { code: 50_013 } } : undefined;
      return surface.put(undefined, { content: '', file }, counted());
    },
    'the edit of a message that its nonce found': ({ discord, surface }, counted) => {
      discord.respond = ({ method }) =>
        method === 'POST' ? { body: { id: '5001', content: 'old' } } : undefined;
      return surface.put(undefined, page('x'), counted());
    },
    'the edit of a message that an earlier process created': ({ discord, surface }, counted) => {
      const found = { id: '82', author: { id: OWN_ID }, message_reference: { message_id: '77' } };
      discord.respond = ({ method }) => (method === 'GET' ? { body: [found] } : undefined);
      return surface.put(undefined, page('x'), counted({ mayExist: true }));
    },
    'the removal of a message': ({ surface }, counted) => surface.remove(message, counted()),
    'the removal of buttons': async ({ surface }, counted) =>
      surface.removeControls?.(message, counted()),
  };
  type Count = (more?: Parameters<typeof putOptions>[0]) => ReturnType<typeof putOptions>;

  for (const [name, write] of Object.entries(severalCalls)) {
    test(`asks for room before each request that writes: ${name}`, async (t) => {
      const parts = await setUp(t);
      const writes = () =>
        parts.discord.requests.filter(({ path }) => /\/messages(\/\d+)?$/.test(path));
      const asked: string[] = [];
      const counted: Count = (more) =>
        putOptions({
          ...more,
          beforeCall: async (isCreate) => void asked.push(`${writes().length} ${isCreate}`),
        });
      await write(parts, counted);
      const expected = writes().map(({ method }, index) => `${index} ${method === 'POST'}`);
      assert.deepEqual(asked, expected);
      assert.ok(asked.length > 0);
    });
  }

  test('remove succeeds when the message is already gone', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ status: 404, body: { code: 10_008, message: 'Unknown Message' } });
    await surface.remove(message);
    assert.equal(discord.requests[0]?.method, 'DELETE');
  });
});

describe('put of a page that an earlier process may have created', () => {
  const own = { author: { id: OWN_ID }, content: 'old' };
  const reply = (message_id: string) => ({ message_reference: { message_id } });
  const found = [
    { id: '90', ...own, ...reply('78') },
    { id: '85', ...own },
    { id: '82', ...own, ...reply('77') },
    { id: '81', author: { id: '5' }, ...reply('77') },
    { id: '80', ...own, interaction_metadata: {} },
  ];

  test('edits the reply of the bot to the question, for the first page', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = ({ method }) => (method === 'GET' ? { body: found } : undefined);
    const put = await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    assert.equal(put.messageId, '82');
    assert.match(discord.requests[0]?.path ?? '', /after=77/);
    assert.deepEqual(
      discord.requests.map(({ method }) => method),
      ['GET', 'PATCH'],
    );
  });

  test('edits the first plain message of the bot after the previous page, for a later page', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = ({ method }) => (method === 'GET' ? { body: found } : undefined);
    const after = { messageId: '79', channelId: '10' };
    const put = await surface.put(undefined, page('new'), putOptions({ mayExist: true, after }));
    assert.equal(put.messageId, '85');
    assert.match(discord.requests[0]?.path ?? '', /after=79/);
  });

  test('finds the first page by the buttons of the answer where it is no reply: its question was deleted meanwhile', async (t) => {
    const { discord, surface } = await setUp(t);
    const withButton = (custom_id: string) => ({
      components: [{ type: 1, components: [{ type: 2, custom_id }] }],
    });
    const lost = { id: '86', ...own, ...withButton('stop:7') };
    const messages = [
      { id: '87', ...own, ...reply('78'), ...withButton('stop:8') },
      lost,
      { id: '85', ...own, ...withButton('stop:71') },
      { id: '84', author: { id: '5' }, ...withButton('stop:7') },
      { id: '83', ...own, components: [{ type: 17 }, { type: 1, components: [{ type: 3 }] }] },
      { id: '82', ...own, components: null },
      { id: '81', ...own, content: 'Stopped.' },
    ];
    discord.respond = ({ method }) => (method === 'GET' ? { body: messages } : undefined);
    const isOwnButton = (id: string) => id === 'stop:7';
    const options = putOptions({ mayExist: true, isOwnButton });
    assert.equal((await surface.findNext?.(options))?.messageId, '86');
    assert.equal((await surface.put(undefined, page('new'), options)).messageId, '86');

    const others = new Set(['86']);
    assert.equal(await surface.findNext?.({ ...options, others }), undefined);
    // It may also be a reply to the part of the question that was the newest one then.
    messages[1] = { ...lost, ...reply('76') };
    assert.equal((await surface.findNext?.(options))?.messageId, '86');
  });

  test('takes no message of another answer for a later page', async (t) => {
    const { discord, surface } = await setUp(t);
    const other = { id: '85', ...own, content: 'the second page of another answer' };
    const lost = { id: '86', ...own, content: 'the second page' };
    discord.respond = ({ method }) => (method === 'GET' ? { body: [lost, other] } : undefined);
    const after = { messageId: '79', channelId: '10' };
    const options = { mayExist: true, after, others: new Set(['85']) };
    const put = await surface.put(undefined, page('new'), putOptions(options));
    assert.equal(put.messageId, '86');

    const found = await surface.findNext?.({
      after,
      others: new Set(['85', '86']),
      signal: AbortSignal.timeout(60_000),
    });
    assert.equal(found, undefined);
  });

  test('edits only what this run tried to create, where that is known', async (t) => {
    const { discord, surface } = await setUp(t);
    const notice = { id: '85', ...own, content: 'Stopped.' };
    const lost = { id: '86', ...own, content: 'the second pa' };
    discord.respond = ({ method }) => (method === 'GET' ? { body: [lost, notice] } : undefined);
    const after = { messageId: '79', channelId: '10' };
    const attempts = [page('the second'), page('the second pa')];
    const options = putOptions({ mayExist: true, after, attempts });
    const put = await surface.put(undefined, page('the second page'), options);
    assert.equal(put.messageId, '86');

    discord.respond = ({ method }) => (method === 'GET' ? { body: [notice] } : undefined);
    await surface.put(undefined, page('the second page'), options);
    assert.equal(discord.requests.at(-1)?.method, 'POST');
    assert.equal(await surface.findNext?.(options), undefined);
  });

  test('recognises its message by the nonce, where the server gives it back', async (t) => {
    const { discord, surface } = await setUp(t);
    const after = { messageId: '79', channelId: '10' };
    const options = putOptions({ mayExist: true, after, attempts: [page('same')] });
    await surface.put(undefined, page('same'), options);
    const nonce = discord.requests.at(-1)?.body.nonce;
    const others = { id: '85', ...own, content: 'same', nonce: 'another' };
    const lost = { id: '86', ...own, content: 'changed by the server', nonce };
    discord.respond = ({ method }) => (method === 'GET' ? { body: [others, lost] } : undefined);
    const put = await surface.put(undefined, page('same'), options);
    assert.equal(put.messageId, '86');
  });

  test('creates a page that is not found, also where the bot may not read the history', async (t) => {
    const { discord, surface } = await setUp(t);
    await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    discord.respond = ({ method }) =>
      method === 'GET' ? { status: 403, body: { code: 50_013, message: 'Missing' } } : undefined;
    await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    assert.deepEqual(
      discord.requests.map(({ method }) => method),
      ['GET', 'POST', 'GET', 'POST'],
    );
  });
});

describe('a failed write', () => {
  const refusals: [PlatformErrorKind, number, number][] = [
    ['gone', 404, 10_008],
    ['gone', 404, 10_003],
    ['gone', 404, 0],
    ['forbidden', 403, 50_001],
    ['forbidden', 403, 50_013],
    ['forbidden', 401, 0],
    ['invalid', 400, 50_035],
    ['invalid', 400, 50_006],
    ['invalid', 400, 200_000],
    ['rate_limit', 400, 30_046],
    ['server', 503, 0],
  ];
  for (const [kind, status, code] of refusals) {
    test(`is ${kind} for status ${status} with code ${code}`, async (t) => {
      const { discord, surface } = await setUp(t);
      discord.respond = () => ({ status, body: { code, message: 'no' } });
      await assert.rejects(surface.put(message, page('x'), putOptions()), fails(kind));
      assert.equal(discord.requests.length, 1);
    });
  }

  const lengths: [words: string, status: number, body: object][] = [
    [
      'in the words of Discord',
      400,
      {
        code: 50_035,
        message: 'Invalid Form Body',
        errors: {
          content: {
            _errors: [
              { code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' },
            ],
          },
        },
      },
    ],
    ['in the words of another server', 400, { code: 0, message: 'Message too long' }],
    ['by its bytes', 413, { code: 40_005, message: 'Request entity too large' }],
  ];
  for (const [words, status, body] of lengths) {
    test(`says that the page is too long, ${words}`, async (t) => {
      const { discord, surface } = await setUp(t);
      discord.respond = () => ({ status, body });
      await assert.rejects(surface.put(undefined, page('x'), putOptions()), {
        kind: 'invalid',
        isTooLong: true,
      });
      assert.equal(discord.requests.length, 1);
    });
  }

  test('does not take another field for a page that is too long', async (t) => {
    const { discord, surface } = await setUp(t);
    const _errors = [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 25 or fewer in length.' }];
    const body = { code: 50_035, message: 'Invalid Form Body', errors: { nonce: { _errors } } };
    discord.respond = () => ({ status: 400, body });
    await assert.rejects(surface.put(message, page('x'), putOptions()), { isTooLong: false });
  });

  test('is a network failure when no whole response arrives', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({
      status: 200,
      headers: { 'content-length': '5', connection: 'close' },
      body: undefined,
    });
    await assert.rejects(surface.put(message, page('x'), putOptions()), fails('network'));
  });

  test('does not take the token away from the next request', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    await assert.rejects(surface.put(message, page('x'), putOptions()), fails('forbidden'));
    discord.respond = () => undefined;
    await surface.put(message, page('x'), putOptions());
    assert.equal(discord.requests.length, 2);
  });

  test('has an error without the text and the token', async (t) => {
    const { discord, bot } = await setUp(t);
    const interaction = {
      id: '3',
      token: 'interaction-token',
      expiresAt: bot.clock.now() + 900_000,
    };
    const surface = bot.platform.surface({ ...channelAddress, interaction });
    discord.respond = () => ({ status: 500, body: {} });
    await assert.rejects(
      surface.put(undefined, page('private words'), putOptions()),
      (error: Error) => {
        const shown = `${error.stack} ${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${String(error.cause)}`;
        assert.doesNotMatch(shown, /private words|interaction-token|secret-token/);
        return true;
      },
    );
  });

  test('is not sent when it was canceled before it began', async (t) => {
    const { discord, surface } = await setUp(t);
    await assert.rejects(
      surface.put(message, page('x'), putOptions({ signal: AbortSignal.abort() })),
      fails('canceled'),
    );
    assert.deepEqual(discord.requests, []);
  });

  test('ends at once when it is canceled under way', async (t) => {
    const { discord, surface } = await setUp(t);
    const canceling = new AbortController();
    discord.respond = () => {
      canceling.abort();
      return new Promise(() => {});
    };
    await assert.rejects(
      surface.put(message, page('x'), putOptions({ signal: canceling.signal })),
      fails('canceled'),
    );
  });
});

describe('rate limits', () => {
  test('reject at once with the time to wait after a 429, and nothing is sent until then', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.respond = () => ({
      status: 429,
      headers: { 'retry-after': '2' },
      body: { retry_after: 2, global: false },
    });
    await assert.rejects(surface.put(message, page('x'), putOptions()), (error: PlatformError) => {
      assert.ok((error.retryAfterMs ?? 0) >= 2_000);
      return fails('rate_limit')(error);
    });
    discord.respond = () => undefined;
    await assert.rejects(surface.put(message, page('x'), putOptions()), fails('rate_limit'));
    assert.equal(discord.requests.length, 1);
    await bot.clock.advance(2_100);
    await surface.put(message, page('x'), putOptions());
    assert.equal(discord.requests.length, 2);
  });

  test('send no request to a bucket that is empty, and requests to others', async (t) => {
    const { discord, surface } = await setUp(t);
    const empty = {
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '1',
      'x-ratelimit-bucket': 'b',
    };
    discord.respond = ({ method }) =>
      method === 'PATCH' ? { headers: empty, body: { id: '5001' } } : undefined;
    // The first answer only tells discord.js the name of the bucket.
    await surface.put(message, page('w'), putOptions());
    await surface.put(message, page('x'), putOptions());
    await assert.rejects(surface.put(message, page('y'), putOptions()), fails('rate_limit'));
    await surface.put(undefined, page('z'), putOptions());
    assert.deepEqual(
      discord.requests.map(({ method }) => method),
      ['PATCH', 'PATCH', 'POST'],
    );
  });

  test('stop every channel when they are global', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.respond = () => ({
      status: 429,
      headers: { 'retry-after': '1', 'x-ratelimit-global': 'true' },
      body: {},
    });
    await assert.rejects(
      surface.put(message, page('x'), putOptions()),
      (error) => error instanceof PlatformError && error.isGlobal,
    );
    discord.respond = () => undefined;
    const elsewhere = bot.platform.surface({ channel: { ...channelAddress.channel, id: '11' } });
    await assert.rejects(elsewhere.put(undefined, page('x'), putOptions()), fails('rate_limit'));
    assert.equal(discord.requests.length, 1);
  });

  test('are shared by all surfaces of a channel; an interaction has its own while its token lives', async (t) => {
    const { bot, surface } = await setUp(t);
    const limit = {
      chat: 'discord:10',
      calls: 5,
      countsCreatesSeparately: true,
      windowMs: 5_000,
      gapMs: 1_130,
      windowEndMs: 400,
    };
    // https://discord.com/developers/docs/topics/rate-limits: 50 a second, without interactions.
    const overall = { scope: 'discord', calls: 50, windowMs: 1_000, reservedCalls: 10 };
    assert.deepEqual(surface.budget(), { ...limit, scope: 'discord:10', overall });
    const interaction = { id: '3', token: 't', expiresAt: bot.clock.now() + 900_000 };
    const answer = bot.platform.surface({ ...channelAddress, interaction });
    assert.deepEqual(answer.budget(), { ...limit, scope: 'discord:interaction:3' });
    await bot.clock.advance(895_000);
    assert.equal(answer.budget().scope, 'discord:10');
  });

  test('are reported as Discord reports them', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({
      headers: { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset-after': '1.5' },
      body: { id: '5' },
    });
    const states: RateLimitState[] = [];
    const onRateLimit = (state: RateLimitState) => void states.push(state);
    await surface.put(undefined, page('x'), putOptions({ onRateLimit }));
    await surface.put(message, page('y'), putOptions({ onRateLimit }));
    discord.respond = () => undefined;
    await surface.put(message, page('z'), putOptions({ onRateLimit }));
    // 50 ms is the margin for the difference between Discord's clock and ours.
    assert.deepEqual(states, Array(2).fill({ remaining: 3, resetAfterMs: 1_550 }));
  });
});

describe('showTyping', () => {
  test('repeats until it is stopped, and sends nothing during a pause', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    const typed = () =>
      discord.requests.filter(({ path }) => path === '/channels/10/typing').length;
    const until = new AbortController();
    surface.showTyping(until.signal);
    await waitFor(() => typed() === 1 && bot.clock.pending > 0, 'not shown');
    await bot.clock.advance(8_000);
    await waitFor(() => typed() === 2 && bot.clock.pending > 0, 'not shown again');

    discord.respond = ({ method }) =>
      method === 'PATCH' ? { status: 429, headers: { 'retry-after': '60' }, body: {} } : undefined;
    await assert.rejects(surface.put(message, page('x'), putOptions()), fails('rate_limit'));
    await bot.clock.advance(16_000);
    assert.equal(typed(), 2);
    until.abort();
    await waitFor(() => bot.clock.pending === 0, 'still typing');
  });

  test('is only sent while the writes of all channels leave a call to spare', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    const until = new AbortController();
    let hasSpareCall = false;
    let endedCalls = 0;
    const endCall = () => {
      endedCalls += 1;
    };
    surface.showTyping(until.signal, () => (hasSpareCall ? endCall : undefined));
    await bot.clock.advance(1_000);
    assert.equal(discord.requests.length, 0);

    hasSpareCall = true;
    await bot.clock.advance(1_000);
    await discord.waitForRequest('POST', /typing/);
    await waitFor(() => endedCalls === 1, 'the call does not end');
    until.abort();
  });

  test('never throws', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.respond = () => ({ status: 403, body: { code: 50_013, message: 'no' } });
    const until = new AbortController();
    surface.showTyping(until.signal);
    await discord.waitForRequest('POST', /typing/);
    await waitFor(() => bot.clock.pending > 0, 'typing ended');
    until.abort();
  });
});

describe('react', () => {
  const signal = () => new AbortController().signal;
  const path = '/channels/10/messages/77/reactions/%F0%9F%91%80/@me';

  test('adds the reaction to the question, and removes it, one in 250 ms', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    const changed = Promise.all(['👀', undefined].map((emoji) => surface.react?.(emoji, signal())));
    await waitFor(() => bot.clock.pending > 0, 'no pause');
    await bot.clock.advance(249);
    assert.equal(discord.requests.length, 1);
    await bot.clock.advance(1);
    await changed;
    assert.deepEqual(
      discord.requests.map((request) => [request.method, request.path]),
      [
        ['PUT', path],
        ['DELETE', path],
      ],
    );
  });

  test('removes the reaction of an earlier process, and one that is gone', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.respond = () => ({ status: 404, body: { message: 'Unknown Message', code: 10_008 } });
    await surface.react?.(undefined, signal());
    assert.equal(discord.requests[0]?.path, path);
  });

  test('fails as forbidden where reactions are not allowed, or a message has too many', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    for (const response of [
      { status: 403, body: { message: 'Missing Permissions', code: 50_013 } },
      { status: 403, body: { message: 'Reaction was blocked', code: 90_001 } },
      { status: 400, body: { message: 'Maximum number of reactions reached (20)', code: 30_010 } },
    ]) {
      discord.respond = () => response;
      await assert.rejects(async () => surface.react?.('👀', signal()), fails('forbidden'));
      await bot.clock.advance(250);
    }
  });

  test('waits for the limit of reactions, and does not slow down writes', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    let refusals = 0;
    discord.respond = ({ method }) => {
      refusals += method === 'PUT' ? 1 : 0;
      return method === 'PUT' && refusals === 1
        ? { status: 429, body: { message: 'slow down', retry_after: 0.25, global: false } }
        : undefined;
    };
    const reacting = surface.react?.('👀', signal());
    await waitFor(() => bot.clock.pending > 0, 'no pause');
    await surface.put(undefined, page('meanwhile'), putOptions());
    await bot.clock.advance(1_000);
    await reacting;
    assert.equal(refusals, 2);
  });

  test('is absent where the question is no message', async (t) => {
    const { bot } = await setUp(t);
    const { questionId: _, ...address } = channelAddress;
    assert.equal(bot.platform.surface(address).react, undefined);
  });
});

describe('a thread on the question', () => {
  const signal = () => new AbortController().signal;
  const address = {
    channel: {
      platform: 'discord',
      id: '77',
      kind: 'thread',
      server: '7',
      parentId: '10',
    },
    questionId: '77',
    opensThread: 'Why is\nthe sky blue?',
  } as const;

  test('is opened under one line of the question', async (t) => {
    const { discord, bot } = await setUp(t);
    await bot.platform.openThread?.(address, signal());
    assert.deepEqual(discord.requests, [
      {
        method: 'POST',
        path: '/channels/10/messages/77/threads',
        body: { name: 'Why is the sky blue?' },
      },
    ]);
  });

  test('has a title of 1 to 100 characters', async (t) => {
    const { discord, bot } = await setUp(t);
    for (const title of [`${'word '.repeat(30)}end`, 'x'.repeat(300), ' \n ', '👀'.repeat(90)]) {
      await bot.platform.openThread?.({ ...address, opensThread: title }, signal());
      const { name } = discord.requests.at(-1)?.body ?? {};
      assert.ok(name.length >= 1 && name.length <= 100, name);
      assert.ok(name.isWellFormed());
    }
  });

  test('may exist already', async (t) => {
    const { discord, bot } = await setUp(t);
    const body = { message: 'A thread has already been created for this message', code: 160_004 };
    discord.respond = () => ({ status: 400, body });
    await bot.platform.openThread?.(address, signal());
  });

  test('fails as forbidden where there can be none', async (t) => {
    const { discord, bot } = await setUp(t);
    for (const response of [
      { status: 403, body: { message: 'Missing Permissions', code: 50_013 } },
      {
        status: 400,
        body: { message: 'Cannot execute action on this channel type', code: 50_024 },
      },
      { status: 400, body: { message: 'Maximum number of active threads reached', code: 160_006 } },
    ]) {
      discord.respond = () => response;
      await assert.rejects(
        async () => bot.platform.openThread?.(address, signal()),
        fails('forbidden'),
      );
    }
  });

  test('takes the answer without a reference to the question, which is not in it', async (t) => {
    const { discord, bot } = await setUp(t);
    await bot.platform.surface(address).put(undefined, page('hello'), putOptions());
    const [request] = discord.requests;
    assert.equal(request?.path, '/channels/77/messages');
    assert.equal('message_reference' in request.body, false);
  });

  test('has an answer that a restart finds again', async (t) => {
    const { discord, bot } = await setUp(t);
    const author = { id: OWN_ID, username: 'parley', bot: true };
    discord.respond = ({ method, path }) =>
      method === 'GET' && path.startsWith('/channels/77/messages?after=77')
        ? { body: [{ id: '80', channel_id: '77', author, content: 'hello' }] }
        : undefined;
    const found = await bot.platform
      .surface(address)
      .put(undefined, page('hello, again'), putOptions({ mayExist: true }));
    assert.equal(found.messageId, '80');
    assert.deepEqual(
      discord.requests.map(({ method }) => method),
      ['GET', 'PATCH'],
    );
  });

  test('leaves the reaction at the question', async (t) => {
    const { discord, bot } = await setUp(t);
    await bot.platform.surface(address).react?.('👀', signal());
    assert.match(discord.requests[0]?.path ?? '', /^\/channels\/10\/messages\/77\/reactions/);
  });
});
