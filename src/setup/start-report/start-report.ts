import { explainSuggestion, type VariableSuggestion } from '../../config/suggest-variables.ts';
import type { Finding } from '../../contracts/finding.ts';
import type { NetworkState, Overview } from '../../contracts/overview.ts';
import type { Platform } from '../../contracts/platform.ts';
import { BotError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import { offerPairing } from '../offer-pairing.ts';
import type { Terminal } from '../terminal.ts';
import { type Announce, createLogAnnouncer, createTerminalAnnouncer } from './announce.ts';
import { describeAccess } from './describe-access.ts';

/** The parts of the report. */
interface StartReportParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: there is none, so the report is written to the log. */
  readonly terminal?: Terminal | undefined;
  readonly suggestions: readonly VariableSuggestion[];
}

/** Tells the operator, while Parley starts, what works and what is missing. */
export interface StartReport {
  /** Everything is built, and nothing is connected yet. */
  onOverview(overview: Overview): void;
  onNetwork(state: NetworkState): void;
  /** Every network was tried once. */
  onStarted(): void;
}

const CHECK_TIMEOUT_MS = 5_000;
/** A network that is silent for this long is mentioned. */
const PATIENCE_MS = 5_000;
/** A link says more than the number of servers. */
const LEFT_OUT_SUBJECTS = ['servers'];

/** Creates the report of one start. A network that connects later is reported then. */
export function createStartReport(parts: StartReportParts): StartReport {
  const { clock, log, terminal } = parts;
  const announce: Announce = terminal ? createTerminalAnnouncer(terminal) : createLogAnnouncer(log);
  const states = new Map<string, NetworkState['state']>();
  let overview: Overview | undefined;
  let isStarted = false;
  let isReady = false;
  /** Each part of the report follows the one before it as a whole. */
  let lastPart = Promise.resolve();

  function enqueue(part: () => Promise<void> | void): void {
    lastPart = lastPart.then(part).catch((error: unknown) => {
      log.warn({ error }, 'parley: a part of the report of the start failed');
    });
  }

  async function tellConnected(platform: Platform): Promise<void> {
    const { name } = platform;
    const account = platform.identity?.();
    const findings = await checkConnected(platform, clock);
    const access = overview && describeAccess(name, overview.summarizeAccess(name));

    announce.network({ name, account, access, findings });
    if (terminal && overview) await offerPairing(platform, overview, terminal);
  }

  function tellReady(): void {
    const isConnected = [...states.values()].includes('connected');
    if (!isStarted || isReady) return;
    if (isConnected) {
      isReady = true;
      log.info({}, 'parley: ready');
    } else {
      log.warn(
        { networks: [...states.keys()].join(', ') },
        'parley: no network is connected yet, retrying',
      );
    }
  }

  async function tellModels({ models }: Overview): Promise<void> {
    announce.models(await models.describeStart());
  }

  return {
    onOverview(newOverview) {
      overview = newOverview;
      for (const suggestion of parts.suggestions) announce.warning(explainSuggestion(suggestion));
      enqueue(() => tellModels(newOverview));
      clock.after(PATIENCE_MS, () => {
        const silent = newOverview.platforms.filter(({ name }) => !states.has(name));
        if (!isStarted) for (const { name } of silent) announce.silent(name);
      });
    },

    onNetwork(state) {
      const { name } = state;
      const before = states.get(name);
      states.set(name, state.state);
      if (state.state !== 'connected') {
        if (before !== state.state) announce.problem(state);
        return;
      }
      const platform = overview?.platforms.find((each) => each.name === name);
      if (platform) enqueue(() => tellConnected(platform));
      tellReady();
    },

    onStarted() {
      isStarted = true;
      tellReady();
    },
  };
}

/** Asks a connected network what is missing. What it does not say in time, the doctor finds. */
async function checkConnected(platform: Platform, clock: Clock): Promise<readonly Finding[]> {
  const onTimeout = () => new BotError('The network did not answer in time.');
  try {
    const findings = await withTimeout(
      { clock, timeoutMs: CHECK_TIMEOUT_MS, onTimeout },
      async (signal) => (await platform.check?.(signal)) ?? [],
    );
    return findings.filter(
      ({ state, subject }) => state !== 'good' && !LEFT_OUT_SUBJECTS.includes(subject),
    );
  } catch {
    return [];
  }
}
