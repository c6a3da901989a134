import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createAnswerTurn } from '../../../src/bot/answer/answer-turn.ts';
import type { MaterialSources } from '../../../src/bot/material/material-sources.ts';
import type { ChatRequest } from '../../../src/contracts/provider.ts';
import type { Turn, TurnOutcome } from '../../../src/contracts/turns.ts';
import { PlatformError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

/** A bot whose model answers "Fine." to everything. */
function setUp(material: MaterialSources) {
  const clock = createFakeClock();
  const surface = createFakeSurface({ pageLimit: 50_000 });
  const requests: ChatRequest[] = [];
  const outcomes: TurnOutcome[] = [];
  const stop = new AbortController();
  const never = new AbortController().signal;
  const answerTurn = createAnswerTurn({
    turns: {
      checkpoint: async () => {},
      keepMaterial: async () => {},
      release: async () => {},
      close: async (_turn: Turn, outcome: TurnOutcome) => void outcomes.push(outcome),
      reopen: async () => 'gone',
    },
    conversations: {
      async *history() {},
      async *since() {},
      claimTrimNotice: async () => false,
      find: async () => undefined,
    },
    router: {
      defaultModel: 'p/m',
      models: async () => [],
      find: async (name) => ({ id: name, name, contextWindow: 100_000 }),
      async *stream(request) {
        requests.push(request);
        yield { type: 'text-delta', text: 'Fine.' };
        yield { type: 'end', reason: 'stop' };
      },
    },
    languageOf: () => 'en',
    replies: createReplies({ clock, log: silentLog }),
    material,
    settingsOf: usualSettings(),
    surface: () => surface,
    onStoreFailure: () => {},
    clock,
    log: silentLog,
  });

  async function answer(turn: Turn, elapsedMs: number): Promise<void> {
    const signals = {
      stop: stop.signal,
      shutdown: never,
      superseded: never,
      whenQuiet: async () => {},
    };
    let isDone = false;
    const answering = answerTurn(turn, signals).finally(() => {
      isDone = true;
    });
    for (let waitedMs = 0; !isDone && waitedMs <= elapsedMs; waitedMs += 1_000) {
      await clock.advance(1_000);
    }
    await answering;
  }
  return {
    answer,
    requests,
    outcomes,
    stop,
    shown: () => [...surface.messages.values()].join('\n'),
  };
}

function ask(names: readonly string[], text = 'See'): Turn {
  const attachments = names.map((name) => ({ ref: name, name, mime: 'text/plain', bytes: 1 }));
  return createFakeTurn({ inputs: [createFakeMessage({ text, attachments })] });
}

const BEHAVIOURS = ['reads', 'gone', 'breaks', 'hangs', 'damaged', 'reader hangs'] as const;
type Behaviour = (typeof BEHAVIOURS)[number];

/** A network and a reader that behave as the names of the files say. */
const sources: MaterialSources = {
  async fetchFile(_channel, ref) {
    if (ref.startsWith('gone')) throw new PlatformError('x', { kind: 'gone', platform: 'fake' });
    if (ref.startsWith('breaks')) throw new Error('bot123:SECRET');
    return ref.startsWith('hangs') ? new Promise<never>(() => {}) : Buffer.from(ref);
  },
  files: {
    async read({ name }) {
      if (name.startsWith('reader hangs')) return new Promise<never>(() => {});
      if (name.startsWith('damaged')) return { kind: 'unreadable', why: 'damaged' };
      return { kind: 'text', text: `words of ${name}` };
    },
  },
};

describe('an answer to a question with files', () => {
  test('comes whatever the network and the reader do, and says what was not read', async () => {
    const behaviours = fc.array(fc.constantFrom<Behaviour[]>(...BEHAVIOURS), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(behaviours, async (plans) => {
        const names = plans.map((plan, index) => `${plan} ${index}`);
        const { answer, requests, outcomes, shown } = setUp(sources);
        await answer(ask(names), 120_000);

        assert.equal(outcomes.at(-1)?.state, 'done');
        assert.match(shown(), /^Fine\./);
        assert.doesNotMatch(shown(), /SECRET/);
        const told = requests[0]?.messages.at(-1)?.text ?? '';
        const isRead = (name: string) => name.startsWith('reads');
        for (const name of names) assert.ok(told.includes(name), `the model was not told ${name}`);
        for (const name of names.filter(isRead)) assert.ok(told.includes(`words of ${name}`));
        const unread = names.filter((name) => !isRead(name));
        assert.equal(shown().includes("couldn't read"), unread.length > 0);
        if (unread.length <= 5) {
          for (const name of unread) assert.ok(shown().includes(name), `nothing says ${name}`);
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  test('needs no model where nothing of the question was read', async () => {
    const { answer, requests, outcomes, shown } = setUp(sources);
    await answer(ask(['damaged a'], ''), 1_000);
    assert.match(shown(), /^\(I couldn't read `damaged a`: it is damaged/);
    assert.deepEqual([requests.length, outcomes.at(-1)?.state], [0, 'failed']);
  });

  test('can be stopped while the files are fetched', async () => {
    const { answer, requests, outcomes, stop, shown } = setUp(sources);
    // The fetch hangs until then.
    setImmediate(() => stop.abort());
    await answer(ask(['hangs a']), 1_000);
    assert.match(shown(), /stopped/);
    assert.deepEqual([requests.length, outcomes.at(-1)?.state], [0, 'stopped']);
  });
});
