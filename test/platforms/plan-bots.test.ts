import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InboundEvent } from '../../src/contracts/inbox.ts';
import type { ConnectionMemory, Platform } from '../../src/contracts/platform.ts';
import { ConfigError } from '../../src/errors.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { planBots } from '../../src/platforms/plan-bots.ts';
import type { PlatformFactory } from '../../src/platforms/platform-parts.ts';
import { createTelegram } from '../../src/platforms/telegram/index.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

const parts = { clock: systemClock, log: silentLog, commands: [] };
const channel = { platform: 'telegram', id: '-1', kind: 'group' as const };

function buildBots(env: Record<string, string>, create: PlatformFactory = createTelegram) {
  return planBots('telegram', create, { ...parts, env }).map((build) => build());
}

describe('planBots', () => {
  test('gives each bot its own name, and its own limits', () => {
    const bots = buildBots({ TELEGRAM_TOKEN: '1:a', TELEGRAM_TOKENS: 'memes=2:b, support=3:c' });
    assert.deepEqual(
      bots.map((bot) => bot?.name),
      ['telegram', 'telegram@memes', 'telegram@support'],
    );
    const budgets = bots.map((bot) => bot?.surface({ channel }).budget());
    assert.deepEqual(
      budgets.map((budget) => [budget?.scope, budget?.chat, budget?.overall?.scope]),
      [
        ['telegram:-1', 'telegram:-1', 'telegram'],
        ['telegram@memes:-1', 'telegram@memes:-1', 'telegram@memes'],
        ['telegram@support:-1', 'telegram@support:-1', 'telegram@support'],
      ],
    );
  });

  test('needs no bot without a name', () => {
    const env = { TELEGRAM_TOKENS: 'memes=2:b', TELEGRAM_API_URL: 'http://127.0.0.1:1' };
    assert.deepEqual(
      buildBots(env).map((bot) => bot?.name),
      ['telegram@memes'],
    );
  });

  test('says of which bot the token is wrong', async () => {
    assert.throws(
      () => buildBots({ TELEGRAM_TOKENS: 'memes=wrong token' }),
      (error) =>
        error instanceof ConfigError && error.message.includes('TELEGRAM_TOKENS (memes) holds'),
    );

    const refusing: PlatformFactory = (given) => ({
      ...(createTelegram(given) as Platform),
      start: async () => {
        throw new ConfigError('Telegram refused TELEGRAM_TOKEN.');
      },
    });
    const [bot] = buildBots({ TELEGRAM_TOKENS: 'memes=2:b' }, refusing);
    const inbox = { accept: async () => {}, complete: async () => [] };
    await assert.rejects(bot?.start(inbox) ?? Promise.resolve(), {
      name: 'ConfigError',
      message: 'Telegram refused TELEGRAM_TOKENS (memes).',
    });
  });

  test('logs of which bot the token is wrong', () => {
    const log = createRecordingLog();
    const logging: PlatformFactory = (given) => {
      given.log.child({ platform: given.name }).error({}, 'telegram: put it into TELEGRAM_TOKEN.');
      return createTelegram(given);
    };
    const env = { TELEGRAM_TOKENS: 'memes=2:b' };
    for (const build of planBots('telegram', logging, { ...parts, log, env })) build();
    assert.deepEqual(log.lines, ['error telegram: put it into TELEGRAM_TOKENS (memes). {}']);
  });

  test('tells of which bot the connection was lost', async () => {
    const losing: PlatformFactory = (given) => ({
      ...(createTelegram(given) as Platform),
      start: async (_inbox, onConnection) =>
        onConnection?.({ state: 'retrying', problem: 'Put it into TELEGRAM_TOKEN.' }),
    });
    const [bot] = buildBots({ TELEGRAM_TOKENS: 'memes=2:b' }, losing);
    const inbox = { accept: async () => {}, complete: async () => [] };
    const problems: unknown[] = [];
    await bot?.start(inbox, ({ problem }) => void problems.push(problem));
    assert.deepEqual(problems, ['Put it into TELEGRAM_TOKENS (memes).']);
  });

  test('hands a named bot what it shares with other processes, and says of which bot writing failed', async () => {
    const memory = {} as ConnectionMemory;
    const given: unknown[] = [];
    const sharing: PlatformFactory = (each) => ({
      ...(createTelegram(each) as Platform),
      start: async (_inbox, _onConnection, itsMemory) => void given.push(itsMemory),
      startWriting: async () => {
        throw new ConfigError('Telegram refused TELEGRAM_TOKEN.');
      },
    });
    const [bot] = buildBots({ TELEGRAM_TOKENS: 'memes=2:b' }, sharing);
    const inbox = { accept: async () => {}, complete: async () => [] };
    await bot?.start(inbox, undefined, memory);
    assert.deepEqual(given, [memory]);
    await assert.rejects(bot?.startWriting?.() ?? Promise.resolve(), {
      message: 'Telegram refused TELEGRAM_TOKENS (memes).',
    });
  });

  test('names the bot in the limits of its other calls', async () => {
    const calling: PlatformFactory = (each) => ({
      ...(createTelegram(each) as Platform),
      shareLimits(takeCall) {
        const overall = { scope: 'telegram', calls: 30, windowMs: 1_000 };
        const limit = { calls: 30, windowMs: 1_000, gapMs: 0 };
        const { signal } = new AbortController();
        void takeCall({ ...limit, scope: 'telegram:requests', overall }, signal);
      },
    });
    const [bot] = buildBots({ TELEGRAM_TOKENS: 'memes=2:b' }, calling);
    const scopes: unknown[] = [];
    bot?.shareLimits?.(async ({ scope, overall }) => {
      scopes.push(scope, overall?.scope);
      return () => {};
    });
    assert.deepEqual(scopes, ['telegram@memes:requests', 'telegram@memes']);
  });

  test('names the bot in the channels of every event', async () => {
    const author = { id: '1', name: 'A', isBot: false, isServerAdmin: false, roles: [] };
    const address = { channel };
    const message = {
      id: '5',
      channel,
      author,
      addressed: 'mention' as const,
      text: 'Hi',
      attachments: [],
      sentAt: 0,
    };
    const call = { name: 'why', channel, author, options: {}, target: message };
    const ref = { messageId: '9' };
    const events: readonly InboundEvent[] = [
      { kind: 'message', message, address },
      { kind: 'edited', message, address },
      { kind: 'deleted', channel, messageId: '5' },
      { kind: 'command', call, address },
      { kind: 'button', id: 'stop:1', author, message: ref, address },
      { kind: 'form', id: 'persona:1', author, values: {}, address },
      { kind: 'stopped', address },
      { kind: 'migrated', from: channel, to: { ...channel, id: '-2' } },
      { kind: 'added', channel },
      { kind: 'removed', channel },
    ];
    const received: InboundEvent[] = [];
    const sending: PlatformFactory = (given) => ({
      ...(createTelegram(given) as Platform),
      start: async (inbox) => {
        for (const event of events) await inbox.accept(event);
      },
    });

    const [bot] = buildBots({ TELEGRAM_TOKENS: 'memes=2:b' }, sending);
    const accept = async (event: InboundEvent) => void received.push(event);
    await bot?.start({ accept, complete: async () => [] });
    assert.deepEqual(
      received,
      JSON.parse(
        JSON.stringify(events).replaceAll('"platform":"telegram"', '"platform":"telegram@memes"'),
      ),
    );
  });
});
