import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CommandReply } from '../../../src/contracts/command.ts';
import type { Language } from '../../../src/contracts/language.ts';
import { LANGUAGES } from '../../../src/texts/languages.ts';
import { ann, channel, limit, NOW, openUsageRoom, used } from './usage-room.ts';

const languages = Object.keys(LANGUAGES) as Language[];
const DAY_MS = 86_400_000;

const labelsOf = ({ controls = [] }: CommandReply) =>
  controls.map((row) => row.map(({ label, style }) => (style ? `[${label}]` : label)));
const idOf = ({ controls = [] }: CommandReply, label: string) =>
  controls.flat().find((button) => button.label === label)?.id ?? '';

describe('/usage of a person', () => {
  test('tells today and this month, by model and by day, and what is left of the limits', async () => {
    const { run } = openUsageRoom({
      rows: [
        used({ cachedInputTokens: 400 }),
        used({ day: '2026-11-03', model: 'large', usd: 1.5, answers: 3, inputTokens: 34_500 }),
        used({ day: '2026-10-31', usd: 7 }),
        used({ personId: '2', usd: 9 }),
      ],
      limits: [
        limit(),
        limit({ measure: 'usdPerMonth', used: 1.51, most: 2, resetsAt: NOW + 10 * DAY_MS }),
        limit({ subject: 'total', measure: 'usdPerMonth', used: 41, most: 50 }),
        limit({ subject: 'channel', scope: 'discord:30' }),
      ],
    });
    const reply = await run();
    assert.equal(
      reply.text,
      [
        '**Your usage on Discord**',
        '',
        '- **Today**: 1 answer; tokens: 1K in (400 of them cached), 100 out; $0.01',
        '- **November 2026**: 4 answers; tokens: 35.5K in (400 of them cached), 200 out; $1.51',
        '',
        '**By model**',
        '',
        '1. `openai/large`: 3 answers; tokens: 34.6K; $1.50',
        '2. `openai/gpt`: 1 answer; tokens: 1.1K; $0.01',
        '',
        'The numbers in the picture are those of this list.',
        '',
        '**Dollars by day**',
        '',
        '3:\u00a0$1.50\u00a0· 20:\u00a0$0.01',
        '',
        '**Limits**',
        '',
        '- Answers per day: 12 of 100, 88 left. Resets in 11 h.',
        '- Dollars per month: $1.51 of $2.00, $0.49 left. Resets in 10 days.',
      ].join('\n'),
    );
    assert.equal(reply.onlyAsker, true);
    assert.deepEqual(labelsOf(reply), [['Today', '[This month]', 'Last month']]);
  });

  test('says what is unknown or estimated, and never that it costs nothing', async () => {
    const room = (change: Parameters<typeof used>[0]) => openUsageRoom({ rows: [used(change)] });
    const unknown = await room({ usd: 0, unpricedAttempts: 1 }).run();
    assert.match(unknown.text, /100 out; 1 request without a known price\n/);
    assert.doesNotMatch(unknown.text, /\$/);
    assert.match(unknown.text, /Tokens by day\*\*\n\n20:\s1\.1K/);

    const partly = await room({ usd: 0.5, unpricedAttempts: 3, estimatedAttempts: 1 }).run();
    assert.match(partly.text, /≈ \$0\.50; 3 requests without a known price\n/);
    assert.match(partly.text, /≈: partly estimated/);
    assert.match((await room({ usd: 0.00001 }).run()).text, /<\$0\.0001/);
    assert.match((await room({ usd: 0 }).run()).text, /100 out; \$0\.00\n/);
  });

  test('says that there is nothing, without a picture', async () => {
    const { text, file } = await openUsageRoom().run();
    assert.equal(file, undefined);
    assert.equal(
      text,
      '**Your usage on Discord**\n\n- **Today**: nothing\n- **November 2026**: nothing',
    );
  });

  test('shows the month before over the turn of a year, and today without a picture', async () => {
    const { run, press } = openUsageRoom({ rows: [used(), used({ day: '2026-10-31', usd: 7 })] });
    const last = await press(idOf(await run(), 'Last month'));
    assert.match(last?.text ?? '', /\*\*October 2026\*\*.*\$7\.00[\s\S]*31:\s\$7\.00/);
    assert.equal(last?.onlyAsker, undefined);
    assert.ok(last?.file);

    const today = await run('today');
    assert.match(today.text, /\*\*Today\*\*.*\$0\.01[\s\S]*1\. `openai\/gpt`/);
    assert.equal(today.file, undefined);
  });

  test('sends a picture in the look of the network or of the person, whose caption says what it is', async () => {
    const room = openUsageRoom({ rows: [used({ model: '<b>&"' })] });
    const { file } = await room.run();
    assert.ok(file && 'picture' in file);
    assert.equal(file.caption, 'Your usage on Discord, November 2026');
    await room.run('', { look: 'light' });
    await room.run('last light');
    const telegram = openUsageRoom({
      rows: [used({ platform: 'telegram' })],
      channel: { platform: 'telegram', id: '7', kind: 'direct' },
    });
    await telegram.run();
    const [dark, light] = [room.drawn[0] ?? '', room.drawn[1] ?? ''];
    assert.match(dark, /fill="#1e1f24"/);
    assert.match(light, /fill="#ffffff"/);
    assert.match(telegram.drawn[0] ?? '', /fill="#ffffff"/);
    assert.doesNotMatch(dark, /<b>|gpt|text/);
  });

  test('says all of it where no picture can be drawn', async () => {
    const { text, file } = await openUsageRoom({
      rows: [used()],
      drawPicture: async () => undefined,
    }).run();
    assert.equal(file, undefined);
    assert.match(text, /20:\s\$0\.01/);
    assert.doesNotMatch(text, /picture/);
  });

  test('explains words that mean nothing', async () => {
    const { text, onlyAsker } = await openUsageRoom().run('tomorrow');
    assert.match(text, /^Write `\/usage`/);
    assert.equal(onlyAsker, true);
  });
});

describe('/usage of places', () => {
  const rows = [
    used(),
    used({ personId: '2', usd: 2 }),
    used({ channelId: '40', scopes: ['bot', 'discord', 'discord:10', 'discord:40'], usd: 5 }),
    used({ server: '11', scopes: ['bot', 'discord', 'discord:11', 'discord:50'], usd: 9 }),
  ];

  test('is for moderators of the place, for those of the server, and for admins', async () => {
    const everybody = openUsageRoom({ rows });
    for (const words of ['here', 'parent', 'server']) {
      assert.match((await everybody.run(words)).text, /^Only moderators/, words);
    }
    assert.match((await everybody.run('all')).text, /^Only my admins/);

    const moderator = openUsageRoom({ rows, role: ['30'] });
    assert.match((await moderator.run('here')).text, /this thread\*\*[\s\S]*\$2\.01/);
    assert.match((await moderator.run('parent')).text, /^Only moderators/);
    assert.match((await moderator.run('server')).text, /^Only moderators/);
    assert.deepEqual(labelsOf(await moderator.run('here'))[0], ['Me', '[This thread]']);

    const manager = openUsageRoom({ rows, author: { ...ann, isServerAdmin: true } });
    assert.match((await manager.run('server')).text, /the whole server\*\*[\s\S]*\$7\.01/);
    const admin = openUsageRoom({ rows, role: 'admin' });
    assert.match((await admin.run('all')).text, /everywhere\*\*[\s\S]*\$16\.01/);
    assert.deepEqual(labelsOf(await admin.run('all')), [
      ['Me', 'This thread', 'The whole channel', 'The whole server', '[Everywhere]'],
      ['Today', '[This month]', 'Last month'],
      ['[By model]', 'By person', 'By server', 'By key'],
    ]);
  });

  test('has buttons whose ids are all different, and short enough for Telegram', async () => {
    const id = '9'.repeat(16);
    const room = openUsageRoom({ rows, role: 'admin', author: { ...ann, id } });
    for (const words of ['', 'here', 'server last light', 'all today']) {
      const ids = ((await room.run(words)).controls ?? []).flat().map((button) => button.id);
      assert.equal(new Set(ids).size, ids.length, words);
      for (const each of ids) assert.ok(each.length <= 64, each);
    }
  });

  test('asks for the right at each press, and only the person who called the command may press', async () => {
    const admin = openUsageRoom({ rows, role: 'admin' });
    const id = idOf(await admin.run('all'), 'By person');
    assert.match((await admin.press(id))?.text ?? '', /1\. `discord:1`: 3 answers/);

    const others = await admin.press(id, { ...ann, id: '2' });
    assert.match(others?.text ?? '', /for the person who called the command/);
    assert.equal(others?.onlyAsker, true);
    const former = await openUsageRoom({ rows }).press(id);
    assert.match(former?.text ?? '', /^Only my admins/);
    assert.equal(former?.onlyAsker, true);
    for (const forged of ['usage:1:all:x', 'usage:1:here:month:key:dark:list', 'usage:'])
      assert.match((await admin.press(forged))?.text ?? '', /too old|no longer/i, forged);
  });

  test('lists people, servers and keys, also those without a name', async () => {
    const { run, press } = openUsageRoom({
      role: 'admin',
      rows: [
        used({ keyAlias: 'second' }),
        used({ personId: '2', server: '11', usd: 1 }),
        { ...used({ usd: 2 }), personId: '' },
      ],
    });
    const page = await run('all');
    const shown = async (label: string) => (await press(idOf(page, label)))?.text ?? '';
    assert.match(await shown('By person'), /1\. nobody, or people who deleted their data: /);
    assert.match(await shown('By server'), /2\. `discord:11`: /);
    assert.match(await shown('By key'), /1\. `openai`: 2 answers.*\n2\. `openai second`: 1 answer/);
  });

  test('shows the limits of the place to its moderators, and those of the whole bot to admins', async () => {
    const limits = [
      limit(),
      limit({ subject: 'channel', used: 3 }),
      limit({ subject: 'server', used: 4 }),
      limit({ subject: 'total', scope: 'discord:10', used: 5 }),
      limit({ subject: 'total', used: 6 }),
    ];
    const { run } = openUsageRoom({ limits, totals: limits.slice(3), role: 'admin' });
    const usedIn = async (words: string) =>
      [...(await run(words)).text.matchAll(/(\d+) of 100/g)].map(([, count]) => count);
    assert.deepEqual(await usedIn(''), ['12']);
    assert.deepEqual(await usedIn('here'), ['3']);
    assert.deepEqual(await usedIn('server'), ['4', '5']);
    assert.deepEqual(await usedIn('all'), ['5', '6']);
    assert.match((await run('all')).text, /Answers per day, the whole server: 5 of 100/);
  });

  test('is one message in every language, however long the lists are', async () => {
    const many = Array.from({ length: 31 * 40 }, (_, index) =>
      used({
        day: `2026-10-${String((index % 31) + 1).padStart(2, '0')}`,
        model: `a-model-with-a-very-long-name-${index % 40}`,
        usd: 1_234.56,
        answers: 1_234,
        inputTokens: 123_456,
        unpricedAttempts: 1_234,
        estimatedAttempts: 1,
      }),
    );
    const most = limit({ measure: 'usdPerMonth', used: 12_345.67, most: 99_999 });
    const totals = Array.from({ length: 9 }, () => most);
    for (const language of languages) {
      const { run } = openUsageRoom({ rows: many, role: 'admin', totals, language });
      const { text } = await run('all last');
      assert.ok(text.length < 1_950, `${language}: ${text.length}`);
      assert.match(text, /\n5\. /, language);
    }
  });

  test('is that of the person in a direct chat, and is refused where there is no such place', async () => {
    const direct = openUsageRoom({ channel: { ...channel, kind: 'direct' }, role: 'admin' });
    assert.match((await direct.run('here')).text, /^\*\*Your usage on Discord/);
    assert.deepEqual(labelsOf(await direct.run('here'))[0], ['[Me]', 'Everywhere']);
    const group = { platform: 'telegram', id: '-5', kind: 'group' as const };
    const { text } = await openUsageRoom({ channel: group, role: 'admin' }).run('server');
    assert.match(text, /^Write `\/usage`/);
  });
});
