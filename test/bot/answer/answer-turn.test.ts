import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAnswerTurn } from '../../../src/bot/answer/answer-turn.ts';
import type { AnswerTurnParts } from '../../../src/bot/answer/answer-turn-parts.ts';
import { finalButtons } from '../../../src/bot/buttons.ts';
import type { Material } from '../../../src/contracts/material.ts';
import type { Observation } from '../../../src/contracts/observation.ts';
import type { ChatRequest, ProviderErrorKind } from '../../../src/contracts/provider.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import type { ScopeSettings } from '../../../src/contracts/settings.ts';
import type { Rerun, Turn } from '../../../src/contracts/turns.ts';
import { ProviderError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

type Say = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<RouterEvent>;

const end = { type: 'end', reason: 'stop' } as const;
const failure = (kind: ProviderErrorKind) => new ProviderError(kind, { kind, provider: 'p' });
const text = (words: string) => ({ type: 'text-delta', text: words }) as const;
/** Words of ten characters, without repetition. */
const news = (start: number, count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${String((start + index) ** 2).padStart(9, '0')} `,
  ).join('');
const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve));

interface Options {
  readonly settings?: Partial<ScopeSettings>;
  readonly history?: readonly Turn[];
}

function setUp(say: Say, options: Options = {}) {
  const clock = createFakeClock();
  const surface = createFakeSurface({ pageLimit: 500 });
  const states: Turn['state'][] = [];
  const disk = { isFull: false };
  const reopened: { turn: Turn; rerun: Rerun }[] = [];
  /** Stands for the store: tests read the turn that they handed over. */
  const write = async (turn: Turn, change: Partial<Turn>) => {
    if (disk.isFull) throw new Error('the disk is full');
    Object.assign(turn, change);
    states.push(turn.state);
  };
  const infos: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  const observed: Observation['kind'][] = [];
  const observe = ({ kind }: Observation) => void observed.push(kind);
  const log = {
    ...silentLog,
    info: (fields: Record<string, unknown>) => void infos.push(fields),
    warn: (_: unknown, event: string) => void warnings.push(event),
  };
  const parts: AnswerTurnParts = {
    turns: {
      checkpoint: write,
      keepMaterial: (turn: Turn, material: Material) => write(turn, { material }),
      release: (turn: Turn) => write(turn, { state: 'waiting' }),
      close: write,
      async reopen(turn: Turn, rerun: Rerun) {
        reopened.push({ turn, rerun });
        return 'reopened';
      },
    },
    conversations: {
      async *history() {
        yield* options.history ?? [];
      },
      async *since() {},
      claimTrimNotice: async () => false,
      find: async () => undefined,
    },
    router: {
      defaultModel: 'p/m',
      models: async () => [],
      find: async (name) => ({ id: name, name, price: { input: 1, output: 10 } }),
      stream: say,
    },
    languageOf: () => 'en',
    replies: createReplies({ clock, observe, log: silentLog }),
    observe,
    settingsOf: usualSettings(options.settings),
    surface: () => surface,
    onStoreFailure: () => {},
    clock,
    log,
  };
  const [stop, shutdown, superseded] = [
    new AbortController(),
    new AbortController(),
    new AbortController(),
  ];
  const quiet = Promise.withResolvers<void>();
  const control = {
    orders: {
      stop: stop.signal,
      shutdown: shutdown.signal,
      superseded: superseded.signal,
      whenQuiet: () => quiet.promise,
    },
    supersede: () => superseded.abort(),
    pause: quiet.resolve,
    stop: () => stop.abort(),
    shutdown: () => shutdown.abort(),
  };
  const shown = () => [...surface.messages.values()].join('\n---\n');
  return {
    clock,
    surface,
    states,
    disk,
    reopened,
    control,
    shown,
    infos,
    warnings,
    observed,
    answerTurn: createAnswerTurn(parts),
  };
}

/** Earlier turns of about 1,000 tokens each. */
const longHistory = Array.from({ length: 10 }, (_, index) =>
  createFakeTurn({
    id: `fake:7#${index}`,
    state: 'done',
    versions: [{ text: 'x'.repeat(3_000), provider: 'p', model: 'm', end: 'stop' }],
  }),
);
const sizeOf = ({ messages }: ChatRequest) => JSON.stringify(messages).length;

describe('answering a turn', () => {
  test('shows the answer, and stores it with its model and its time', async () => {
    const { answerTurn, clock, control, shown, states } = setUp(async function* () {
      yield { type: 'source', provider: 'p', model: 'm' };
      yield text('The answer');
      yield end;
    });
    const turn = createFakeTurn();
    await answerTurn(turn, control.orders);
    assert.equal(shown(), 'The answer');
    assert.deepEqual(turn.versions, [
      { text: 'The answer', provider: 'p', model: 'm', end: 'stop', endedAt: clock.now() },
    ]);
    assert.equal(states.at(-1), 'done');
  });

  test('is observed as often for ten deltas as for five thousand, apart from the writes', async () => {
    const observe = async (deltas: number) => {
      const { answerTurn, clock, control, observed } = setUp(async function* () {
        const words = news(0, 500);
        const length = words.length / deltas;
        for (let index = 0; index < deltas; index++)
          yield text(words.slice(index * length, (index + 1) * length));
        yield end;
      });
      const answered = answerTurn(createFakeTurn(), control.orders);
      await clock.advance(600_000);
      await answered;
      return observed.filter((kind) => kind !== 'write');
    };
    const observations = await observe(10);
    assert.deepEqual(observations, ['first words', 'turn ended']);
    assert.deepEqual(await observe(5_000), observations);
  });

  test('shows a notice where a network takes the first message for a short time only', async () => {
    const { answerTurn, clock, surface, control, shown } = setUp(async function* () {
      await new Promise<void>((resolve) => clock.after(60_000, resolve));
      yield text('The answer');
      yield end;
    });
    Object.assign(surface, { firstWriteWithinMs: 4_000 });
    const answered = answerTurn(createFakeTurn(), control.orders);
    await clock.advance(3_000);
    assert.equal(shown(), '');
    await clock.advance(1_500);
    assert.match(shown(), /thinking/);
    await clock.advance(60_000);
    await answered;
    assert.equal(shown(), 'The answer');
    assert.equal(surface.messages.size, 1);
  });

  test('leaves one line in the log, with the model, times and tokens and without any words', async () => {
    const { answerTurn, control, infos } = setUp(async function* () {
      yield { type: 'source', provider: 'p', model: 'm' };
      yield text('The answer');
      yield end;
      const times = { firstContentMs: 3, endMs: 5, inputTokens: 7, outputTokens: 9 };
      const attempt = { provider: 'p', model: 'm', outcome: 'answered', ...times } as const;
      yield { type: 'attempt', attempt };
    });
    const turn = createFakeTurn();
    await answerTurn(turn, control.orders);
    assert.deepEqual(infos, [
      {
        turn: turn.id,
        provider: 'p',
        model: 'm',
        end: 'stop',
        attempts: 1,
        firstContentMs: 3,
        inputTokens: 7,
        outputTokens: 9,
        tookMs: 0,
      },
    ]);
  });

  test('leads to the pages that the answer rests on, in the text or below it', async () => {
    const citation = { type: 'citation', url: 'https://a.example/', title: 'A page' } as const;
    const answerWith = async (...events: readonly RouterEvent[]) => {
      const { answerTurn, control, shown } = setUp(async function* () {
        yield* events;
        yield end;
      });
      const turn = createFakeTurn();
      await answerTurn(turn, control.orders);
      return { shown: shown(), version: turn.versions[0] };
    };

    const listed = await answerWith(text('It opened in 1889.'), citation);
    assert.equal(listed.shown, 'It opened in 1889.\n\nSources: [A page](<https://a.example/>)');
    assert.equal(listed.version?.text, 'It opened in 1889.');

    const linked = await answerWith({ ...citation, mark: '1' }, text('It opened in 1889[1].'));
    assert.equal(linked.shown, 'It opened in 1889[&#91;1&#93;](<https://a.example/>).');
    assert.equal(linked.version?.text, 'It opened in 1889[1].');
  });

  test('keeps the words of a model that fails, and says why it failed', async () => {
    const { answerTurn, control, shown, states } = setUp(async function* () {
      yield text('The beginning');
      throw failure('timeout_idle');
    });
    const turn = createFakeTurn();
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
    const turn = createFakeTurn();
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
    const { answerTurn, control } = setUp(
      async function* () {
        for (let tries = 0; tries < 6; tries++) yield attempt();
        if (calls < 12) throw failure('context_length');
        yield text('The answer');
        yield end;
        yield attempt();
      },
      { history: longHistory },
    );
    const turn = createFakeTurn();
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
    const turn = createFakeTurn();
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

  test('removes thoughts that it showed as the answer, and never stores them', async () => {
    const say: Say = async function* () {
      yield text('They want a number, which is long enough to be shown. ');
      await shownThoughts;
      yield text('2+2 is 4.\n</think>\n\n');
      yield text('It is 4.');
      yield end;
    };
    const { promise: shownThoughts, resolve } = Promise.withResolvers<void>();
    const { answerTurn, clock, control, shown } = setUp(say);
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(1_000);
    assert.match(shown(), /^They want a number/);
    resolve();
    await clock.advance(5_000);
    await done;
    assert.equal(shown(), 'It is 4.');
    assert.equal(turn.versions[0]?.text, 'It is 4.');
  });

  test('folds thoughts that it showed as the answer, if the operator wants to see them', async () => {
    const { answerTurn, clock, control, shown, surface } = setUp(
      async function* () {
        yield text('They want a number. 2+2 is 4.');
        await showThoughts;
        yield text('\n</think>\n\nIt is 4.');
        yield end;
      },
      { settings: { reasoning: 'folded' } },
    );
    const { promise: showThoughts, resolve } = Promise.withResolvers<void>();
    const opened: (string | undefined)[] = [];
    const open = surface.dialect.open;
    surface.dialect.open = (reasoning, maxPages) => {
      opened.push(reasoning);
      return open(reasoning, maxPages);
    };
    const done = answerTurn(createFakeTurn(), control.orders);
    await clock.advance(1_000);
    resolve();
    await clock.advance(5_000);
    await done;
    assert.deepEqual(opened, [undefined, 'They want a number. 2+2 is 4.\n']);
    assert.match(shown(), /It is 4\.$/);
  });

  test('continues an answer without the thoughts that come before the rest', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield text('I must go on here.\n</think>\n\nthe end.');
      yield end;
    });
    const versions = [{ text: 'This is ', provider: 'p', model: 'm', end: 'length' as const }];
    const turn = createFakeTurn({ versions, rerun: { kind: 'continue' } });
    await answerTurn(turn, control.orders);
    assert.equal(shown(), 'This is the end.');
    assert.equal(turn.versions[0]?.text, 'This is the end.');
  });

  for (const [name, events] of [
    ['in their own field', [thoughts('The capital '), thoughts('is Paris.')]],
    ['in a tag that never closes', [text('<think>The capital is Paris.')]],
    ['before a closing tag with nothing behind it', [text('The capital is Paris.\n</think>\n')]],
    ['with an end token', [thoughts('The capital is Paris.<｜end▁of▁sentence｜>')]],
  ] as const) {
    test(`shows thoughts that are the whole answer, marked: ${name}`, async () => {
      const { answerTurn, control, shown } = setUp(async function* () {
        yield* [...events, end];
      });
      const turn = createFakeTurn();
      await answerTurn(turn, control.orders);
      assert.match(shown(), /^\(The model only thought out loud[^)]*\)\n\nThe capital is Paris\.$/);
      assert.equal(turn.versions[0]?.text, 'The capital is Paris.');
      assert.equal(turn.versions[0]?.isThoughts, undefined);
    });
  }

  test('finds the answer in the field of the thoughts', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield thoughts('They ask for a city.\n</think>\n\nParis.');
      yield end;
    });
    await answerTurn(createFakeTurn(), control.orders);
    assert.equal(shown(), 'Paris.');
  });

  test('keeps thoughts that broke off out of the history', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield thoughts('Let me see. One');
      yield { type: 'end', reason: 'length' };
    });
    const turn = createFakeTurn();
    await answerTurn(turn, control.orders);
    assert.match(shown(), /thought out loud.*\n\nLet me see\. One\n\n.*length limit/);
    assert.equal(turn.versions[0]?.isThoughts, true);
    assert.ok(
      !finalButtons(turn, 'en')
        .flat()
        .some(({ label }) => label === 'Continue'),
    );
  });

  test('shows the first of endless thoughts, and says that there were more', async () => {
    const { answerTurn, clock, control, shown } = setUp(async function* () {
      for (let count = 0; count < 3_000; count += 1) {
        yield thoughts(news(count, 1));
      }
      yield end;
    });
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(600_000);
    await done;
    assert.equal(turn.versions[0]?.text.length, 19_999);
    assert.match(shown(), /too long to show\.\)$/);
  });

  test('ends an answer that repeats itself, keeps its first time, and says so', async () => {
    let deltas = 0;
    let isAborted = false;
    const { answerTurn, clock, control, shown, warnings } = setUp(async function* (_, signal) {
      yield { type: 'source', provider: 'p', model: 'm' };
      yield text('Two things help.\n\n');
      for (; deltas < 20_000 && !signal.aborted; deltas += 1) yield text('Sleep well. ');
      isAborted = signal.aborted;
      yield {
        type: 'attempt',
        attempt: { provider: 'p', model: 'm', outcome: 'stopped', endMs: 5 },
      };
    });
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(600_000);
    await done;

    const words = 'Two things help.\n\nSleep well.';
    assert.equal(shown(), `${words}\n\n(The model kept repeating itself, so I stopped it.)`);
    assert.ok(isAborted && deltas < 1_100);
    const { text: stored, end, isRepetition, attempts } = turn.versions[0] ?? {};
    // Continue writes on behind the space.
    assert.deepEqual(
      { stored, end, isRepetition },
      { stored: `${words} `, end: 'length', isRepetition: true },
    );
    assert.equal(attempts?.length, 1);
    assert.equal(turn.state, 'done');
    assert.ok(
      finalButtons(turn, 'en')
        .flat()
        .some(({ label }) => label === 'Continue'),
    );
    assert.deepEqual(warnings, ['answer: stopped a model that repeated itself']);
  });

  test('continues an answer that repeated itself', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield text('Eat well.');
      yield end;
    });
    const looped = {
      text: 'Two things help. Sleep well. ',
      provider: 'p',
      model: 'm',
      end: 'length' as const,
      isRepetition: true,
    };
    const turn = createFakeTurn({ rerun: { kind: 'continue' }, versions: [looped] });
    await answerTurn(turn, control.orders);
    assert.equal(shown(), 'Two things help. Sleep well. Eat well.');
    assert.equal(turn.versions[0]?.isRepetition, undefined);
  });

  test('adds nothing when a continued answer repeats itself again', async () => {
    const { answerTurn, clock, control, shown } = setUp(async function* (_, signal) {
      while (!signal.aborted) yield text(' Sleep well.');
    });
    const looped = {
      text: 'Two things help. Sleep well.',
      provider: 'p',
      model: 'm',
      end: 'length',
    } as const;
    const turn = createFakeTurn({ rerun: { kind: 'continue' }, versions: [looped] });
    const done = answerTurn(turn, control.orders);
    await clock.advance(600_000);
    await done;
    assert.match(shown(), /^Two things help\. Sleep well\.\n\n\(The model kept repeating/);
  });

  test('ends thoughts that repeat themselves, and shows their first time', async () => {
    const { answerTurn, clock, control, shown } = setUp(async function* (_, signal) {
      yield thoughts('They ask for a list.\n');
      while (!signal.aborted) yield thoughts('We need to make a list.\n');
    });
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(600_000);
    await done;
    assert.match(
      shown(),
      /^\(The model only thought[^)]*\)\n\nThey ask for a list\.\nWe need to make a list\.\n\n\(The model kept repeating itself, so I stopped it\.\)$/,
    );
    assert.equal(turn.versions[0]?.isThoughts, true);
  });

  test('ends thoughts that repeat themselves behind the answer, and keeps the answer', async () => {
    const { answerTurn, clock, control, shown } = setUp(async function* (_, signal) {
      yield text('The answer.');
      while (!signal.aborted) yield thoughts('We are ready. ');
    });
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(600_000);
    await done;
    assert.match(shown(), /^The answer\.\n\n\(The model kept repeating itself/);
  });

  test('does not show the thoughts of an answer that people stopped', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield thoughts('Let me see.');
      control.stop();
    });
    await answerTurn(createFakeTurn(), control.orders);
    assert.equal(shown(), '(stopped)');
  });

  test('folds the reasoning above the first words if the operator wants that, and never stores it', async () => {
    const say: Say = async function* () {
      yield thoughts('Let me see. ');
      yield thoughts('So be it.');
      yield text('The answer');
      yield end;
    };
    for (const reasoning of ['folded', 'hidden'] as const) {
      const { answerTurn, control, surface } = setUp(say, { settings: { reasoning } });
      const opened: (string | undefined)[] = [];
      const { open } = surface.dialect;
      surface.dialect.open = (folded) => {
        opened.push(folded);
        return open(folded);
      };
      const turn = createFakeTurn();
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
      usd: 0.0003,
    } as const;
    const { answerTurn, control, shown } = setUp(
      async function* () {
        yield { type: 'source', provider: 'p', model: 'm' };
        yield text('The answer');
        yield end;
        yield { type: 'attempt', attempt };
      },
      { settings: { footer: ['model', 'tokens', 'seconds', 'cost'] } },
    );
    await answerTurn(createFakeTurn(), control.orders);
    assert.equal(shown(), 'The answer\n\n*p/m · 120 tokens · 0.0 s · $0.0003*');
  });

  test('adds no footer to an answer without words: the visible version may have its own', async () => {
    const { answerTurn, control, shown } = setUp(
      async function* () {
        yield { type: 'source', provider: 'p', model: 'm' };
        throw failure('timeout_idle');
      },
      { settings: { footer: ['model'] } },
    );
    const version = {
      text: 'The first.',
      notes: ['*p/m*'],
      provider: 'p',
      model: 'm',
      end: 'stop',
    } as const;
    await answerTurn(
      createFakeTurn({ versions: [version], rerun: { kind: 'regenerate' } }),
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
      await answerTurn(createFakeTurn(), control.orders);
      assert.match(shown(), /\(p\/m failed\. .{10,}/);
    }
  });

  test('halves what was refused when the window is smaller than reported, without a visible sign', async () => {
    const requests: ChatRequest[] = [];
    const { answerTurn, control, shown } = setUp(
      async function* (request) {
        requests.push(request);
        if (sizeOf(request) > 7_500) throw failure('context_length');
        yield text('It fits.');
        yield end;
      },
      { history: longHistory },
    );
    await answerTurn(createFakeTurn(), control.orders);
    assert.equal(shown(), 'It fits.');
    assert.equal(requests.length, 3);
    const sizes = requests.map(sizeOf);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
  });

  for (const kind of ['context_length', 'too_large'] as const) {
    test(`shortens the prompt at once to the limit that a refusal tells (${kind})`, async () => {
      const requests: ChatRequest[] = [];
      const { answerTurn, control, shown } = setUp(
        async function* (request) {
          requests.push(request);
          if (requests.length === 1) {
            throw new ProviderError(kind, {
              kind,
              provider: 'p',
              tokenLimit: 2_000,
              requestTokens: 7_000,
            });
          }
          yield text('It fits.');
          yield end;
        },
        { history: longHistory },
      );
      await answerTurn(createFakeTurn(), control.orders);
      assert.equal(shown(), 'It fits.');
      const [first, second] = requests.map(sizeOf);
      assert.ok(
        first && second && second > 3_000 && second < (first * 2) / 7,
        `${first} ${second}`,
      );
    });
  }

  test('asks once and says so when even the question alone is too long', async () => {
    let calls = 0;
    const { answerTurn, control, shown } = setUp(async function* () {
      calls++;
      yield* [];
      throw failure('context_length');
    });
    await answerTurn(createFakeTurn(), control.orders);
    assert.equal(calls, 1);
    assert.match(shown(), /your question alone is too long for p\/m.*\/model/);
  });

  test('sends no request twice when nothing is short enough', async () => {
    const sizes: number[] = [];
    const { answerTurn, control, shown } = setUp(
      async function* (request) {
        sizes.push(sizeOf(request));
        yield* [];
        throw failure('context_length');
      },
      { history: longHistory },
    );
    await answerTurn(createFakeTurn(), control.orders);
    assert.match(shown(), /your question alone is too long/);
    assert.equal(new Set(sizes).size, sizes.length);
    assert.ok(sizes.length < 6, `${sizes}`);
  });

  test('says so when the model gives no words', async () => {
    const { answerTurn, control, shown } = setUp(async function* () {
      yield end;
    });
    await answerTurn(createFakeTurn(), control.orders);
    assert.match(shown(), /no answer/);
  });

  test('keeps the words of a stopped answer, marks it, and ends the request to the model', async () => {
    let isAborted = false;
    const { answerTurn, control, clock, shown, states } = setUp(async function* (_request, signal) {
      yield text('This is what the model said before it was stopped');
      await aborted(signal);
      isAborted = true;
    });
    const done = answerTurn(createFakeTurn(), control.orders);
    await clock.advance(1_000);
    control.stop();
    await clock.advance(5_000);
    await done;
    assert.match(shown(), /before it was stopped\n\n\(stopped\)$/);
    assert.equal(isAborted, true);
    assert.equal(states.at(-1), 'stopped');
  });

  test('asks no model for a turn that was stopped while it waited', async () => {
    let calls = 0;
    const { answerTurn, control, shown, states } = setUp(async function* () {
      calls++;
      yield end;
    });
    control.stop();
    await answerTurn(createFakeTurn({ isStopped: true }), control.orders);
    assert.equal(shown(), '(stopped)');
    assert.equal(calls, 0);
    assert.equal(states.at(-1), 'stopped');
  });

  const growing: Say = async function* (_request, signal) {
    yield text('This is what the model said before the edit');
    await aborted(signal);
  };

  test('makes way for the next run without a word when people change the question', async () => {
    const { answerTurn, control, clock, shown, states } = setUp(growing);
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(1_000);
    control.supersede();
    await clock.advance(5_000);
    assert.equal(states.at(-1), 'running', 'people are still typing');
    control.pause();
    await done;
    assert.equal(states.at(-1), 'waiting');
    assert.equal(shown(), 'This is what the model said before the edit');
    assert.deepEqual(turn.versions, []);
    assert.equal(clock.pending, 0);
  });

  test('knows the message that was being created when people changed the question', async () => {
    const { answerTurn, control, clock, surface } = setUp(growing);
    const release = surface.holdWrites();
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(1_000);
    control.supersede();
    control.pause();
    await clock.advance(1_000);
    release();
    await done;
    assert.deepEqual([turn.answerMessages, turn.creating], [[{ messageId: 'm1' }], false]);
    assert.equal(surface.writes.length, 1);
  });

  test('makes way also while the network holds up the final text', async () => {
    const { answerTurn, control, clock, surface, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    for (let call = 0; call < 20; call++) surface.faults.push('network');
    const turn = createFakeTurn();
    const done = answerTurn(turn, control.orders);
    await clock.advance(1_000);
    control.supersede();
    control.pause();
    await clock.advance(0);
    await done;
    assert.equal(states.at(-1), 'waiting');
    assert.deepEqual(turn.versions, []);
  });

  describe('a turn whose question was withdrawn', () => {
    const answerMessages = [{ messageId: 'a' }, { messageId: 'b' }];

    function setUpTakenBack() {
      const parts = setUp(async function* () {
        yield* [];
        assert.fail('no model is asked');
      });
      for (const { messageId } of answerMessages) parts.surface.messages.set(messageId, 'half of');
      return parts;
    }

    test('removes the messages that show its answer', async () => {
      const { answerTurn, control, surface, states } = setUpTakenBack();
      const turn = createFakeTurn({ inputs: [], answerMessages });
      await answerTurn(turn, control.orders);
      assert.deepEqual([...surface.messages], []);
      assert.deepEqual([states.at(-1), turn.answerMessages, turn.versions], ['stopped', [], []]);
    });

    test('finds the message that an earlier run was creating', async () => {
      const { answerTurn, control, clock, surface } = setUpTakenBack();
      surface.messages.set('c', 'the third page');
      surface.unsavedMessage = { messageId: 'c' };
      const turn = createFakeTurn({ inputs: [], answerMessages, creating: true });
      const done = answerTurn(turn, control.orders);
      await clock.advance(1_000);
      await done;
      assert.deepEqual([...surface.messages], []);
    });

    test('tries again after trouble, and leaves only what the network will never remove', async () => {
      const { answerTurn, control, clock, surface, states } = setUpTakenBack();
      surface.removeFaults.push('network', 'rate_limit', 'forbidden');
      const done = answerTurn(createFakeTurn({ inputs: [], answerMessages }), control.orders);
      await clock.advance(60_000);
      await done;
      assert.deepEqual([...surface.messages.keys()], ['b']);
      assert.equal(states.at(-1), 'stopped');
    });

    test('stays open on shutdown until its messages are removed', async () => {
      const { answerTurn, control, clock, surface, states } = setUpTakenBack();
      surface.removeFaults.push('network', 'network', 'network', 'network');
      const done = answerTurn(createFakeTurn({ inputs: [], answerMessages }), control.orders);
      await clock.advance(0);
      control.shutdown();
      await clock.advance(2_000);
      await done;
      assert.equal(states.at(-1), 'waiting');
    });
  });

  test('marks the answer on shutdown and leaves the turn open for the next start', async () => {
    const { answerTurn, control, clock, shown, states } = setUp(async function* (_request, signal) {
      yield text('This is what the model said before the restart');
      await aborted(signal);
    });
    const done = answerTurn(createFakeTurn(), control.orders);
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
    const done = answerTurn(createFakeTurn(), control.orders);
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
    const done = answerTurn(createFakeTurn(), control.orders);
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
    await answerTurn(createFakeTurn({ resumes: 4 }), control.orders);
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
      createFakeTurn({ answerMessages: [{ messageId: 'old' }], resumes: 1 }),
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
    const done = answerTurn(createFakeTurn(), control.orders);
    await clock.advance(5_000);
    await done;
    assert.equal(states.at(-1), 'stopped');
  });

  test('stops an endless answer before it fills the memory', async () => {
    const { answerTurn, control, clock, shown } = setUp(async function* (_request, signal) {
      for (let part = 0; !signal.aborted; part += 1) yield text(news(part * 100, 100));
    });
    const done = answerTurn(createFakeTurn(), control.orders);
    for (let minute = 0; minute < 30; minute++) await clock.advance(60_000);
    await done;
    assert.match(shown(), /became too long/);
  });

  test('shows the beginning of an answer that is far too long in one delta', async () => {
    const { answerTurn, control, clock, surface, shown, states } = setUp(async function* () {
      yield text(`${news(0, 9_999)}xxxxxxxxx${'🙂'.repeat(500_000)}`);
    });
    const done = answerTurn(createFakeTurn(), control.orders);
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
      await answerTurn(createFakeTurn(), control.orders);
      assert.match(shown(), /no answer/);
    }
  });

  test('shows the end of an answer when the bot may write in its channel again', async () => {
    const { answerTurn, control, surface, reopened, states } = setUp(async function* () {
      yield text('A part of the answer that is long enough.');
      yield end;
    });
    surface.faults.push('forbidden');
    const interrupted = createFakeTurn({ answerMessages: [{ messageId: 'old' }] });
    await answerTurn(interrupted, control.orders);
    assert.equal(states.at(-1), 'failed');
    assert.equal(reopened.length, 0);

    await answerTurn(createFakeTurn({ id: 'fake:7#2', sequence: 2 }), control.orders);
    assert.equal(reopened.length, 1);
    assert.equal(reopened[0]?.turn.id, 'fake:7#1');
    assert.deepEqual(reopened[0]?.rerun, { kind: 'show', version: 0 });

    await answerTurn(createFakeTurn({ id: 'fake:7#3', sequence: 3 }), control.orders);
    assert.equal(reopened.length, 1, 'once');
  });

  test('says in place of the answer that the network refuses it', async () => {
    const { answerTurn, control, surface, shown, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    surface.faults.push('invalid');
    surface.messages.set('old', 'half of the ans');
    await answerTurn(
      createFakeTurn({ answerMessages: [{ messageId: 'old' }], resumes: 1 }),
      control.orders,
    );
    assert.match(shown(), /^.This network refused to show my answer/);
    assert.equal(states.at(-1), 'failed');
  });

  test('shows nothing before the store has saved it, and everything after', async () => {
    const { answerTurn, control, clock, disk, shown, states } = setUp(async function* () {
      yield text('The answer');
      yield end;
    });
    disk.isFull = true;
    const done = answerTurn(createFakeTurn(), control.orders);
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
    const done = answerTurn(
      createFakeTurn({ answerMessages: [{ messageId: 'old' }] }),
      control.orders,
    );
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
    const done = answerTurn(createFakeTurn(), control.orders).catch(
      (error: Error) => error.message,
    );
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
    const [input] = createFakeTurn().inputs;
    assert.ok(input);
    const attachments = [{ ref: 'r', name: 'photo.png', mime: 'image/png', bytes: 1 }];
    await answerTurn(createFakeTurn({ inputs: [{ ...input, attachments }] }), control.orders);
    assert.match(shown(), /^The answer\n\n.*photo\.png/);
  });

  describe('once more', () => {
    const first = { text: 'The first answer', provider: 'p', model: 'm', end: 'stop' } as const;
    const cut = { ...first, text: 'The beginning, ', end: 'length', notes: ['(cut)'] } as const;
    const open = (change: Partial<Turn>) =>
      createFakeTurn({ answerMessages: [{ messageId: 'old' }], versions: [first], ...change });
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
