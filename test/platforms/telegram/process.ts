import assert from 'node:assert/strict';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import type { InboundEvent, Inbox } from '../../../src/contracts/inbox.ts';
import type {
  ConnectionMemory,
  ConnectionState,
  Platform,
} from '../../../src/contracts/platform.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { createTelegram } from '../../../src/platforms/telegram/index.ts';
import { eventually } from '../../helpers/eventually.ts';
import { createRecordingLog } from '../../helpers/recording-log.ts';
import { commands } from './updates.ts';

/** A platform as one of several processes has it. */
export interface TelegramProcess {
  readonly platform: Platform;
  /** Plain data, as another process gets it. */
  readonly events: { readonly event: InboundEvent; readonly carried?: object }[];
  readonly states: readonly ConnectionState[];
  readonly lines: readonly string[];
  /** Where events go besides `events`. */
  putInto(put: Inbox['accept']): void;
  /** From now on, no event is stored. */
  failWith(error: Error | undefined): void;
  start(memory?: ConnectionMemory): Promise<void>;
  /** The texts of the messages that came. */
  texts(): readonly string[];
  /** Waits for an event, which another process may have read, and takes it. */
  next<Kind extends InboundEvent['kind']>(kind: Kind): Promise<InboundEvent & { kind: Kind }>;
}

/** Waits last a fortieth of their time, so that no test waits for them. */
const hastyClock: Clock = {
  ...systemClock,
  after: (ms, run) => systemClock.after(ms / 40, run),
};

/** Creates the platform of a process for the bot of the local Telegram. */
export function createTelegramProcess(telegram: LocalTelegram, env: Env = {}): TelegramProcess {
  const log = createRecordingLog();
  const platform = createTelegram({
    env: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.apiUrl, ...env },
    clock: hastyClock,
    log,
    commands,
    timeScale: 0.01,
  });
  assert.ok(platform);
  const events: { readonly event: InboundEvent; readonly carried?: object }[] = [];
  const states: ConnectionState[] = [];
  let failure: Error | undefined;
  let put: Inbox['accept'] = async () => {};

  const inbox = {
    async accept(event: InboundEvent, carried?: object) {
      if (failure) throw failure;
      await put(event, carried);
      events.push(JSON.parse(JSON.stringify({ event, carried })));
    },
    complete: async () => [],
  };

  return {
    platform,
    events,
    states,
    lines: log.lines,
    putInto(given) {
      put = given;
    },
    failWith(error) {
      failure = error;
    },
    start: (memory) => platform.start(inbox, (state) => void states.push(state), memory),
    texts: () =>
      events.flatMap(({ event }) => (event.kind === 'message' ? event.message.text : [])),
    async next<Kind extends InboundEvent['kind']>(kind: Kind) {
      const find = () => events.findIndex(({ event }) => event.kind === kind);
      await eventually(`a ${kind}`, () => find() >= 0);
      return events.splice(find(), 1)[0]?.event as InboundEvent & { kind: Kind };
    },
  };
}
