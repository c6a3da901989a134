import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { startBot } from '../helpers/start-parley.ts';
import {
  type ParleyProcess,
  startProcess,
  startReadyProcess,
  untilReady,
} from '../helpers/start-process.ts';
import { checkPenalties } from './check-penalties.ts';
import { happensWithin } from './happens-within.ts';
import { startHeartbeat } from './heartbeat.ts';
import { judgeFiles } from './judge-files.ts';
import { questionsIn } from './marks.ts';
import {
  drawLifePlans,
  drawSteps,
  type LifePlan,
  type Moment,
  type Step,
  type WorkingDeath,
} from './plans.ts';
import { calmDown, isOpen, type Scene, withScene } from './scene.ts';
import { judge, readTurns, type Verdict } from './verdict.ts';

/** The counts of one or more runs. */
export interface ChaosReport extends Verdict {
  readonly asked: number;
  /** Files that came with answered questions, and were read. */
  readonly filesRead: number;
  readonly commands: number;
  readonly presses: number;
  /** Faults that were caused. */
  readonly strikes: number;
  readonly kills: number;
  /** Kills of a process that was ready. */
  readonly killsWhenReady: number;
  /** Kills that left a turn open in the store. */
  readonly killsAmidTurns: number;
  /** Orderly ends. */
  readonly ends: number;
}

type DeathCounts = Pick<ChaosReport, 'kills' | 'killsWhenReady' | 'killsAmidTurns' | 'ends'>;

interface Death {
  readonly signal: LifePlan['signal'];
  readonly wasReady: boolean;
  readonly wasAmidTurns: boolean;
}

/** The moment of a death may not come, as when a fault keeps the last question away from the bot. */
const MOMENT_GIVE_UP_MS = 15_000;
/** After this time `main.ts` ends the process with status 1, even if something still runs. */
const LONGEST_STOP_MS = 9_500;
const RESTART_EVERY_ACTS = 50;

/** Runs the program as a process of its own, and kills or ends it at planned moments, during its start as well. */
export function killProcesses({
  seed,
  kills,
}: {
  seed: number;
  kills: number;
}): Promise<ChaosReport> {
  return withScene(seed, async (scene) => {
    const deaths: Death[] = [];
    let startMs = 0;
    for (const plan of drawLifePlans(scene.planning, kills)) {
      const life = await liveAndDie(scene, plan, startMs);
      startMs = life.startMs;
      deaths.push(life.death);
    }

    // Only a ready process ends in order on a signal, and there may be no turn left to wait for.
    const last = await startReadyProcess(scene.env);
    try {
      await calmDown(scene);
      last.kill('SIGTERM');
      assert.equal(await last.ended, 0, last.output());
    } finally {
      last.kill('SIGKILL');
      await last.ended;
    }
    return report(scene, countDeaths(deaths));
  });
}

/**
 * Runs one process to its end. `startMs` is the time that the latest ready process took to start, here and in
 * the result.
 */
async function liveAndDie(
  scene: Scene,
  plan: LifePlan,
  startMs: number,
): Promise<{ readonly death: Death; readonly startMs: number }> {
  const { people, env, storePath } = scene;
  const { death, signal } = plan;
  const parley = startProcess('start', env);
  const startedAt = performance.now();
  let newestStartMs = startMs;
  let wasReady = false;
  let killedAt = 0;

  try {
    for (const act of plan.actsDuringStart) await people.act(act, false);
    if (death.kind === 'early') {
      await wait(Math.max(0, startedAt + startMs * death.shareOfStart - performance.now()));
    } else {
      await untilReady(parley);
      newestStartMs = performance.now() - startedAt;
      await work(scene, death);
    }
  } finally {
    wasReady = parley.isReady();
    killedAt = performance.now();
    parley.kill(signal);
  }

  const status = await parley.ended;
  if (signal === 'SIGTERM' && wasReady)
    checkOrderlyEnd(parley, status, performance.now() - killedAt);
  const wasAmidTurns = readTurns(storePath).some(isOpen);
  return { death: { signal, wasReady, wasAmidTurns }, startMs: newestStartMs };
}

async function work(scene: Scene, { steps, moment }: WorkingDeath): Promise<void> {
  const { people, planning } = scene;
  for (const step of steps) await takeStep(scene, step);
  // One more question, so that there is an answer to die in.
  await people.ask(planning.pick(people.seats));
  await waitForMoment(scene, moment);
}

async function takeStep(
  { people, trouble }: Scene,
  { pauseMs, act, strikes }: Step,
): Promise<void> {
  await wait(pauseMs);
  await people.act(act, true);
  if (strikes) await trouble.strike();
}

async function waitForMoment({ model, networks }: Scene, { event, count }: Moment): Promise<void> {
  const { discord, telegram } = networks;
  const counters: Record<Moment['event'], () => number> = {
    'model request': () => model.requests,
    'model delta': () => model.deltas,
    'network call': () => discord.controls.calls.length + telegram.controls.calls.length,
  };
  const countEvents = counters[event];
  const target = countEvents() + count;
  await happensWithin(MOMENT_GIVE_UP_MS, () => countEvents() >= target);
}

/** On a machine that is too slow for an orderly end, the process ends with status 1 after its longest time. */
function checkOrderlyEnd(parley: ParleyProcess, status: number | null, stopMs: number): void {
  if (status === 1 && stopMs >= LONGEST_STOP_MS) return;
  assert.equal(status, 0, `after ${stopMs} ms: ${parley.output()}`);
}

function countDeaths(deaths: readonly Death[]): DeathCounts {
  const kills = deaths.filter(({ signal }) => signal === 'SIGKILL');
  return {
    kills: kills.length,
    killsWhenReady: kills.filter(({ wasReady }) => wasReady).length,
    killsAmidTurns: kills.filter(({ wasReady, wasAmidTurns }) => wasReady && wasAmidTurns).length,
    ends: deaths.length - kills.length,
  };
}

/** Runs the program in this process, with scaled limits: many more faults in the same time, and some orderly restarts. */
export function shakeInProcess({
  seed,
  acts,
}: {
  seed: number;
  acts: number;
}): Promise<ChaosReport> {
  return withScene(seed, async (scene) => {
    const { planning, networks, env } = scene;
    const steps = drawSteps(planning, acts, { maxPauseMs: 60, strikeChance: 0.5 });
    const restartOffset = planning.below(Math.min(acts, RESTART_EVERY_ACTS));
    const noEndings = { after: () => {} };
    const restarts: number[] = [];
    const heartbeat = startHeartbeat();
    let app = await startBot(noEndings, env);

    try {
      for (const [index, step] of steps.entries()) {
        await takeStep(scene, step);
        if (index % RESTART_EVERY_ACTS !== restartOffset) continue;
        await app.stop();
        restarts.push(Date.now());
        app = await startBot(noEndings, env);
      }
      await calmDown(scene);
    } finally {
      await app.stop();
      heartbeat.stop();
    }

    checkPenalties(networks, restarts, heartbeat);
    return report(scene, { kills: 0, killsWhenReady: 0, killsAmidTurns: 0, ends: restarts.length });
  });
}

function report({ people, trouble, model, storePath }: Scene, deaths: DeathCounts): ChaosReport {
  const turns = readTurns(storePath);
  assert.deepEqual(model.overlaps, [], 'one turn at a time in a conversation');
  const verdict = judge(turns, people);
  const filesRead = judgeFiles(turns, people, model.files);
  for (const turn of turns.filter(({ state }) => state === 'done')) {
    for (const question of turn.inputs.flatMap(({ text }) => questionsIn(text))) {
      assert.ok(model.questions.has(question), `the model was asked ${question}`);
    }
  }

  return {
    ...verdict,
    filesRead,
    asked: people.questions.size,
    commands: people.commands,
    presses: people.presses,
    strikes: trouble.strikes,
    ...deaths,
  };
}
