import type { AccessRequest } from '../contracts/access.ts';
import type { Channel } from '../contracts/chat-message.ts';
import type { Observation } from '../contracts/observation.ts';
import type { NetworkState } from '../contracts/overview.ts';
import type { Turn } from '../contracts/turns.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import type { ConsoleSources } from './console-sources.ts';
import type { ConsoleState, RunningAnswer } from './protocol.ts';
import { toShownTurn } from './to-shown.ts';
import type { TrailRecord } from './trail-record.ts';

/** The present state of the bot, as far as the console shows it. */
export interface LiveState {
  /** Takes note of an observation. Gives the turn that has ended. */
  take(observation: Observation): EndedRun | undefined;
  read(): ConsoleState;
  /** What was seen of a channel: its server, for instance. */
  findChannel(platform: string, id: string): Channel | undefined;
}

/** A turn that has ended, and what the console keeps of it. */
export interface EndedRun {
  readonly turn: Turn;
  readonly record: TrailRecord;
}

type Times = Pick<RunningAnswer, 'startedAt' | 'firstWordsMs'>;

/** More cannot run at once. */
const MAX_TIMES = 1_000;
const MAX_CHANNELS = 500;
/** A page with more rows is no overview. */
const MAX_SHOWN = 200;

/** Creates the state. */
export function createLiveState(
  sources: Pick<ConsoleSources, 'openTurns' | 'platforms' | 'access' | 'troubles'>,
  clock: Clock,
): LiveState {
  const networks = new Map<string, NetworkState>();
  const times = new Map<string, Times>();
  const channels = new Map<string, Channel>();

  function setTimes(turn: Turn, known: Times): void {
    keep(times, turn.id, known, MAX_TIMES);
    const { channel } = turn.address;
    keep(channels, channelKey(channel), channel, MAX_CHANNELS);
  }

  function end(turn: Turn, tookMs: number): EndedRun | undefined {
    const { state } = turn;
    if (state === 'waiting' || state === 'running') return undefined;
    const attempts = turn.versions[turn.shownVersion]?.attempts ?? [];
    const endedAt = clock.now();
    const { startedAt = endedAt - tookMs, firstWordsMs } = times.get(turn.id) ?? {};
    times.delete(turn.id);
    const ended = { startedAt, firstWordsMs, endedAt, tookMs, attempts, state };
    return { turn, record: omitUndefined({ ...toShownTurn(turn), ...ended }) };
  }

  return {
    take(observation) {
      if (observation.kind === 'network') {
        networks.set(observation.state.name, observation.state);
      } else if (observation.kind === 'turn started') {
        setTimes(observation.turn, { startedAt: clock.now() });
      } else if (observation.kind === 'first words') {
        const { turn, firstWordsMs } = observation;
        setTimes(turn, { ...times.get(turn.id), firstWordsMs });
      } else if (observation.kind === 'turn ended') {
        return end(observation.turn, observation.tookMs);
      }
      return undefined;
    },

    read() {
      const running = sources
        .openTurns()
        .slice(0, MAX_SHOWN)
        .flatMap((turn): RunningAnswer[] =>
          turn.state === 'running' || turn.state === 'waiting'
            ? [{ ...toShownTurn(turn), ...times.get(turn.id), state: turn.state }]
            : [],
        );
      return {
        networks: [...networks.values()],
        running,
        troubles: sources.troubles(),
        requests: sources.platforms.flatMap((name) => sources.access.requests(name)).map(bare),
      };
    },

    findChannel: (platform, id) => channels.get(channelKey({ platform, id })),
  };
}

/** The messages that show a request elsewhere are nobody's business here. */
function bare(request: AccessRequest): AccessRequest {
  return { ...request, messages: [] };
}

/** Sets an entry, as the newest one. The oldest makes room. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
