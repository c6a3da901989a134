import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AccessSummary, Overview } from '../../../src/contracts/overview.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import { createStartReport } from '../../../src/setup/start-report/start-report.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';

const NOBODY: AccessSummary = {
  admins: 0,
  isOpenOnServers: true,
  listed: 0,
  granted: 0,
  direct: 'listed',
};

/** A platform that is connected, with what its check finds. */
function connectedPlatform(name: string, link: string, check: Platform['check']) {
  const account = {
    id: '1',
    name: name === 'telegram' ? 'ParleyBot' : 'Parley',
    link,
    ownerIds: [],
  };
  return { name, identity: () => account, check } as unknown as Platform;
}

function setUp(options: { isTerminal?: boolean; access?: AccessSummary; columns?: number } = {}) {
  const clock = createFakeClock();
  const log = createRecordingLog();
  let screen = '';
  const terminal = {
    columns: options.columns ?? 100,
    isScreen: true,
    write: (text: string) => {
      screen += text;
    },
  };
  const telegram = connectedPlatform('telegram', 'https://t.me/ParleyBot', async () => [
    { state: 'good', subject: 'token', result: 'is that of @ParleyBot.' },
    { state: 'note', subject: 'privacy mode', result: 'is on.', cure: 'Open BotFather.' },
    { state: 'note', subject: 'guest mode', result: 'is off.' },
  ]);
  const discord = connectedPlatform('discord', 'https://discord.com/oauth2/x', async () => {
    throw new Error('too slow');
  });
  const overview: Overview = {
    platforms: [discord, telegram],
    services: ['openai'],
    models: {
      describeStart: async () => ({
        defaultModel: 'openai/good',
        answers: 'openai/good answers, because DEFAULT_MODEL names it.',
        providers: [{ name: 'openai', models: 63 }],
        warnings: [
          { place: 'DEFAULT_MODEL', problem: 'openai/old ends on 2026-12-11.', cure: 'Choose.' },
        ],
      }),
    },
    pairing: { createCode: async () => 'CODE16' },
    summarizeAccess: () => options.access ?? NOBODY,
  };
  const report = createStartReport({
    clock,
    log,
    terminal: options.isTerminal === false ? undefined : terminal,
    env: { TELEGRAM_TOKN: '1:x' },
  });
  return {
    lines: log.lines,
    clock,
    overview,
    report,
    settle: () => clock.advance(0),
    screen: () => screen.replace(/\s+/g, ' '),
  };
}

describe('createStartReport', () => {
  test('tells on a terminal the bot, its link, who may use it, the models and what is missing', async () => {
    const { report, overview, settle, screen, lines } = setUp();
    report.onOverview(overview);
    report.onNetwork({ name: 'discord', state: 'connected' });
    report.onNetwork({ name: 'telegram', state: 'connected' });
    report.onStarted();
    await settle();
    for (const part of [
      /TELEGRAM_TOKN is set, but nothing reads it\. Did you mean TELEGRAM_TOKEN\?/,
      /models openai: 63 found\. openai\/good answers, because DEFAULT_MODEL names it\. note: DEFAULT_MODEL: openai\/old ends on 2026-12-11\. → Choose\./,
      /discord Parley is connected\. https:\/\/discord\.com\/oauth2\/x It answers everybody on its servers, and directly nobody\./,
      /telegram @ParleyBot is connected\. https:\/\/t\.me\/ParleyBot It answers nobody yet\. It has no admin\. note/,
      /note: privacy mode is on\. → Open BotFather\./,
    ]) {
      assert.match(screen(), part);
    }
    // More is possible, but nothing is missing.
    assert.doesNotMatch(screen(), /guest mode/);
    assert.deepEqual(lines, ['info parley: ready {}']);
  });

  test('offers pairing on a terminal where a Telegram bot has no admin, as a link and as a picture', async () => {
    const { report, overview, settle, screen } = setUp();
    report.onOverview(overview);
    report.onNetwork({ name: 'telegram', state: 'connected' });
    report.onStarted();
    await settle();
    assert.match(screen(), /https:\/\/t\.me\/ParleyBot\?start=CODE16/);
    assert.match(screen(), /▀|▄/);
  });

  test('shows the link alone where the terminal is too narrow for the picture', async () => {
    const { report, overview, settle, screen } = setUp({ columns: 30 });
    report.onOverview(overview);
    report.onNetwork({ name: 'telegram', state: 'connected' });
    report.onStarted();
    await settle();
    assert.match(screen(), /start=CODE16/);
    assert.doesNotMatch(screen(), /▀|▄/);
  });

  test('offers no pairing on Discord, whose owners are known, and none where there is an admin', async () => {
    for (const [name, admins] of [
      ['discord', 0],
      ['telegram', 1],
    ] as const) {
      const { report, overview, settle, screen } = setUp({ access: { ...NOBODY, admins } });
      report.onOverview(overview);
      report.onNetwork({ name, state: 'connected' });
      report.onStarted();
      await settle();
      assert.doesNotMatch(screen(), /CODE16/);
    }
  });

  test('writes the same to the log where there is no terminal, and never a code', async () => {
    const { report, overview, settle, screen, lines } = setUp({ isTerminal: false });
    report.onOverview(overview);
    report.onNetwork({ name: 'telegram', state: 'connected' });
    report.onStarted();
    await settle();
    assert.equal(screen(), '');
    assert.doesNotMatch(JSON.stringify(lines), /CODE16/);
    assert.match(
      lines.join('\n'),
      /^info parley: network connected .*t\.me\/ParleyBot.*npm run pair.*$/m,
    );
    assert.match(lines.join('\n'), /^info parley: network checked .*privacy mode is on/m);
    assert.match(lines.join('\n'), /^info parley: models found .*openai 63/m);
    assert.match(lines.join('\n'), /^warn parley: models checked .*2026-12-11/m);
  });

  // found-2026-11.md, A8: "ready" came within 1 ms while nothing was connected.
  test('is not ready while no network is connected, and ready as soon as one is', async () => {
    const { report, overview, settle, screen, lines } = setUp();
    report.onOverview(overview);
    report.onNetwork({ name: 'telegram', state: 'retrying', problem: 'Telegram gave no answer.' });
    report.onStarted();
    await settle();
    assert.deepEqual(lines, [
      'warn parley: no network is connected yet, retrying {"networks":"telegram"}',
    ]);
    assert.match(screen(), /telegram is not connected\. .*Telegram gave no answer\./);

    report.onNetwork({ name: 'telegram', state: 'retrying', problem: 'Telegram gave no answer.' });
    report.onNetwork({ name: 'telegram', state: 'connected' });
    report.onStarted();
    await settle();
    assert.equal(lines.at(-1), 'info parley: ready {}');
    assert.match(screen(), /telegram @ParleyBot is connected/);
    assert.equal(screen().split('telegram is not connected').length, 2);
  });

  test('shows a network that is connected once, also when it is lost and comes back', async () => {
    const { report, overview, settle, screen } = setUp();
    report.onOverview(overview);
    report.onNetwork({ name: 'discord', state: 'connected' });
    report.onStarted();
    await settle();
    const shown = screen();
    report.onNetwork({ name: 'discord', state: 'retrying', problem: 'Gone.' });
    report.onNetwork({ name: 'discord', state: 'connected' });
    await settle();
    assert.equal(screen(), shown);
  });

  test('mentions after five seconds a network that has not answered, while another one works', async () => {
    const { report, overview, clock, screen } = setUp();
    report.onOverview(overview);
    report.onNetwork({ name: 'telegram', state: 'connected' });
    await clock.advance(5_000);
    assert.match(screen(), /discord has not answered so far/);
    assert.doesNotMatch(screen(), /telegram has not answered/);
  });
});
