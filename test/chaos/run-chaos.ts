import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Turn } from '../../src/contracts/turns.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { type LocalNetworks, startBot, startNetworks } from '../helpers/start-parley.ts';
import { type ParleyProcess, startProcess, startReadyProcess } from '../helpers/start-process.ts';
import { checkPenalties } from './check-penalties.ts';
import { askedIn } from './marks.ts';
import { createPeople, type People } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { createTalkingModel, type TalkingModel } from './talking-model.ts';
import { createTrouble, type Trouble } from './trouble.ts';
import { judge, readTurns, type Verdict } from './verdict.ts';

export interface ChaosReport extends Verdict {
  readonly asked: number;
  readonly commands: number;
  readonly presses: number;
  readonly strikes: number;
  readonly kills: number;
  readonly ends: number;
}

interface Scene {
  readonly random: Random;
  readonly networks: LocalNetworks;
  readonly people: People;
  readonly trouble: Trouble;
  readonly model: TalkingModel;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly storePath: string;
}

/** Some turn ends within this time, unless none ever does: the longest pause between two tries is half a minute. */
const PROGRESS_WITHIN_MS = 120_000;

async function withScene<Result>(
  seed: number,
  play: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const ends: (() => Promise<unknown>)[] = [];
  const endings = { after: (end: () => Promise<unknown>) => void ends.push(end) };
  const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
  try {
    const random = createRandom(seed);
    const networks = await startNetworks(endings);
    const people = createPeople(networks, random);
    const model = createTalkingModel(createRandom(seed + 1), (question) => {
      const { seat } = people.asked.get(question) ?? {};
      return seat?.network.name === 'telegram' && seat.mention === ''
        ? seat.authorId
        : (seat?.roomId ?? '');
    });
    const server = await startOpenAiServer({ script: model.script });
    endings.after(() => server.stop());
    const storePath = join(folder, 'parley.sqlite');
    const everybody = [networks.discord, networks.telegram].flatMap((network) =>
      network.people().map(({ id }) => `${network.name}:${id}`),
    );
    const env = {
      ...networks.env,
      ALLOWED_USERS: everybody.join(','),
      STORE_URL: `sqlite:${storePath}`,
      OPENAI_BASE_URL: server.url,
      // All words are to be found in messages, none in an attached file.
      MOST_MESSAGES: '10',
    };
    const trouble = createTrouble(networks, createRandom(seed + 2));
    return await play({ random, networks, people, trouble, model, env, storePath });
  } finally {
    for (const end of ends.toReversed()) await end();
    await rm(folder, { recursive: true });
  }
}

function report(scene: Scene, turns: readonly Turn[], kills: number, ends: number): ChaosReport {
  const { people, trouble, model } = scene;
  assert.deepEqual(model.overlaps, [], 'one turn at a time in a conversation');
  const verdict = judge(turns, people);
  for (const turn of turns.filter(({ state }) => state === 'done')) {
    for (const question of turn.inputs.flatMap(({ text }) => askedIn(text)))
      assert.ok(model.heard.has(question));
  }
  return {
    ...verdict,
    asked: people.asked.size,
    commands: people.commands,
    presses: people.presses,
    strikes: trouble.strikes,
    kills,
    ends,
  };
}

/** Until everything that was accepted has ended, and everything that will be delivered is accepted. */
async function calm({ people, storePath }: Scene): Promise<void> {
  let deadline = 0;
  let left = Infinity;
  for (;;) {
    const turns = readTurns(storePath);
    const known = new Set(
      turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => askedIn(text))),
    );
    const awaited = [...people.asked.values()].filter(
      ({ question, seat }) => seat.network.name === 'telegram' && !known.has(question),
    );
    const open = turns.filter(({ state }) => state === 'waiting' || state === 'running');
    if (open.length === 0 && awaited.length === 0) return;
    if (open.length + awaited.length < left) deadline = Date.now() + PROGRESS_WITHIN_MS;
    left = open.length + awaited.length;
    if (Date.now() > deadline) {
      const missing = awaited.map(({ question }) => question).join(' ');
      throw new Error(
        `Still open: ${open.map(({ id }) => id).join(' ')}; not accepted: ${missing}`,
      );
    }
    await wait(100);
  }
}

/** The program as a process of its own, killed and ended at random moments, the start among them. */
export function killProcesses({
  seed,
  kills,
}: {
  seed: number;
  kills: number;
}): Promise<ChaosReport> {
  return withScene(seed, async (scene) => {
    const { random, trouble, model, env } = scene;
    let killed = 0;
    let ended = 0;
    while (killed < kills) {
      const signal = random.chance(0.8) ? 'SIGKILL' : 'SIGTERM';
      await liveAndEnd(scene, signal);
      if (signal === 'SIGKILL') killed += 1;
      else ended += 1;
    }
    trouble.end();
    model.isReliable = true;
    // Ready first: a process that has hardly begun hears no signal, and there may be nothing left to wait for.
    const last = await startReadyProcess(env);
    try {
      await calm(scene);
      last.kill('SIGTERM');
      assert.equal(await last.ended, 0, last.output());
    } finally {
      last.kill('SIGKILL');
      await last.ended;
    }
    return report(scene, readTurns(scene.storePath), killed, ended);
  });
}

const isReady = (parley: ParleyProcess) => parley.output().includes('Parley is ready');

async function liveAndEnd(scene: Scene, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { random } = scene;
  const parley = startProcess('start', scene.env);
  try {
    // Some are to die while they start, some as soon as they are there, most while they work.
    await live(scene, parley, random.chance(0.25) ? random.below(900) : 900 + random.below(2_500));
  } finally {
    parley.kill(signal);
  }
  const wasReady = isReady(parley);
  const status = await parley.ended;
  if (signal === 'SIGTERM' && wasReady) assert.equal(status, 0, parley.output());
}

async function live(
  { random, people, trouble }: Scene,
  parley: ParleyProcess,
  ms: number,
): Promise<void> {
  const endsAt = Date.now() + ms;
  while (Date.now() < endsAt) {
    await wait(random.below(200));
    if (isReady(parley) || random.chance(0.1)) await people.act();
    if (random.chance(0.3)) await trouble.strike();
  }
}

/** The program in this process, with scaled limits: many more faults in the same time, and some orderly restarts. */
export function shakeInProcess({
  seed,
  acts,
}: {
  seed: number;
  acts: number;
}): Promise<ChaosReport> {
  return withScene(seed, async (scene) => {
    const { random, networks, people, trouble, model, env } = scene;
    const never = { after: () => {} };
    const restarts: number[] = [];
    let app = await startBot(never, env);
    try {
      for (let act = 0; act < acts; act++) {
        await people.act();
        if (random.chance(0.5)) await trouble.strike();
        await wait(random.below(60));
        if (random.chance(0.02)) {
          await app.stop();
          restarts.push(Date.now());
          app = await startBot(never, env);
        }
      }
      trouble.end();
      model.isReliable = true;
      await calm(scene);
    } finally {
      await app.stop();
    }
    checkPenalties(networks, restarts);
    return report(scene, readTurns(scene.storePath), 0, restarts.length);
  });
}
