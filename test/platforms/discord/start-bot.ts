import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../../../src/contracts/address.ts';
import type { Choice, Command } from '../../../src/contracts/command.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type {
  ConnectionMemory,
  ConnectionState,
  Platform,
} from '../../../src/contracts/platform.ts';
import type { PutOptions } from '../../../src/contracts/reply-surface.ts';
import type { Log } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import type { ScriptedDiscord } from './scripted-discord.ts';

type EventKind = InboundEvent['kind'];
type EventOfKind<Kind extends EventKind> = InboundEvent & { readonly kind: Kind };

/** Parley's platform with an inbox that records the events. */
export interface Bot {
  readonly platform: Platform;
  readonly clock: FakeClock;
  readonly events: InboundEvent[];
  readonly logLines: LogLine[];
  /** What the platform told about its connection. */
  readonly states: ConnectionState[];
  /** Stands for storing an event; may reject. May be set at any time. */
  onAccept: (event: InboundEvent) => Promise<void>;
  /** The suggestions for every option. */
  choices: readonly Choice[];
  start(): Promise<void>;
  waitForEvent<Kind extends EventKind>(kind: Kind): Promise<EventOfKind<Kind>>;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

interface BotOptions {
  readonly commands?: readonly Command[];
  readonly clock?: FakeClock;
  readonly env?: Record<string, string>;
  readonly memory?: ConnectionMemory;
}

export function createBot(
  t: TestContext,
  { apiUrl }: Pick<ScriptedDiscord, 'apiUrl'>,
  { commands = [], clock = createFakeClock(), env = {}, memory }: BotOptions = {},
): Bot {
  const logLines: LogLine[] = [];
  const platform = createDiscord({
    clock,
    log: recordingLog(logLines),
    commands,
    env: { DISCORD_TOKEN: 'secret-token', DISCORD_API_URL: apiUrl, ...env },
  });
  assert.ok(platform);
  t.after(() => platform.stop());

  const bot: Bot = {
    platform,
    clock,
    events: [],
    logLines,
    states: [],
    onAccept: async () => {},
    choices: [],

    start: () =>
      platform.start(
        {
          async accept(event, carried) {
            platform.receive?.(event, carried);
            await bot.onAccept(event);
            bot.events.push(event);
          },
          complete: async () => bot.choices,
        },
        (state) => void bot.states.push(state),
        memory,
      ),

    waitForEvent: (kind) => waitFor(() => findEvent(bot.events, kind), `no ${kind} event`),
  };
  return bot;
}

/** The first event of this kind. */
export function findEvent<Kind extends EventKind>(
  events: readonly InboundEvent[],
  kind: Kind,
): EventOfKind<Kind> | undefined {
  return events.find((event): event is EventOfKind<Kind> => event.kind === kind);
}

/** Resolves with the first result of `look` that is neither undefined nor false. Rejects with `failure` after `GIVE_UP_MS`. */
export async function waitFor<Value>(
  look: () => Value | undefined | false,
  failure: string,
): Promise<Value> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > giveUpAt) throw new Error(failure);
    await delay(10);
  }
}

export const channelAddress: Address = {
  channel: { platform: 'discord', id: '10', kind: 'group', server: '7' },
  questionId: '77',
};

export function putOptions(more: Partial<PutOptions> = {}): PutOptions {
  return { state: 'final', key: 'turn#1.0', signal: new AbortController().signal, ...more };
}

function recordingLog(lines: LogLine[]): Log {
  const writer = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, fields });

  const log: Log = {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    child: () => log,
  };
  return log;
}
