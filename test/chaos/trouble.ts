import type { LocalNetworks } from '../helpers/start-parley.ts';
import type { Random } from './random.ts';

export interface Trouble {
  /** One thing goes wrong. */
  strike(): Promise<void>;
  /** Whatever was planned does not happen any more. */
  end(): void;
  readonly strikes: number;
}

/** What every planned 429 asks to wait: as the least that one of the local Telegram does, in scaled time. */
export const PENALTY_MS = 150;
const MESSAGES = '/channels/:channel/messages';
const MESSAGE = '/channels/:channel/messages/:message';
const FIRST_UPDATE = 700_000_001;

/** All that networks do to a bot, but for requests that hang: those cost more time than a test has. */
export function createTrouble({ discord, telegram }: LocalNetworks, random: Random): Trouble {
  let strikes = 0;
  let newestUpdate = FIRST_UPDATE;

  const onDiscord = async () => {
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

  const onTelegram = async () => {
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

  const onGateway = async () =>
    random.pick([
      discord.controls.disconnect,
      discord.controls.askToReconnect,
      discord.controls.invalidateSessions,
    ])();

  /** It takes what waits and confirms nothing, so nothing is lost by it. */
  const secondPoller = async () => {
    await fetch(`${telegram.apiUrl}/bot${telegram.token}/getUpdates?timeout=0&limit=1`).catch(
      () => {},
    );
  };

  const oldUpdateAgain = async () => {
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
      await random.pick([
        onDiscord,
        onDiscord,
        onTelegram,
        onTelegram,
        onGateway,
        secondPoller,
        oldUpdateAgain,
      ])();
    },
    end() {
      discord.controls.faults.clear();
      telegram.controls.faults.clear();
    },
  };
}
