import { setTimeout as wait } from 'node:timers/promises';
import { type FleetScene, type FleetSceneOptions, settle, withFleet } from './fleet-scene.ts';
import { type FleetVerdict, judgeFleet } from './fleet-verdict.ts';
import { findLateWrites } from './late-writes.ts';
import type { Round } from './rounds.ts';
import { createStrikes, type Strikes } from './strikes.ts';
import { findTakeOvers, type TakeOver } from './take-overs.ts';

/** The counts of a run. */
export interface FleetReport extends FleetVerdict {
  readonly deeds: Readonly<Record<string, number>>;
  readonly kills: { readonly worker: number; readonly gateway: number };
  /** Kills amid an answer. */
  readonly brokenAnswers: number;
  readonly deploys: number;
  readonly connectionsCut: number;
  readonly restarts: number;
  readonly freezes: readonly FreezeReport[];
  readonly takeOvers: readonly TakeOver[];
  /** Calls to the networks, and those that were refused with 429. */
  readonly calls: number;
  readonly refused: readonly string[];
  /** Every promise that was not kept, in words. */
  readonly broken: readonly string[];
}

interface FreezeReport {
  readonly life: string;
  /** Writes in chats that another process had taken over, and those of them that were under way when it stood still. */
  readonly late: number;
  readonly underWay: number;
  readonly hasEnded: boolean;
}

export interface FleetRun extends Pick<FleetSceneOptions, 'shares' | 'mostDelayMs'> {
  readonly seed: number;
  readonly rounds: (planning: FleetScene['planning']) => readonly Round[];
  readonly gateways: number;
  readonly workers: number;
  readonly freezeMs: number;
  /** The pause between two deeds of the crowd. */
  readonly actEveryMs: number;
  /** No blow falls later than this after the first. */
  readonly mostMs?: number;
  /** Gets what happens, as it happens. */
  readonly tell?: (happening: string) => void;
  readonly isPooled?: boolean;
  readonly isQuick?: boolean;
  /** Every second process is as on a machine of its own. */
  readonly areApart?: boolean;
}

/** Lets people talk with a fleet while its processes and its database are struck, and looks which promises were kept. */
export function shakeFleet(run: FleetRun): Promise<FleetReport> {
  return withFleet(run, async (scene) => {
    const { members, planning, crowd } = scene;
    const tell = run.tell ?? (() => {});
    const broken: string[] = [];
    const attempt = async (work: () => Promise<unknown>) => {
      await work().catch((error: unknown) => {
        broken.push(String(error));
        tell(String(error));
      });
    };
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
    const endAt = performance.now() + (run.mostMs ?? Infinity);
    await attempt(async () => {
      for (const { pauseMs, blow } of rounds) {
        await wait(pauseMs);
        if (performance.now() > endAt) break;
        tell(JSON.stringify(blow));
        await strikes.strike(blow);
        await members.untilReady();
      }
      await strikes.end();
    });
    isTalking = false;
    await attempt(() => talking);
    await attempt(() => members.untilReady());

    tell('settles');
    const turns = await settle(scene);
    tell('stops');
    await members.stop();
    const report = reportOn(scene, strikes, judgeFleet(turns, crowd), broken);
    if (report.broken.length + report.refused.length > 0) await scene.keepEvidence();
    return report;
  });
}

function reportOn(
  { members, book, calls, crowd }: FleetScene,
  strikes: Strikes,
  verdict: FleetVerdict,
  broken: readonly string[],
): FleetReport {
  const kills = members.all.filter(({ endedBy }) => endedBy === 'SIGKILL');
  const killTimes = new Map(kills.map((life) => [life.name, life.signalledAt]));
  const refused = calls.filter(({ status }) => status === 429);
  const freezes = strikes.freezes.map((freeze) => {
    const { underWay, late } = findLateWrites(calls, freeze);
    const life = members.all.find(({ name }) => name === freeze.life);
    return {
      ...{ life: freeze.life, underWay, late: late.length },
      hasEnded: life?.endedBy === undefined,
    };
  });
  const isFrozen = (life: string) => strikes.freezes.some((freeze) => freeze.life === life);
  return {
    ...verdict,
    deeds: crowd.counts,
    kills: {
      worker: kills.filter(({ role }) => role === 'worker').length,
      gateway: kills.filter(({ role }) => role === 'gateway').length,
    },
    brokenAnswers: book.asked.filter(({ life, at, endedAt, outcome }) => {
      const killedAt = killTimes.get(life) ?? Infinity;
      return outcome === 'gone' && at < killedAt && endedAt > killedAt;
    }).length,
    deploys: strikes.deploys,
    connectionsCut: strikes.cut,
    restarts: strikes.outages.length,
    freezes,
    takeOvers: findTakeOvers(book.asked, members.all, strikes.outages),
    calls: calls.length,
    refused: refused.map(
      ({ life, network, method, path, limit = '' }) =>
        `${life} ${network} ${method} ${withoutIds(path)} ${limit}`,
    ),
    broken: [
      ...broken,
      ...verdict.broken,
      ...freezes
        .filter(({ late }) => late > 0)
        .map(({ life, late }) => `${life} wrote ${late} times after it was woken`),
      ...members.wrongEnds
        .filter(({ life }) => !isFrozen(life))
        .map(({ life, status, output }) => `${life} ended with ${status}: ${output.slice(-400)}`),
    ],
  };
}

const withoutIds = (path: string) =>
  path
    .split('?', 1)[0]
    ?.replace(/\d{5,}/g, ':id')
    .replace(/bot[^/]+/, 'bot') ?? '';
