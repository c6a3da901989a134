import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RateLimitState } from '../../../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../../../src/errors.ts';
import type { DiscordMessageRef } from '../../../../src/platforms/discord/message-ref.ts';
import { OWN_ID, startScriptedDiscord } from '../scripted-discord.ts';
import { channelAddress, createBot, putOptions, waitFor } from '../start-bot.ts';

const page = (content: string) => ({ content });
const place: DiscordMessageRef = { messageId: '5001', channelId: '10' };

async function setUp(t: import('node:test').TestContext) {
  const discord = await startScriptedDiscord(t);
  const bot = createBot(t, discord);
  await bot.start();
  discord.asked.length = 0;
  return { discord, bot, surface: bot.platform.surface(channelAddress) };
}

const fails = (kind: PlatformErrorKind) => (error: unknown) => {
  assert.ok(error instanceof PlatformError, String(error));
  assert.equal(error.kind, kind, error.message);
  return true;
};

describe('writing into a channel', () => {
  test('the first page is a reply that pings nobody, previews no link and can be recognised', async (t) => {
    const { discord, surface } = await setUp(t);
    assert.deepEqual(await surface.put(undefined, page('hello @everyone'), putOptions()), place);
    const [asked] = discord.asked;
    assert.equal(asked?.path, '/channels/10/messages');
    const { nonce, ...body } = asked?.body ?? {};
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

  test('an edit disarms mentions and previews again and takes old buttons away', async (t) => {
    const { discord, surface } = await setUp(t);
    assert.deepEqual(await surface.put(place, page('more'), putOptions()), place);
    assert.deepEqual(discord.asked, [
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

  test('buttons come in rows', async (t) => {
    const { discord, surface } = await setUp(t);
    const controls = [
      [
        { id: 'stop:1', label: 'Stop', style: 'danger' as const },
        { id: 'more:1', label: 'More' },
      ],
    ];
    await surface.put(undefined, page('x'), putOptions({ controls }));
    assert.deepEqual(discord.asked[0]?.body.components, [
      {
        type: 1,
        components: [
          { type: 2, custom_id: 'stop:1', label: 'Stop', style: 4 },
          { type: 2, custom_id: 'more:1', label: 'More', style: 2 },
        ],
      },
    ]);
  });

  test('later pages are no replies, and every page has a nonce of its own', async (t) => {
    const { discord, surface } = await setUp(t);
    await surface.put(undefined, page('one'), putOptions({ key: 'a' }));
    await surface.put(undefined, page('two'), putOptions({ key: 'b', after: place }));
    const [one, two] = discord.asked;
    assert.equal(two?.body.message_reference, undefined);
    assert.notEqual(one?.body.nonce, two?.body.nonce);
  });

  test('where a nonce gives the earlier message, that one is brought up to date', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = ({ method }) =>
      method === 'POST' ? { body: { id: '4000', content: 'shorter' } } : undefined;
    assert.deepEqual(await surface.put(undefined, page('shorter and longer'), putOptions()), {
      messageId: '4000',
      channelId: '10',
    });
    assert.equal(discord.asked[1]?.path, '/channels/10/messages/4000');
    assert.equal(discord.asked[1]?.body.content, 'shorter and longer');
  });

  test('without the right to reply it answers without a reply', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = ({ body }) =>
      body?.message_reference && {
        status: 403,
        body: { code: 160_002, message: 'Cannot reply without permission' },
      };
    await surface.put(undefined, page('x'), putOptions());
    assert.equal(discord.asked.length, 2);
    assert.equal(discord.asked[1]?.body.message_reference, undefined);
    assert.equal(discord.asked[1]?.body.nonce, discord.asked[0]?.body.nonce);
  });

  test('a server that does not know every field is written to without them', async (t) => {
    const { discord, surface } = await setUp(t);
    const refusal = { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } };
    discord.answer = ({ body }) => ('enforce_nonce' in (body ?? {}) ? refusal : undefined);
    assert.deepEqual(await surface.put(undefined, page('x'), putOptions()), place);
    const { body } = discord.asked.at(-1) ?? {};
    assert.deepEqual(Object.keys(body), ['content', 'flags', 'allowed_mentions', 'components']);
  });

  test('an empty answer to an edit is a success', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({ headers: { 'content-type': 'application/json' } });
    assert.deepEqual(await surface.put(place, page('x'), putOptions()), place);
  });

  test('where nobody can look for what an earlier run created, it is created', async (t) => {
    for (const status of [403, 404, 501]) {
      const { discord, surface } = await setUp(t);
      discord.answer = ({ method }) =>
        method === 'GET' ? { status, body: { message: 'no', code: 0 } } : undefined;
      assert.deepEqual(
        await surface.put(undefined, page('x'), putOptions({ mayExist: true })),
        place,
      );
    }
  });

  test('what is refused in every form is given up', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({ status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    await assert.rejects(surface.put(undefined, page('x'), putOptions()), { kind: 'invalid' });
    assert.equal(discord.asked.length, 3);
  });

  test('the answers to two questions are told apart even if their turns have the same name', async (t) => {
    const { discord, surface, bot } = await setUp(t);
    await surface.put(undefined, page('x'), putOptions());
    await bot.platform
      .surface({ ...channelAddress, questionId: '78' })
      .put(undefined, page('x'), putOptions());
    assert.notEqual(discord.asked[0]?.body.nonce, discord.asked[1]?.body.nonce);
  });

  test('an archived thread is opened for the write', async (t) => {
    const { discord, surface } = await setUp(t);
    let isArchived = true;
    discord.answer = ({ path, body }) => {
      if (path === '/channels/10' && body.archived === false) isArchived = false;
      return isArchived
        ? { status: 400, body: { code: 50_083, message: 'Thread is archived' } }
        : undefined;
    };
    await surface.put(place, page('x'), putOptions());
    assert.deepEqual(
      discord.asked.map(({ path }) => path),
      ['/channels/10/messages/5001', '/channels/10', '/channels/10/messages/5001'],
    );
  });

  test('removing is a success when the message is gone already', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({ status: 404, body: { code: 10_008, message: 'Unknown Message' } });
    await surface.remove(place);
    assert.equal(discord.asked[0]?.method, 'DELETE');
  });
});

describe('finding what an earlier run wrote', () => {
  const own = { author: { id: OWN_ID }, content: 'old' };
  const reply = (message_id: string) => ({ message_reference: { message_id } });
  const found = [
    { id: '90', ...own, ...reply('78') },
    { id: '85', ...own },
    { id: '82', ...own, ...reply('77') },
    { id: '81', author: { id: '5' }, ...reply('77') },
    { id: '80', ...own, interaction_metadata: {} },
  ];

  test('the first page is its own reply to the question', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = ({ method }) => (method === 'GET' ? { body: found } : undefined);
    const put = await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    assert.equal(put.messageId, '82');
    assert.match(discord.asked[0]?.path ?? '', /after=77/);
    assert.deepEqual(
      discord.asked.map(({ method }) => method),
      ['GET', 'PATCH'],
    );
  });

  test('a later page is its first plain message after the page before', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = ({ method }) => (method === 'GET' ? { body: found } : undefined);
    const after = { messageId: '79', channelId: '10' };
    const put = await surface.put(undefined, page('new'), putOptions({ mayExist: true, after }));
    assert.equal(put.messageId, '85');
    assert.match(discord.asked[0]?.path ?? '', /after=79/);
  });

  test('what is not there is created, also where the history may not be read', async (t) => {
    const { discord, surface } = await setUp(t);
    await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    discord.answer = ({ method }) =>
      method === 'GET' ? { status: 403, body: { code: 50_013, message: 'Missing' } } : undefined;
    await surface.put(undefined, page('new'), putOptions({ mayExist: true }));
    assert.deepEqual(
      discord.asked.map(({ method }) => method),
      ['GET', 'POST', 'GET', 'POST'],
    );
  });
});

describe('what a failed write means', () => {
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
    test(`status ${status} with code ${code} is ${kind}`, async (t) => {
      const { discord, surface } = await setUp(t);
      discord.answer = () => ({ status, body: { code, message: 'no' } });
      await assert.rejects(surface.put(place, page('x'), putOptions()), fails(kind));
      assert.equal(discord.asked.length, 1);
    });
  }

  test('no answer at all is network trouble', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({
      status: 200,
      headers: { 'content-length': '5', connection: 'close' },
      body: undefined,
    });
    await assert.rejects(surface.put(place, page('x'), putOptions()), fails('network'));
  });

  test('one refused request does not take the token away from the next', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    await assert.rejects(surface.put(place, page('x'), putOptions()), fails('forbidden'));
    discord.answer = () => undefined;
    await surface.put(place, page('x'), putOptions());
    assert.equal(discord.asked.length, 2);
  });

  test('an error holds neither the text nor the token', async (t) => {
    const { discord, bot } = await setUp(t);
    const interaction = {
      id: '3',
      token: 'interaction-token',
      expiresAt: bot.clock.now() + 900_000,
    };
    const surface = bot.platform.surface({ ...channelAddress, interaction });
    discord.answer = () => ({ status: 500, body: {} });
    await assert.rejects(
      surface.put(undefined, page('private words'), putOptions()),
      (error: Error) => {
        const shown = `${error.stack} ${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${String(error.cause)}`;
        assert.doesNotMatch(shown, /private words|interaction-token|secret-token/);
        return true;
      },
    );
  });

  test('a write that was given up before it began is not sent', async (t) => {
    const { discord, surface } = await setUp(t);
    await assert.rejects(
      surface.put(place, page('x'), putOptions({ signal: AbortSignal.abort() })),
      fails('canceled'),
    );
    assert.deepEqual(discord.asked, []);
  });

  test('a write given up while it is under way ends at once', async (t) => {
    const { discord, surface } = await setUp(t);
    const giveUp = new AbortController();
    discord.answer = () => {
      giveUp.abort();
      return new Promise(() => {});
    };
    await assert.rejects(
      surface.put(place, page('x'), putOptions({ signal: giveUp.signal })),
      fails('canceled'),
    );
  });
});

describe('rate limits', () => {
  test('a 429 is told at once with how long to wait, and nothing is sent meanwhile', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.answer = () => ({
      status: 429,
      headers: { 'retry-after': '2' },
      body: { retry_after: 2, global: false },
    });
    await assert.rejects(surface.put(place, page('x'), putOptions()), (error: PlatformError) => {
      assert.ok((error.retryAfterMs ?? 0) >= 2_000);
      return fails('rate_limit')(error);
    });
    discord.answer = () => undefined;
    await assert.rejects(surface.put(place, page('x'), putOptions()), fails('rate_limit'));
    assert.equal(discord.asked.length, 1);
    await bot.clock.advance(2_100);
    await surface.put(place, page('x'), putOptions());
    assert.equal(discord.asked.length, 2);
  });

  test('a bucket that is known to be empty is not asked, and others are', async (t) => {
    const { discord, surface } = await setUp(t);
    const empty = {
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '1',
      'x-ratelimit-bucket': 'b',
    };
    discord.answer = ({ method }) =>
      method === 'PATCH' ? { headers: empty, body: { id: '5001' } } : undefined;
    // The first answer only tells discord.js the name of the bucket.
    await surface.put(place, page('w'), putOptions());
    await surface.put(place, page('x'), putOptions());
    await assert.rejects(surface.put(place, page('y'), putOptions()), fails('rate_limit'));
    await surface.put(undefined, page('z'), putOptions());
    assert.deepEqual(
      discord.asked.map(({ method }) => method),
      ['PATCH', 'PATCH', 'POST'],
    );
  });

  test('a global limit stops every channel', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.answer = () => ({
      status: 429,
      headers: { 'retry-after': '1', 'x-ratelimit-global': 'true' },
      body: {},
    });
    await assert.rejects(surface.put(place, page('x'), putOptions()), fails('rate_limit'));
    discord.answer = () => undefined;
    const elsewhere = bot.platform.surface({ channel: { ...channelAddress.channel, id: '11' } });
    await assert.rejects(elsewhere.put(undefined, page('x'), putOptions()), fails('rate_limit'));
    assert.equal(discord.asked.length, 1);
  });

  test('all surfaces of a channel share a budget, an interaction has its own as long as its token lives', async (t) => {
    const { bot, surface } = await setUp(t);
    const limit = {
      calls: 5,
      countsCreatesSeparately: true,
      windowMs: 5_000,
      gapMs: 1_130,
      windowEndMs: 400,
    };
    assert.deepEqual(surface.budget(), { ...limit, scope: 'discord:10' });
    const interaction = { id: '3', token: 't', expiresAt: bot.clock.now() + 900_000 };
    const answer = bot.platform.surface({ ...channelAddress, interaction });
    assert.equal(answer.budget().scope, 'discord:interaction:3');
    await bot.clock.advance(895_000);
    assert.equal(answer.budget().scope, 'discord:10');
  });

  test('what Discord says is left of a limit is handed on', async (t) => {
    const { discord, surface } = await setUp(t);
    discord.answer = () => ({
      headers: { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset-after': '1.5' },
      body: { id: '5' },
    });
    const heard: RateLimitState[] = [];
    const told = (left: RateLimitState) => void heard.push(left);
    await surface.put(undefined, page('x'), putOptions({ onRateLimit: told }));
    await surface.put(place, page('y'), putOptions({ onRateLimit: told }));
    discord.answer = () => undefined;
    await surface.put(place, page('z'), putOptions({ onRateLimit: told }));
    // With what its clock and ours may differ.
    assert.deepEqual(heard, Array(2).fill({ remaining: 3, resetAfterMs: 1_550 }));
  });
});

describe('typing', () => {
  test('it is shown at once and again until it is stopped, and spends nothing during a penalty', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    const typed = () => discord.asked.filter(({ path }) => path === '/channels/10/typing').length;
    const until = new AbortController();
    surface.showTyping(until.signal);
    await waitFor(() => typed() === 1 && bot.clock.pending > 0, 'not shown');
    await bot.clock.advance(8_000);
    await waitFor(() => typed() === 2 && bot.clock.pending > 0, 'not shown again');

    discord.answer = ({ method }) =>
      method === 'PATCH' ? { status: 429, headers: { 'retry-after': '60' }, body: {} } : undefined;
    await assert.rejects(surface.put(place, page('x'), putOptions()), fails('rate_limit'));
    await bot.clock.advance(16_000);
    assert.equal(typed(), 2);
    until.abort();
    await waitFor(() => bot.clock.pending === 0, 'still typing');
  });

  test('it never throws', async (t) => {
    const { discord, bot, surface } = await setUp(t);
    discord.answer = () => ({ status: 403, body: { code: 50_013, message: 'no' } });
    const until = new AbortController();
    surface.showTyping(until.signal);
    await discord.until('POST', /typing/);
    await waitFor(() => bot.clock.pending > 0, 'it gave up');
    until.abort();
  });
});
