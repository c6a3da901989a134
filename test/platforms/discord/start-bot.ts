import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../../../src/contracts/address.ts';
import type { Choice, Command } from '../../../src/contracts/command.ts';
import type { InboundEvent } from '../../../src/contracts/inbox.ts';
import type { Platform } from '../../../src/contracts/platform.ts';
import type { PutOptions } from '../../../src/contracts/reply-surface.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import type { Log } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import type { ScriptedDiscord } from './scripted-discord.ts';

export interface Bot {
  readonly platform: Platform;
  readonly clock: FakeClock;
  readonly events: InboundEvent[];
  readonly lines: LogLine[];
  /** What `accept` does with the next events. */
  onAccept: (event: InboundEvent) => Promise<void>;
  choices: readonly Choice[];
  start(): Promise<void>;
  /** Waits for an event of this kind. */
  until<Kind extends InboundEvent['kind']>(
    kind: Kind,
  ): Promise<InboundEvent & { readonly kind: Kind }>;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

export function createBot(
  t: TestContext,
  { apiUrl }: Pick<ScriptedDiscord, 'apiUrl'>,
  {
    commands = [],
    clock = createFakeClock(),
    env = {},
  }: { commands?: readonly Command[]; clock?: FakeClock; env?: Record<string, string> } = {},
): Bot {
  const lines: LogLine[] = [];
  const parts = { clock: clock as Clock, log: recordingLog(lines), commands };
  const platform = createDiscord({
    ...parts,
    env: { DISCORD_TOKEN: 'secret-token', DISCORD_API_URL: apiUrl, ...env },
  });
  assert.ok(platform);
  t.after(() => platform.stop());
  const bot: Bot = {
    platform,
    clock,
    events: [],
    lines,
    onAccept: async () => {},
    choices: [],
    start: () =>
      platform.start({
        async accept(event) {
          await bot.onAccept(event);
          bot.events.push(event);
        },
        complete: async () => bot.choices,
      }),
    async until(kind) {
      const find = () =>
        bot.events.find(
          (event): event is typeof event & { readonly kind: typeof kind } => event.kind === kind,
        );
      return waitFor(find, `no ${kind} event`);
    },
  };
  return bot;
}

/** Resolves with the first result of `look` that is neither undefined nor false. Rejects with `otherwise` after `GIVE_UP_MS`. */
export async function waitFor<Value>(
  look: () => Value | undefined | false,
  otherwise: string,
): Promise<Value> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > giveUpAt) throw new Error(otherwise);
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
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, fields });
  const log: Log = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log,
  };
  return log;
}
