import { explainSuggestion, suggestVariables } from '../../config/suggest-variables.ts';
import type { Finding } from '../../contracts/finding.ts';
import type { NetworkState, Overview } from '../../contracts/overview.ts';
import type { Platform } from '../../contracts/platform.ts';
import { describeAccess } from '../../doctor/describe-access.ts';
import { BotError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Env } from '../../lib/env.ts';
import type { Log } from '../../lib/log.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import { isToBePaired, offerPairing } from '../offer-pairing.ts';
import type { Terminal } from '../terminal.ts';
import { type Announce, createLogAnnouncer, createTerminalAnnouncer } from './announce.ts';
import { concernsStart } from './describe-finding.ts';

/** The parts of the report. */
interface StartReportParts {
  /** The variables, of which some may be misspelt. */
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: there is none, so the report is written to the log. */
  readonly terminal?: Terminal | undefined;
}

/** Shows the operator, while Parley starts, what works and what is missing. */
export interface StartReport {
  /** Everything is built, and nothing is connected yet. */
  onOverview(overview: Overview): void;
  onNetwork(state: NetworkState): void;
  /** Every network was tried once. */
  onStarted(): void;
}

const CHECK_TIMEOUT_MS = 5_000;
/** The report does not wait longer for a network that is silent. */
const PATIENCE_MS = 5_000;

/**
 * Creates the report of one start, which is written when every network was tried, or one is silent. A network
 * that connects later is reported then.
 */
export function createStartReport({ env, clock, log, terminal }: StartReportParts): StartReport {
  const announce: Announce = terminal ? createTerminalAnnouncer(terminal) : createLogAnnouncer(log);
  const states = new Map<string, NetworkState>();
  /** The networks whose connection is in the report. */
  const connected = new Set<string>();
  let overview: Overview | undefined;
  let isStarted = false;
  let isReady = false;
  let isWritten = false;
  /** Each part of the report follows the one before it as a whole. */
  let lastPart = Promise.resolve();

  function enqueue(part: () => Promise<void>): void {
    lastPart = lastPart.then(part).catch((error: unknown) => {
      log.warn({ error }, 'parley: a part of the report of the start failed');
    });
  }

  /** Writes everything that is known so far. */
  function write({ platforms, models, services }: Overview): void {
    if (isWritten) return;
    isWritten = true;
    for (const suggestion of suggestVariables(env, services))
      announce.warning(explainSuggestion(suggestion));

    for (const platform of platforms) enqueue(() => tellNetwork(platform));
    enqueue(async () => announce.models(await models.describeStart()));
    for (const platform of platforms) enqueue(() => pair(platform));
  }

  async function tellNetwork(platform: Platform): Promise<void> {
    const { name } = platform;
    const state = states.get(name);
    if (!state) return announce.silent(name);
    if (state.state !== 'connected' || !overview) return announce.problem(state);
    connected.add(name);

    const findings = await checkConnected(platform, clock);
    const { cure, ...access } = describeAccess(name, overview.summarizeAccess(name));
    const isOffered = terminal !== undefined && isToBePaired(platform, overview);
    announce.network({
      name,
      account: platform.identity?.(),
      access: cure === undefined || isOffered ? access : { ...access, cure },
      findings,
    });
  }

  async function pair(platform: Platform): Promise<void> {
    if (!terminal || !overview || states.get(platform.name)?.state !== 'connected') return;
    await offerPairing(platform, overview, terminal);
  }

  function tellLater(name: string): void {
    const platform = overview?.platforms.find((each) => each.name === name);
    if (!platform) return;
    enqueue(() => tellNetwork(platform));
    enqueue(() => pair(platform));
  }

  function tellReady(): void {
    if (!isStarted || isReady) return;
    isReady = [...states.values()].some(({ state }) => state === 'connected');
    const networks = [...states.keys()].join(', ');
    if (isReady) log.info({}, 'parley: ready');
    else log.warn({ networks }, 'parley: no network is connected yet, retrying');
  }

  return {
    onOverview(newOverview) {
      overview = newOverview;
      clock.after(PATIENCE_MS, () => write(newOverview));
    },

    onNetwork(state) {
      const { name } = state;
      const isChange = states.get(name)?.state !== state.state;
      states.set(name, state);
      // What becomes of a connection later, the log has.
      if (isChange && isWritten && !connected.has(name)) tellLater(name);
      if (state.state === 'connected') tellReady();
    },

    onStarted() {
      isStarted = true;
      tellReady();
      if (overview) write(overview);
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
    return findings.filter((finding) => finding.state !== 'good' && concernsStart(finding));
  } catch {
    return [];
  }
}
