import type { LocalNetworks } from '../helpers/start-parley.ts';
import type { Random } from './random.ts';

/** Faults of both networks. */
export interface Trouble {
  /** Causes one fault, at once or for a later call. */
  strike(): Promise<void>;
  /** Cancels the faults that have not happened yet. */
  end(): void;
  readonly strikes: number;
}

/** The pause that every planned 429 asks for: the shortest one of the local Telegram, in scaled time. */
export const PENALTY_MS = 150;
const MESSAGES = '/channels/:channel/messages';
const MESSAGE = '/channels/:channel/messages/:message';
const FIRST_UPDATE = 700_000_001;

/** All faults that a network causes for a bot, except requests that hang: those take more time than a test has. */
export function createTrouble({ discord, telegram }: LocalNetworks, random: Random): Trouble {
  let strikes = 0;
  let newestUpdate = FIRST_UPDATE;

  const failOnDiscord = async () => {
    const [method, route] = random.pick([
      ['POST', MESSAGES],
      ['PATCH', MESSAGE],
      ['DELETE', MESSAGE],
      ['GET', MESSAGES],
    ] as const);
    const fault = random.pick([
      'drop',
      'drop-after-applied',
      'drop-after-applied',
      { status: 500 },
      { status: 502 },
      { status: 429, retryAfterMs: PENALTY_MS },
    ] as const);
    void discord.controls.faults.next(method, route, fault, 1 + random.below(2));
  };

  const failOnTelegram = async () => {
    const method = random.pick([
      'sendMessage',
      'sendMessage',
      'editMessageText',
      'deleteMessage',
      'getUpdates',
    ]);
    const fault = random.pick([
      { dropAfterApplied: true },
      { status: 500 },
      { status: 502, description: 'Bad Gateway' },
      { retryAfter: PENALTY_MS / 1000 },
      { delayMs: random.below(400) },
    ] as const);
    telegram.controls.faults.next(method, fault, 1 + random.below(2));
  };

  const failOnGateway = async () =>
    random.pick([
      discord.controls.disconnect,
      discord.controls.askToReconnect,
      discord.controls.invalidateSessions,
    ])();

  /** A second poller takes waiting updates and confirms none, so it loses nothing. */
  const pollTwice = async () => {
    await fetch(`${telegram.apiUrl}/bot${telegram.token}/getUpdates?timeout=0&limit=1`).catch(
      () => {},
    );
  };

  const redeliverOldUpdate = async () => {
    while (random.chance(0.8)) newestUpdate += 1;
    for (let update = newestUpdate; update >= FIRST_UPDATE; update--) {
      try {
        return telegram.controls.redeliver(update);
      } catch {
        // There is no such update yet.
      }
    }
  };

  return {
    get strikes() {
      return strikes;
    },
    async strike() {
      strikes += 1;
      const strike = random.pick([
        failOnDiscord,
        failOnDiscord,
        failOnTelegram,
        failOnTelegram,
        failOnGateway,
        pollTwice,
        redeliverOldUpdate,
      ]);
      await strike();
    },
    end() {
      discord.controls.faults.clear();
      telegram.controls.faults.clear();
    },
  };
}
