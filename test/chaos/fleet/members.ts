import { setTimeout as wait } from 'node:timers/promises';
import type { ProcessRole } from '../../../src/contracts/fleet.ts';
import type { Env } from '../../../src/lib/env.ts';
import {
  type ParleyProcess,
  startProcess,
  startProcessApart,
  untilReady,
} from '../../helpers/start-process.ts';
import { type RelayedCall, startRelay } from './relay.ts';

/** One process of the fleet, from its start to its end. */
export interface Life {
  /** `worker-2.17`: the 17th process in the place `worker-2`. */
  readonly name: string;
  readonly role: ProcessRole;
  readonly process: ParleyProcess;
  /** `performance.now()`. */
  readonly startedAt: number;
  /** The signal that was sent to end it. */
  endedBy: 'SIGKILL' | 'SIGTERM' | undefined;
  signalledAt: number;
  isFrozen: boolean;
  hasEnded: boolean;
}

/** A process that ended although nobody ended it, or not in order. */
interface WrongEnd {
  readonly life: string;
  readonly status: number | null;
  readonly output: string;
}

/** The processes of a fleet. One that dies is started anew at once, as an orchestrator does. */
export interface Members {
  /** Those that are alive, whether they are ready or not. */
  alive(): readonly Life[];
  /** All that ever were. */
  readonly all: readonly Life[];
  readonly wrongEnds: readonly WrongEnd[];
  /** Resolves when every place has a ready process. */
  untilReady(): Promise<void>;
  kill(life: Life): void;
  /** Starts a process beside one, and ends that one in order when the new one is ready. */
  deploy(life: Life): Promise<void>;
  /** Ends all in order. */
  stop(): Promise<void>;
}

interface Place {
  readonly name: string;
  readonly role: ProcessRole;
  readonly start: typeof startProcess;
  births: number;
  life: Life | undefined;
}

interface MembersParts {
  readonly places: readonly {
    readonly name: string;
    readonly role: ProcessRole;
    readonly env?: Env;
  }[];
  /** The variables that all share, with the real origins of the networks. */
  readonly env: Env;
  readonly origins: { readonly discord: string; readonly telegram: string };
  readonly record: (call: RelayedCall) => void;
  /** Every second process is as on a machine of its own. */
  readonly areApart: boolean;
  /** As in `startRelay`. */
  readonly drawDelayMs: () => number;
}

/** A process that cannot start, as while its database is away, is not started a thousand times. */
const RESTART_PAUSE_MS = 300;
const LOOK_EVERY_MS = 20;
const READY_GIVE_UP_MS = 120_000;
/** A process that goes on after this time ends in no order. */
const STOP_GIVE_UP_MS = 60_000;
const OUTPUT_TAIL = 3_000;

/** Starts the processes of all places. */
export function startMembers(parts: MembersParts): Members {
  const all: Life[] = [];
  const wrongEnds: WrongEnd[] = [];
  const places = parts.places.map((place, index) => ({
    ...place,
    start: parts.areApart && index % 2 === 1 ? startProcessApart : startProcess,
    births: 0,
    life: undefined as Life | undefined,
  }));
  let isStopping = false;

  async function bear(place: Place & { readonly env?: Env }): Promise<Life> {
    place.births += 1;
    const name = `${place.name}.${place.births}`;
    const { record, origins, drawDelayMs } = parts;
    const relays = await Promise.all(
      (['discord', 'telegram'] as const).map((network) =>
        startRelay({ life: name, network, target: origins[network], record, drawDelayMs }),
      ),
    );
    const [discord, telegram] = relays;
    const env = {
      ...parts.env,
      ...place.env,
      PARLEY_ROLE: place.role,
      OPENAI_API_KEY: `key-${name}`,
      DISCORD_API_URL: `${discord?.origin}/api`,
      TELEGRAM_API_URL: `${telegram?.origin}`,
    };
    const life: Life = {
      ...{ name, role: place.role, process: place.start('start', env) },
      ...{ startedAt: performance.now(), signalledAt: 0, endedBy: undefined },
      ...{ isFrozen: false, hasEnded: false },
    };
    all.push(life);
    void life.process.ended.then((status) => {
      life.hasEnded = true;
      for (const relay of relays) relay.stop();
      if (life.endedBy === 'SIGKILL' || (life.endedBy && status === 0)) return;
      const output = life.process.output().slice(-OUTPUT_TAIL);
      wrongEnds.push({ life: name, status, output });
    });
    return life;
  }

  async function keepFilled(place: Place): Promise<void> {
    while (!isStopping) {
      const life = await bear(place);
      place.life = life;
      await life.process.ended;
      // A deployed process has taken the place.
      while (!isStopping && place.life && place.life !== life) {
        const newer: Life = place.life;
        await newer.process.ended;
        if (place.life === newer) break;
      }
      if (!isStopping) await wait(RESTART_PAUSE_MS);
    }
  }

  const filling = places.map(keepFilled);
  const alive = () => all.filter(({ hasEnded }) => !hasEnded);
  process.once('exit', () => {
    for (const life of alive()) life.process.kill('SIGKILL');
  });
  const end = (life: Life, signal: 'SIGKILL' | 'SIGTERM') => {
    life.endedBy ??= signal;
    life.signalledAt ||= performance.now();
    life.process.kill(signal);
  };

  return {
    alive,
    all,
    wrongEnds,
    kill: (life) => end(life, 'SIGKILL'),

    async untilReady() {
      const giveUpAt = performance.now() + READY_GIVE_UP_MS;
      while (!places.every(({ life }) => life && !life.hasEnded && life.process.isReady())) {
        if (performance.now() > giveUpAt)
          throw new Error(
            places
              .map(({ life }) => `${life?.name}: ${life?.process.output().slice(-600)}`)
              .join('\n'),
          );
        await wait(LOOK_EVERY_MS);
      }
    },

    async deploy(life) {
      const place = places.find((each) => each.life === life);
      if (!place) return;
      const newer = await bear(place);
      place.life = newer;
      // Either may be killed meanwhile.
      await Promise.race([untilReady(newer.process).catch(() => {}), life.process.ended]);
      end(life, 'SIGTERM');
      await life.process.ended;
    },

    async stop() {
      isStopping = true;
      const living = alive();
      for (const life of living) end(life, 'SIGTERM');
      const timer = setTimeout(() => {
        for (const life of alive()) end(life, 'SIGKILL');
      }, STOP_GIVE_UP_MS);
      await Promise.all([...filling, ...living.map(({ process }) => process.ended)]);
      clearTimeout(timer);
    },
  };
}
