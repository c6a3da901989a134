import type { Fleet } from '../contracts/fleet.ts';
import type { Observation } from '../contracts/observation.ts';
import type { NetworkState } from '../contracts/overview.ts';
import type { ModelReporter } from '../contracts/router.ts';
import type { Troubles } from '../contracts/troubles.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import { type AlertPostParts, type AlertReader, createAlertPost } from './alert-post.ts';
import { describeTrouble } from './describe-trouble.ts';
import { startDiskWatch } from './disk-watch.ts';
import { createLooks } from './looks.ts';
import { startModelEndsWatch } from './model-ends-watch.ts';
import { readAlertTarget } from './read-alert-target.ts';
import { readObservation, type Signs } from './read-observation.ts';
import { tellAlone } from './tell-alone.ts';
import { createTeller } from './teller.ts';
import { idOf, type KeyName, type Trouble } from './trouble.ts';
import type { TroubleRecords } from './trouble-records.ts';
import { createTroubleRegister } from './trouble-register.ts';
import { type AskForVersion, startVersionWatch } from './version-watch.ts';
import { startWorkerWatch } from './worker-watch.ts';

/** Tells the operator of troubles, in chats. */
export interface Alerts extends Troubles {
  /** Takes an observation. Synchronous and cheap. */
  observe(observation: Observation): void;
  /** Ends the looks at the time, the disk and the models, and waits for the messages under way. */
  stop(): Promise<void>;
}

interface AlertsParts extends Omit<AlertPostParts, 'connected' | 'targets'> {
  /** `ALERTS_TO`. */
  readonly targets: readonly string[] | 'off';
  /** The troubles of this run and of earlier ones. */
  readonly records: TroubleRecords;
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'onMembers' | 'runAlone'>;
  readonly models: ModelReporter;
  /** The file of the store. Absent: it is in memory. */
  readonly storeFile?: string | undefined;
  /** Where the newest version is told. Absent: nobody asks. */
  readonly update?:
    | { readonly url: string; readonly current: string; readonly http: AskForVersion }
    | undefined;
  /** What is set up: the names of the platforms, and each key of each service. */
  readonly names: { readonly platforms: readonly string[]; readonly keys: readonly KeyName[] };
  readonly hideSecrets: HideSecrets;
  /** The time zone of the operator. */
  timeZone(): string;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_PROBLEM_LENGTH = 500;
/** The time between looks while a trouble may last long enough to be told, or a message is to be sent again. */
const SHORT_LOOK_MS = 15_000;
/** The time between looks while troubles are open: some have a known end. */
const LONG_LOOK_MS = 10 * 60_000;
/** A network that connects for the first time, or again, gets so long: its admins are told with those of the others. */
const CONNECTING_MS = 60_000;

/**
 * Creates the alerts, and starts to look. Every process keeps what it sees; one of those that write to networks tells
 * it, and looks at the disk, the models and the versions. Nothing here ever throws or rejects.
 */
export function createAlerts(parts: AlertsParts): Alerts {
  const { records, targets, fleet, clock, log, hideSecrets } = parts;
  const isOn = targets !== 'off';
  /** This process is the one that tells. */
  let isTelling = false;
  const connected = new Set<string>();
  /** Since when networks connect. */
  const connecting = new Map(parts.names.platforms.map((name) => [name, clock.now()]));
  const post = createAlertPost({
    ...parts,
    targets: isOn ? targets : [],
    connected: () => [...connected],
  });
  const teller = createTeller({ records, post, clock, log });
  const onChange = () => {
    if (!isOn) forgetOver(records);
    else if (isTelling && !isConnecting()) teller.tell();
    looks.schedule();
  };
  const register = createTroubleRegister({
    records,
    fleet,
    clock,
    log,
    onChange,
    onWaiting: () => looks.schedule(),
  });
  const looks = createLooks(clock, look, () => {
    const isToTell = isOn && isTelling && teller.hasUntold();
    if (register.isWaiting() || isToTell) return SHORT_LOOK_MS;
    return records.list().length > 0 || !records.isStored() ? LONG_LOOK_MS : undefined;
  });
  const openIds = () => records.list().map(({ id }) => id);

  function onSigns(signs: Signs): void {
    register.take(signs.seen ? { ...signs, seen: withoutSecrets(signs.seen, hideSecrets) } : signs);
  }

  function look(): void {
    register.look();
    void records.flush();
    onChange();
  }

  const otherTargets = isOn ? targets.filter((target) => !isReachable(target, parts.names)) : [];
  for (const target of otherTargets)
    log.warn({ target }, 'alerts: ALERTS_TO names a network that is not set up');
  // The store has just given the records.
  onSigns({ over: [idOf({ kind: 'storeFails', problem: '' })] });
  looks.schedule();
  records.watch(onChange);
  const ends = [
    fleet.onMembers(() => register.endOfGone()),
    startWorkerWatch(fleet, onSigns),
    tellAlone({ fleet, log, tell }),
  ];

  return {
    observe(observation) {
      const isNew = observation.kind === 'network' && followNetwork(observation.state);
      onSigns(readObservation(observation));
      if (isNew && isOn && isTelling && !isConnecting()) teller.retry();
    },

    troubles() {
      const reader: AlertReader = { language: 'en', timeZone: parts.timeZone() };
      return records
        .list()
        .filter(({ overAt }) => overAt === undefined)
        .map(({ id, trouble, since }) => ({ id, since, text: inOneText(trouble, reader) }));
    },

    async stop() {
      looks.stop();
      for (const end of ends) end();
      await teller.stop();
      await records.flush();
    },
  };

  /** In one process at a time. */
  async function tell(signal: AbortSignal): Promise<void> {
    for (const { id, trouble } of records.list()) {
      if (!isInUse(trouble, parts.names)) records.remove(id);
    }
    const ends = [
      startModelEndsWatch({ ...parts, openIds, onSigns }),
      parts.storeFile && startDiskWatch({ file: parts.storeFile, clock, log, onSigns }),
      parts.update && startVersionWatch({ ...parts.update, clock, log, openIds, onSigns }),
    ];
    isTelling = true;
    onChange();
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    isTelling = false;
    for (const end of ends) if (end) end();
  }

  /** `true`: people can be told there from now on. */
  function followNetwork({ name, state }: NetworkState): boolean {
    const isNew = state === 'connected' && !connected.has(name);
    if (state !== 'retrying') connecting.delete(name);
    else if (!connecting.has(name)) connecting.set(name, clock.now());
    if (state === 'connected') connected.add(name);
    else connected.delete(name);
    return isNew;
  }

  /** A network may be connected in a moment. */
  function isConnecting(): boolean {
    const now = clock.now();
    return [...connecting.values()].some((since) => since <= now && now - since < CONNECTING_MS);
  }
}

function isReachable(target: string, { platforms }: { platforms: readonly string[] }): boolean {
  return platforms.includes(readAlertTarget(target).platform);
}

function inOneText(trouble: Trouble, reader: AlertReader): string {
  const { what, helps, details } = describeTrouble(trouble, reader);
  return [what, helps, details].filter(Boolean).join(' ');
}

/** Sentences about failures may repeat what a service said. */
function withoutSecrets(trouble: Trouble, hideSecrets: HideSecrets): Trouble {
  if (!('problem' in trouble) || trouble.problem === undefined) return trouble;
  return {
    ...trouble,
    problem: hideSecrets(trouble.problem).slice(0, MAX_PROBLEM_LENGTH).toWellFormed(),
  };
}

/** Nobody is to be told that they are over. */
function forgetOver(records: TroubleRecords): void {
  for (const { id, overAt } of records.list()) {
    if (overAt !== undefined) records.remove(id);
  }
}

/** A network, service or key that is no longer set up has no troubles. */
function isInUse(trouble: Trouble, { platforms, keys }: AlertsParts['names']): boolean {
  if ('provider' in trouble) {
    const alias = 'keyAlias' in trouble ? trouble.keyAlias : undefined;
    const isOfKey = trouble.kind !== 'modelFails' && trouble.kind !== 'unpriced';
    return keys.some(
      ({ provider, keyAlias }) => provider === trouble.provider && (!isOfKey || keyAlias === alias),
    );
  }
  const isNetwork = trouble.kind === 'networkLost' || trouble.kind === 'networkLeftOut';
  return !isNetwork || platforms.includes(trouble.name);
}
