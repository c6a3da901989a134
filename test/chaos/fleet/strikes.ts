import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../../helpers/postgres-cluster.ts';
import { happensWithin } from '../happens-within.ts';
import type { FleetScene } from './fleet-scene.ts';
import type { Freeze } from './late-writes.ts';
import type { Life } from './members.ts';
import type { Blow } from './rounds.ts';
import type { Outage } from './take-overs.ts';

/** Ends and disturbs the processes of a fleet and its database. */
export interface Strikes {
  strike(blow: Blow): Promise<void>;
  /** Resolves when everything that was frozen has been woken. */
  end(): Promise<void>;
  readonly deploys: number;
  /** The connections that were cut. */
  readonly cut: number;
  readonly outages: readonly Outage[];
  readonly freezes: readonly Freeze[];
}

const STREAM_GIVE_UP_MS = 20_000;
/** In this time a woken process has written what it wanted to write. */
const AFTER_FREEZE_MS = 3_000;
const OUTAGE_AFTER_MS = 5_000;

/** Creates the strikes on a scene. */
export function createStrikes(
  { members, planning, book, cluster, databaseUrl }: FleetScene,
  freezeMs: number,
): Strikes {
  const freezes: Freeze[] = [];
  const outages: Outage[] = [];
  const running: Promise<void>[] = [];
  let deploys = 0;
  let cut = 0;

  const candidates = () => members.alive().filter(({ isFrozen, endedBy }) => !isFrozen && !endedBy);

  async function kill(count: number, spreadMs: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await happensWithin(STREAM_GIVE_UP_MS, () => candidates().length > 0);
      members.kill(planning.pick(candidates()));
      if (index + 1 < count) await wait(spreadMs / count);
    }
  }

  async function deploy(): Promise<void> {
    // In a container, a process that has just begun would not hear the signal.
    const ready = () => candidates().filter((life) => life.process.isReady());
    await happensWithin(STREAM_GIVE_UP_MS, () => ready().length > 0);
    await members.deploy(planning.pick(ready()));
    deploys += 1;
  }

  async function freeze(role: Life['role']): Promise<void> {
    const streams = () =>
      new Set(book.asked.filter(({ outcome }) => outcome === 'streams').map(({ life }) => life));
    const amidAnswer = () =>
      candidates().find(
        (life) => life.role === role && (role === 'gateway' || streams().has(life.name)),
      );
    await happensWithin(STREAM_GIVE_UP_MS, () => amidAnswer() !== undefined);
    const life = amidAnswer();
    if (!life) return;
    life.isFrozen = true;
    const frozenAt = performance.now();
    life.process.kill('SIGSTOP');
    await wait(freezeMs);
    const wokenAt = performance.now();
    life.process.kill('SIGCONT');
    await wait(AFTER_FREEZE_MS);
    freezes.push({ life: life.name, frozenAt, wokenAt });
    life.isFrozen = false;
  }

  async function restart(mode: 'fast' | 'immediate'): Promise<void> {
    const from = performance.now();
    await cluster.stop(mode);
    await wait(planning.below(1_500));
    await cluster.start();
    outages.push({ from, to: performance.now() + OUTAGE_AFTER_MS });
  }

  return {
    freezes,
    outages,
    get deploys() {
      return deploys;
    },
    get cut() {
      return cut;
    },
    async strike(blow) {
      if (blow.kind === 'kill') return kill(blow.count, blow.spreadMs);
      if (blow.kind === 'deploy') return deploy();
      if (blow.kind === 'restart') return restart(blow.mode);
      // The others are struck meanwhile.
      if (blow.kind === 'freeze') running.push(freeze(blow.role));
      else cut += await cutConnections(cluster, databaseUrl, blow.share);
    },
    async end() {
      await Promise.all(running);
    },
  };
}

async function cutConnections(cluster: Cluster, url: string, share: number): Promise<number> {
  const name = new URL(url).pathname.slice(1);
  const rows = await cluster.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid() AND random() <= ${share}`,
  );
  return rows.length;
}
