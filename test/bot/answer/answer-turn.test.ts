import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AnswerTurnParts, createAnswerTurn } from '../../../src/bot/answer/answer-turn.ts';
import type { Channel } from '../../../src/contracts/chat-message.ts';
import type { ChatRequest, ProviderErrorKind } from '../../../src/contracts/provider.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { ProviderError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';

const channel: Channel = { platform: 'fake', id: '7', kind: 'direct' };
const author = { id: '7', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };

function createTurn(change: Partial<Turn> = {}): Turn {
  return {
    id: 'fake:7#1',
    conversation: 'fake:7',
    sequence: 1,
    epoch: 0,
    state: 'running',
    inputs: [
      { id: '1', channel, author, addressed: 'direct', text: 'Hello?', attachments: [], sentAt: 0 },
    ],
    address: { channel, questionId: '1' },
    answerMessages: [],
    creating: false,
    versions: [],
    shownVersion: 0,
    resumes: 0,
    acceptedAt: 0,
    format: 1,
    ...change,
  };
}

type Say = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<RouterEvent>;

const end = { type: 'end', reason: 'stop' } as const;
const failure = (kind: ProviderErrorKind) => new ProviderError(kind, { kind, provider: 'p' });
const text = (words: string) => ({ type: 'text-delta', text: words }) as const;
const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve));

function setUp(say: Say, options: Partial<Pick<AnswerTurnParts, 'reasoning' | 'footer'>> = {}) {
  const clock = createFakeClock();
  const surface = createFakeSurface({ pageLimit: 500 });
  const states: Turn['state'][] = [];
  const disk = { isFull: false };
  /** Stands for the store: tests read the turn that they handed over. */
  const write = async (turn: Turn, change: Partial<Turn>) => {
    if (disk.isFull) throw new Error('the disk is full');
    Object.assign(turn, change);
    states.push(turn.state);
  };
  const parts: AnswerTurnParts = {
    turns: {
      checkpoint: write,
      release: (turn: Turn) => write(turn, { state: 'waiting' }),
      close: write,
    },
    conversations: {
      settings: async () => ({}),
      async *history() {},
      claimTrimNotice: async () => false,
    },
    router: {
      defaultModel: 'p/m',
      find: async (name) => ({ id: name, name, price: { input: 1, output: 10 } }),
      stream: say,
    },
    replies: createReplies({ clock, log: silentLog }),
    systemPrompt: '',
    reasoning: options.reasoning ?? 'hidden',
    footer: options.footer ?? [],
    surface: () => surface,
    onStoreFailure: () => {},
    clock,
    log: silentLog,
  };
  const [stop, shutdown] = [new AbortController(), new AbortController()];
  const control = {
    orders: { stop: stop.signal, shutdown: shutdown.signal },
    stop: () => stop.abort(),
    shutdown: () => shutdown.abort(),
  };
  const shown = () => [...surface.messages.values()].join('\n---\n');
  return { clock, surface, states, disk, control, shown, answerTurn: createAnswerTurn(parts) };
}

describe('answering a turn', () => {
  test('shows the answer, and stores it with its model and its time', async () => {
    const { answerTurn, clock, control, shown, states } = setUp(async function* () {
      yield { type: 'source', provider: 'p', model: 'm' };
      yield text('The answer');
      yield end;
    });
    const turn = createTurn();
    await answerTurn(turn, control.orders);
    assert.equal(shown(), 'The answer');
    assert.deepEqual(turn.versions, [
      { text: 'The answer', provider: 'p', model: 'm', end: 'stop', endedAt: clock.now() },
    ]);
    assert.equal(states.at(-1), 'done');
  });

  test('keeps the words of a model that fails, and says why it failed', async () => {
    const { answerTurn, control, shown, states } = setUp(async function* () {
      yield text('The beginning');
      throw failure('timeout_idle');
    });
    const turn = createTurn();
    await answerTurn(turn, control.orders);
    assert.match(shown(), /^The beginning\n\n.*stopped in the middle/);
    assert.equal(turn.versions[0]?.text, 'The beginning');
    assert.equal(states.at(-1), 'failed');
  });

  test('says above the answer which other model answers and why, and keeps that line out of the history', async () => {
    const { answerTurn, clock, control, shown } = setUp(async function* (_request, signal) {
      yield {
        type: 'source',
        provider: 'anthropic',
        model: 'claude',
        replaced: 'openai/gpt-5',
        why: 'overloaded',
      };
      await Promise.race([silence, aborted(signal)]);
      yield text('The answer');
      yield end;
    });
    const { promise: silence, resolve: speak } = Promise.withResolvers<void>();
    const turn = createTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(5_000);
    assert.equal(shown(), '(anthropic/claude answers, because openai/gpt-5 is overloaded.)');
    speak();
    await clock.advance(5_000);
    await done;
    assert.equal(
      shown(),
      '(anthropic/claude answers, because openai/gpt-5 is overloaded.)\n\nThe answer',
    );
    assert.equal(turn.versions[0]?.text, 'The answer');
  });

  test('keeps the last attempts, also those with a shorter prompt', async () => {
    let calls = 0;
    const attempt = (): RouterEvent => ({
      type: 'attempt',
      attempt: { provider: 'p', model: `m${calls++}`, outcome: 'overloaded', endMs: 5 },
    });
    const { answerTurn, control } = setUp(async function* () {
      for (let tries = 0; tries < 6; tries++) yield attempt();
      if (calls < 12) throw failure('context_length');
      yield text('The answer');
      yield end;
      yield attempt();
    });
    const turn = createTurn();
    await answerTurn(turn, control.orders);
    const models = turn.versions[0]?.attempts?.map(({ model }) => model);
    assert.deepEqual(models, ['m3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11', 'm12']);
  });

  const thoughts = (words: string) => ({ type: 'reasoning-delta', text: words }) as const;

  test('shows for how long the model has been thinking, from eight seconds on, until its first words', async () => {
    const { promise: thought, resolve: speak } = Promise.withResolvers<void>();
    const { answerTurn, clock, control, shown, surface } = setUp(async function* () {
      yield text('<think>Let me see');
      await thought;
      yield text('.</think>The answer');
      yield end;
    });
    const turn = createTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(7_900);
    assert.equal(surface.writes.length, 0);
    await clock.advance(12_000);
    assert.equal(shown(), '(thinking… 18 s)');
    assert.ok(surface.writes.length <= 3, 'at most every 5 s');
    speak();
    await clock.advance(60_000);
    await done;
    assert.equal(shown(), 'The answer');
    assert.equal(surface.messages.size, 1);
    assert.doesNotMatch(JSON.stringify(turn.versions), /Let me see/);
  });

  test('folds the reasoning above the first words if the operator wants that, and never stores it', async () => {
    const say: Say = async function* () {
      yield thoughts('Let me see. ');
      yield thoughts('So be it.');
      yield text('The answer');
      yield end;
    };
    for (const reasoning of ['folded', 'hidden'] as const) {
      const { answerTurn, control, surface } = setUp(say, { reasoning });
      const opened: (string | undefined)[] = [];
      const { open } = surface.dialect;
      surface.dialect.open = (folded) => {
        opened.push(folded);
        return open(folded);
      };
      const turn = createTurn();
      await answerTurn(turn, control.orders);
      assert.equal(opened.at(-1), reasoning === 'folded' ? 'Let me see. So be it.' : undefined);
      assert.doesNotMatch(JSON.stringify(turn.versions), /Let me see/);
    }
  });

  test("ends with the operator's footer, as far as its parts are known", async () => {
    const attempt = {
      provider: 'p',
      model: 'm',
      outcome: 'answered',
      endMs: 5,
      inputTokens: 100,
      outputTokens: 20,
    } as const;
    const { answerTurn, control, shown } = setUp(
      async function* () {
        yield { type: 'source', provider: 'p', model: 'm' };
        yield text('The answer');
        yield end;
        yield { type: 'attempt', attempt };
      },
      { footer: ['model', 'tokens', 'seconds', 'cost'] },
    );
    await answerTurn(createTurn(), control.orders);
    assert.equal(shown(), 'The answer\n\n*p/m · 120 tokens · 0.0 s · $0.00030*');
  });

  test('adds no footer to an answer without words: the visible version may have its own', async () => {
    const { answerTurn, control, shown } = setUp(
      async function* () {
        yield { type: 'source', provider: 'p', model: 'm' };
        throw failure('timeout_idle');
      },
      { footer: ['model'] },
    );
    const version = {
      text: 'The first.',
      notes: ['*p/m*'],
      provider: 'p',
      model: 'm',
      end: 'stop',
    } as const;
    await answerTurn(
      createTurn({ versions: [version], rerun: { kind: 'regenerate' } }),
      control.orders,
    );
    assert.match(shown(), /^The first\.\n\n\*p\/m\*\n\n\([^*]+$/);
  });

  test('turns every kind of failure into a sentence', async () => {
    const kinds: ProviderErrorKind[] = [
      'auth',
      'payment',
      'not_found',
      'rate_limit',
      'server',
      'connect',
      'protocol',
      'empty',
    ];
    for (const kind of kinds) {
      const { answerTurn, control, shown } = setUp(async function* () {
        yield* [];
        throw failure(kind);
      });
      await answerTurn(createTurn(), control.orders);
      assert.match(shown(), /\(p\/m failed\. .{10,}/);
    }
  });

  test('halves the prompt when the window is smaller than reported, without a visible sign', async () => {
    let calls = 0;
    const { answerTurn, control, shown } = setUp(async function* () {
      if (++calls < 3) throw failure('context_length');
      yield text('It fits.');
      yield end;
    });
    await answerTurn(createTurn(), control.orders);
    assert.equal(shown(), 'It fits.');
  });

  test('says so when even the shortest prompt is too long', async () => {
    let calls = 0;
    const { answerTurn, control, shown } = setUp(async function* () {
      calls++;
      yield* [];
      throw failure('context_length');
    });
    await answerTurn(createTurn(), control.orders);
    assert.match(shown(), /too long for it/);
    assert.equal(calls, 4);
  });

  test('says so when the model gives no words', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield end;
    });
    await answerTurn(createTurn(), control.orders);
    assert.match(shown(), /no answer/);
  });

  test('keeps the words of a stopped answer, marks it, and ends the request to the model', async () => {
    let isAborted = false;
    const { answerTurn, control, clock, shown, states } = setUp(async function* (_request, signal) {
      yield text('This is what the model said before it was stopped');
      await aborted(signal);
      isAborted = true;
    });
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(1_000);
    control.stop();
    await clock.advance(5_000);
    await done;
    assert.match(shown(), /before it was stopped\n\n\(stopped\)$/);
    assert.equal(isAborted, true);
    assert.equal(states.at(-1), 'stopped');
  });

  test('marks the answer on shutdown and leaves the turn open for the next start', async () => {
    const { answerTurn, control, clock, shown, states } = setUp(async function* (_request, signal) {
      yield text('This is what the model said before the restart');
      await aborted(signal);
    });
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(1_000);
    control.shutdown();
    await clock.advance(3_000);
    await done;
    assert.match(shown(), /before the restart\n\n\(I'm restarting/);
    assert.equal(states.at(-1), 'waiting');
  });

  test('does not wait on shutdown for a network that refuses', async () => {
    const { answerTurn, control, clock, surface, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    for (let call = 0; call < 20; call++) surface.faults.push('rate_limit');
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(1_000);
    control.shutdown();
    await clock.advance(2_000);
    await done;
    assert.equal(states.at(-1), 'waiting');
  });

  test('does not wait on shutdown for it after people stopped the answer', async () => {
    const { answerTurn, control, clock, surface, states } = setUp(
      async function* (_request, signal) {
        yield text('The answer');
        await aborted(signal);
      },
    );
    for (let call = 0; call < 20; call++) surface.faults.push('network');
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(1_000);
    control.stop();
    await clock.advance(1_000);
    control.shutdown();
    await clock.advance(2_000);
    await done;
    assert.equal(states.at(-1), 'waiting');
  });

  test('fails visibly, without a model call, after more than three resumes', async () => {
    let calls = 0;
    const { answerTurn, control, shown, states } = setUp(async function* () {
      calls++;
      yield end;
    });
    await answerTurn(createTurn({ resumes: 4 }), control.orders);
    assert.match(shown(), /gave up/);
    assert.equal(calls, 0);
    assert.equal(states.at(-1), 'failed');
  });

  test('writes a resumed turn into the messages of the previous run', async () => {
    const { answerTurn, control, surface } = setUp(async function* () {
      yield text('The new answer');
      yield end;
    });
    surface.messages.set('old', 'half of the old ans');
    await answerTurn(
      createTurn({ answerMessages: [{ messageId: 'old' }], resumes: 1 }),
      control.orders,
    );
    assert.deepEqual([...surface.messages], [['old', 'The new answer']]);
  });

  test('stops the model when people delete the growing message', async () => {
    const { answerTurn, control, clock, surface, states } = setUp(
      async function* (_request, signal) {
        yield text('This is long enough to be shown at once');
        yield text(' and this comes later');
        await aborted(signal);
      },
    );
    surface.faults.push('gone');
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(5_000);
    await done;
    assert.equal(states.at(-1), 'stopped');
  });

  test('stops an endless answer before it fills the memory', async () => {
    const { answerTurn, control, clock, shown } = setUp(async function* (_request, signal) {
      while (!signal.aborted) yield text('x'.repeat(1_000));
    });
    const done = answerTurn(createTurn(), control.orders);
    for (let minute = 0; minute < 30; minute++) await clock.advance(60_000);
    await done;
    assert.match(shown(), /became too long/);
  });

  test('shows the beginning of an answer that is far too long in one delta', async () => {
    const { answerTurn, control, clock, surface, shown, states } = setUp(async function* () {
      yield text('x'.repeat(99_999) + '🙂'.repeat(500_000));
    });
    const done = answerTurn(createTurn(), control.orders);
    for (let minute = 0; minute < 30; minute++) await clock.advance(60_000);
    await done;
    const length = [...surface.messages.values()].join('').length;
    assert.ok(length > 99_000 && length < 101_000, String(length));
    assert.ok(shown().endsWith('it became too long.)'));
    assert.equal(states.at(-1), 'done');
  });

  test('says so when the model gives nothing visible', async () => {
    for (const nothing of [' \n\t ', '\u200B\u200D\uFE0F', '\0\0', '\u2060 \u00AD']) {
      const { answerTurn, control, shown } = setUp(async function* () {
        yield text(nothing);
        yield end;
      });
      await answerTurn(createTurn(), control.orders);
      assert.match(shown(), /no answer/);
    }
  });

  test('says below the visible messages that the network refuses the answer', async () => {
    const { answerTurn, control, surface, shown, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    surface.faults.push('invalid');
    surface.messages.set('old', 'half of the ans');
    await answerTurn(
      createTurn({ answerMessages: [{ messageId: 'old' }], resumes: 1 }),
      control.orders,
    );
    assert.match(shown(), /^half of the ans\n---\n.*refused to show my answer/);
    assert.equal(states.at(-1), 'failed');
  });

  test('shows nothing before the store has saved it, and everything after', async () => {
    const { answerTurn, control, clock, disk, shown, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    disk.isFull = true;
    const done = answerTurn(createTurn(), control.orders);
    await clock.advance(600_000);
    assert.equal(shown(), '');
    disk.isFull = false;
    await clock.advance(60_000);
    await done;
    assert.equal(shown(), 'The answer');
    assert.equal(states.at(-1), 'done');
  });

  test('closes the turn when the disk has room again', async () => {
    const { answerTurn, control, clock, disk, surface, states } = setUp(async function* () {
      yield text('This is long enough to be shown at once.');
      disk.isFull = true;
      yield end;
    });
    surface.messages.set('old', '');
    const done = answerTurn(createTurn({ answerMessages: [{ messageId: 'old' }] }), control.orders);
    await clock.advance(600_000);
    assert.deepEqual(states, []);
    disk.isFull = false;
    await clock.advance(60_000);
    await done;
    assert.deepEqual(states, ['done']);
  });

  test('does not wait on shutdown for a full disk', async () => {
    const { answerTurn, control, clock, disk } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    disk.isFull = true;
    const done = answerTurn(createTurn(), control.orders).catch((error: Error) => error.message);
    await clock.advance(1_000);
    control.shutdown();
    await clock.advance(2_000);
    assert.equal(await done, 'the disk is full');
  });

  test('says once that attachments are not read', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    const [input] = createTurn().inputs;
    assert.ok(input);
    const attachments = [{ ref: 'r', name: 'photo.png', mime: 'image/png', bytes: 1 }];
    await answerTurn(createTurn({ inputs: [{ ...input, attachments }] }), control.orders);
    assert.match(shown(), /^The answer\n\n.*photo\.png/);
  });

  describe('once more', () => {
    const first = { text: 'The first answer', provider: 'p', model: 'm', end: 'stop' } as const;
    const cut = { ...first, text: 'The beginning, ', end: 'length', notes: ['(cut)'] } as const;
    const open = (change: Partial<Turn>) =>
      createTurn({ answerMessages: [{ messageId: 'old' }], versions: [first], ...change });
    const source = { type: 'source', provider: 'p', model: 'm' } as const;
    const labels = (surface: ReturnType<typeof createFakeSurface>) =>
      surface.writes
        .at(-1)
        ?.options.controls?.flat()
        .map(({ label }) => label);

    async function run(turn: Turn, say: Say) {
      const setup = setUp(say);
      setup.surface.messages.set('old', 'what stood there');
      await setup.answerTurn(turn, setup.control.orders);
      return { ...setup, turn };
    }

    test('shows a new version instead of the last one, and keeps that one', async () => {
      const turn = open({ rerun: { kind: 'regenerate' } });
      const { shown, states, surface } = await run(turn, async function* () {
        yield source;
        yield text('The second answer');
        yield end;
      });
      assert.equal(shown(), 'The second answer');
      assert.deepEqual(
        turn.versions.map((version) => version.text),
        ['The first answer', 'The second answer'],
      );
      assert.equal(turn.shownVersion, 1);
      assert.equal(states.at(-1), 'done');
      assert.deepEqual(labels(surface), ['◀', '2/2', 'Regenerate']);
    });

    test("asks the requested model instead of the channel's model", async () => {
      const asked: string[] = [];
      await run(
        open({ rerun: { kind: 'regenerate', model: 'q/other' } }),
        async function* ({ model }) {
          asked.push(model);
          yield text('Yes');
          yield end;
        },
      );
      assert.deepEqual(asked, ['q/other']);
    });

    test('keeps the last version when the new one has no words, and says what went wrong', async () => {
      const turn = open({ rerun: { kind: 'regenerate' } });
      const { shown, states } = await run(turn, async function* () {
        yield* [];
        throw failure('overloaded');
      });
      assert.match(shown(), /^The first answer\n\n\(p\/m failed\. It is overloaded/);
      assert.deepEqual(turn.versions, [first]);
      assert.equal(states.at(-1), 'done');
    });

    test('replaces an answer that failed without words', async () => {
      const failed = { ...first, text: '', notes: ['(failed)'], end: 'failed' } as const;
      const turn = open({ versions: [failed], rerun: { kind: 'regenerate' } });
      const { shown, surface } = await run(turn, async function* () {
        yield text('The answer');
        yield end;
      });
      assert.equal(shown(), 'The answer');
      assert.deepEqual(
        [turn.versions.length, turn.shownVersion, labels(surface)],
        [1, 0, ['Regenerate']],
      );
    });

    test('lets the same model continue its answer', async () => {
      const turn = open({ versions: [cut], rerun: { kind: 'continue' } });
      const asked: ChatRequest[] = [];
      const { shown, surface } = await run(turn, async function* (request) {
        asked.push(request);
        yield source;
        yield text('and the end.');
        yield end;
      });
      assert.equal(shown(), 'The beginning, and the end.');
      assert.deepEqual(
        [turn.versions.length, turn.versions[0]?.text],
        [1, 'The beginning, and the end.'],
      );
      assert.deepEqual([asked[0]?.model, asked[0]?.messages.length], ['p/m', 3]);
      assert.deepEqual(labels(surface), ['Regenerate']);
    });

    test('says so when another model wrote the rest', async () => {
      const turn = open({ versions: [cut], rerun: { kind: 'continue' } });
      const { shown } = await run(turn, async function* () {
        yield { ...source, provider: 'q', replaced: 'p/m', why: 'overloaded' };
        yield text('and the end.');
        yield end;
      });
      assert.equal(shown(), 'The beginning, and the end.\n\n(q/m wrote the rest of this answer.)');
    });

    test('keeps the beginning when the rest does not come', async () => {
      const turn = open({ versions: [cut], rerun: { kind: 'continue' } });
      const { shown, states, surface } = await run(turn, async function* () {
        yield* [];
        throw failure('server');
      });
      assert.match(shown(), /^The beginning,\n\n\(p\/m failed/);
      assert.equal(turn.versions[0]?.text, 'The beginning, ');
      assert.equal(states.at(-1), 'failed');
      assert.deepEqual(labels(surface), ['Regenerate', 'Continue']);
    });

    test('shows another version without asking a model', async () => {
      const second = {
        ...first,
        text: 'The second answer',
        notes: ['(stopped)'],
        end: 'stopped',
      } as const;
      const turn = open({ versions: [first, second, first], rerun: { kind: 'show', version: 1 } });
      let calls = 0;
      const { shown, states, surface } = await run(turn, async function* () {
        calls++;
        yield end;
      });
      assert.equal(shown(), 'The second answer\n\n(stopped)');
      assert.deepEqual([turn.shownVersion, turn.versions.length, calls], [1, 3, 0]);
      assert.equal(states.at(-1), 'stopped');
      assert.deepEqual(labels(surface), ['◀', '2/3', '▶', 'Regenerate', 'Continue']);
    });

    test('leaves the visible version, and the turn open, on shutdown before the first new word', async () => {
      const turn = open({ rerun: { kind: 'regenerate' } });
      const { answerTurn, control, clock, surface, states } = setUp(
        async function* (_request, signal) {
          yield* [];
          await aborted(signal);
        },
      );
      const done = answerTurn(turn, control.orders);
      await clock.advance(1_000);
      control.shutdown();
      await clock.advance(3_000);
      await done;
      assert.equal(surface.writes.length, 0);
      assert.equal(states.at(-1), 'waiting');
      assert.deepEqual(turn.versions, [first]);
    });
  });
});
