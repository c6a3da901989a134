import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../../helpers/postgres-cluster.ts';
import { happensWithin } from '../happens-within.ts';
import type { Random } from '../random.ts';
import { type FleetScene, settle, withFleet } from './fleet-scene.ts';
import { type FleetVerdict, judgeFleet } from './fleet-verdict.ts';
import { type Freeze, findLateWrites } from './late-writes.ts';
import type { Life } from './members.ts';
import type { Blow, Round } from './rounds.ts';
import { findTakeOvers, type Outage, type TakeOver } from './take-overs.ts';

/** The counts of a run in which every promise was kept. */
export interface FleetReport extends FleetVerdict {
  readonly deeds: Readonly<Record<string, number>>;
  readonly kills: { readonly worker: number; readonly gateway: number };
  /** Kills amid an answer. */
  readonly brokenAnswers: number;
  readonly deploys: number;
  readonly connectionsCut: number;
  readonly restarts: number;
  readonly freezes: readonly {
    readonly life: string;
    readonly underWay: number;
    readonly hasEnded: boolean;
  }[];
  readonly takeOvers: readonly TakeOver[];
  /** Calls to the networks, and those that were refused with 429. */
  readonly calls: number;
  readonly refused: readonly string[];
  readonly unexpectedEnds: readonly string[];
}

export interface FleetRun {
  readonly seed: number;
  readonly rounds: (planning: Random) => readonly Round[];
  readonly gateways: number;
  readonly workers: number;
  readonly freezeMs: number;
  /** The pause between two deeds of the crowd. */
  readonly actEveryMs: number;
  /** Gets what happens, as it happens. */
  readonly tell?: (happening: string) => void;
  readonly isPooled?: boolean;
  readonly areApart?: boolean;
  readonly hasReplays?: boolean;
}

const STREAM_GIVE_UP_MS = 20_000;
/** In this time a woken process has written what it wanted to write. */
const AFTER_FREEZE_MS = 3_000;
const OUTAGE_AFTER_MS = 5_000;

/** Lets people talk with a fleet while its processes and its database are struck, and checks every promise. */
export function shakeFleet(run: FleetRun): Promise<FleetReport> {
  return withFleet(run, async (scene) => {
    const { members, planning, crowd, book, calls } = scene;
    const strikes = createStrikes(scene, run.freezeMs);
    const rounds = run.rounds(planning);
    let isTalking = true;
    // Discord delivers nothing that was said before the first connection.
    await members.untilReady();
    const talking = (async () => {
      while (isTalking) {
        await crowd.act();
        await wait(run.actEveryMs);
      }
    })();
    // It fails when this function waits for it.
    talking.catch(() => {});

    try {
      for (const { pauseMs, blow } of rounds) {
        await wait(pauseMs);
        run.tell?.(JSON.stringify(blow));
        await strikes.strike(blow);
        await members.untilReady();
      }
      await strikes.end();
    } finally {
      isTalking = false;
      await talking;
    }

    run.tell?.('settles');
    const turns = await settle(scene);
    run.tell?.('stops');
    const statuses = await members.stop();
    assert.ok(
      statuses.every((status) => status === 0),
      `all end in order: ${statuses}`,
    );
    const refused = calls.filter(({ status }) => status === 429);
    const freezes = strikes.freezes.map((freeze) => {
      const { underWay, late } = findLateWrites(calls, freeze);
      assert.deepEqual(late, [], `${freeze.life} wrote after it was woken`);
      const life = members.all.find(({ name }) => name === freeze.life);
      return { life: freeze.life, underWay, hasEnded: life?.endedBy === undefined };
    });
    const kills = members.all.filter(({ endedBy }) => endedBy === 'SIGKILL');
    const killTimes = new Map(kills.map((life) => [life.name, life.signalledAt]));
    return {
      ...judgeFleet(turns, crowd, scene.hasReplays),
      deeds: crowd.counts,
      kills: {
        worker: kills.filter(({ role }) => role === 'worker').length,
        gateway: kills.filter(({ role }) => role === 'gateway').length,
      },
      brokenAnswers: book.asked.filter(({ life, at, endedAt, outcome }) => {
        const killedAt = killTimes.get(life) ?? Infinity;
        return outcome === 'gone' && at < killedAt && endedAt > killedAt;
      }).length,
      ...{
        deploys: strikes.deploys,
        connectionsCut: strikes.cut,
        restarts: strikes.outages.length,
      },
      freezes,
      takeOvers: findTakeOvers(book.asked, members.all, strikes.outages),
      calls: calls.length,
      refused: refused.map(
        ({ life, network, method, path }) => `${life} ${network} ${method} ${withoutIds(path)}`,
      ),
      unexpectedEnds: members.unexpected
        .filter(({ life }) => !strikes.freezes.some((freeze) => freeze.life === life))
        .map(({ life, status, output }) => `${life} ended with ${status}: ${output.slice(-400)}`),
    };
  });
}

interface Strikes {
  strike(blow: Blow): Promise<void>;
  /** Resolves when everything that was frozen has been woken. */
  end(): Promise<void>;
  readonly deploys: number;
  readonly cut: number;
  readonly outages: readonly Outage[];
  readonly freezes: readonly Freeze[];
}

function createStrikes(
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
    const old = planning.pick(ready());
    const status = await members.deploy(old);
    deploys += 1;
    if (old.endedBy === 'SIGTERM') assert.equal(status, 0, old.process.output().slice(-2_000));
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

const withoutIds = (path: string) =>
  path
    .split('?', 1)[0]
    ?.replace(/\d{5,}/g, ':id')
    .replace(/bot[^/]+/, 'bot') ?? '';
