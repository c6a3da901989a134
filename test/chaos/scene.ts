import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Turn } from '../../src/contracts/turns.ts';
import type { Env } from '../../src/lib/env.ts';
import { startOpenAiServer } from '../helpers/openai-server.ts';
import { type LocalNetworks, startNetworks } from '../helpers/start-parley.ts';
import { questionsIn } from './marks.ts';
import { createPeople, type People } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { createTalkingModel, type TalkingModel } from './talking-model.ts';
import { createTrouble, type Trouble } from './trouble.ts';
import { readTurns } from './verdict.ts';

/** Everything around the bot: both networks, the people, the model, the faults and the store. */
export interface Scene {
  /** Draws the plans, and nothing else: the number of draws elsewhere depends on the time. */
  readonly planning: Random;
  readonly networks: LocalNetworks;
  readonly people: People;
  readonly trouble: Trouble;
  readonly model: TalkingModel;
  readonly env: Env;
  readonly storePath: string;
}

/** The longest pause between two attempts is half a minute, so a turn that has not ended after this time never ends. */
const PROGRESS_GIVE_UP_MS = 180_000;

/** Builds a scene, plays it, and takes it down. */
export async function withScene<Result>(
  seed: number,
  play: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const ends: (() => Promise<unknown>)[] = [];
  const endings = { after: (end: () => Promise<unknown>) => void ends.push(end) };
  const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));

  try {
    const networks = await startNetworks(endings);
    const people = createPeople(networks, createRandom(seed));
    const model = createTalkingModel(createRandom(seed + 1), (question) =>
      conversationOf(people, question),
    );
    const server = await startOpenAiServer({ script: model.script });
    endings.after(() => server.stop());

    const storePath = join(folder, 'parley.sqlite');
    const env = {
      ...envOf(networks),
      STORE_URL: `sqlite:${storePath}`,
      OPENAI_BASE_URL: server.url,
    };
    const trouble = createTrouble(networks, createRandom(seed + 2));
    return await play({
      planning: createRandom(seed + 3),
      networks,
      people,
      trouble,
      model,
      env,
      storePath,
    });
  } finally {
    for (const end of ends.toReversed()) await end();
    await rm(folder, { recursive: true });
  }
}

function envOf(networks: LocalNetworks): Env {
  const everybody = [networks.discord, networks.telegram].flatMap((network) =>
    network.people().map(({ id }) => `${network.name}:${id}`),
  );
  // With more messages than any answer needs, all words are in messages and none in an attached file.
  return { ...networks.env, ALLOWED_USERS: everybody.join(','), MOST_MESSAGES: '10' };
}

/** On Telegram, every person's direct chat has the same room id. */
function conversationOf(people: People, question: string): string {
  const seat = people.questions.get(question)?.seat;
  if (!seat) return '';
  return seat.network.name === 'telegram' && seat.mention === '' ? seat.authorId : seat.roomId;
}

/** Ends the faults, then waits until the bot has accepted everything that the networks deliver, and every turn has ended. */
export async function calmDown({ people, trouble, model, storePath }: Scene): Promise<void> {
  trouble.end();
  model.isReliable = true;
  await people.idle();

  let giveUpAt = 0;
  let fewest = Infinity;
  for (;;) {
    const turns = readTurns(storePath);
    const open = turns.filter(isOpen).map(({ id }) => id);
    const missing = missingQuestions(people, turns);
    const remaining = open.length + missing.length;
    if (remaining === 0) return;

    if (remaining < fewest) giveUpAt = performance.now() + PROGRESS_GIVE_UP_MS;
    fewest = remaining;
    if (performance.now() > giveUpAt) {
      throw new Error(`Still open: ${open.join(' ')}; not accepted: ${missing.join(' ')}`);
    }
    await wait(100);
  }
}

/** Tells whether a turn has not ended. */
export function isOpen({ state }: Turn): boolean {
  return state === 'waiting' || state === 'running';
}

/** Telegram keeps its updates while the bot is away, so all its questions arrive. Discord does not. */
function missingQuestions(people: People, turns: readonly Turn[]): string[] {
  const accepted = new Set(
    turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => questionsIn(text))),
  );
  return [...people.questions.values()]
    .filter(({ question, seat }) => seat.network.name === 'telegram' && !accepted.has(question))
    .map(({ question }) => question);
}
