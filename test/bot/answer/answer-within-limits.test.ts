import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAnswerTurn } from '../../../src/bot/answer/answer-turn.ts';
import type { AnswerTurnParts } from '../../../src/bot/answer/answer-turn-parts.ts';
import type { LimitRules, Spending } from '../../../src/contracts/limits.ts';
import type { ChatRequest } from '../../../src/contracts/provider.ts';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import type { AnswerVersion, Turn } from '../../../src/contracts/turns.ts';
import { ProviderError, StoreError } from '../../../src/errors.ts';
import { createFleetOfOne } from '../../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createLimits } from '../../../src/limits/limits.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { createMemoryAdapter } from '../../../src/store/memory-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeSurface } from '../../helpers/fake-surface.ts';
import { createFakeTurn } from '../../helpers/fake-turn.ts';
import { createMemoryLedger } from '../../helpers/memory-ledger.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

/** The dollars that an answer of each model costs; half of it is held back for its prompt. */
const COSTS: Readonly<Record<string, number>> = { 'p/dear': 1, 'p/cheap': 0.1, cheap: 0.1 };

function setUp(rules: LimitRules) {
  // 22:13 in UTC.
  const clock = createFakeClock(Date.UTC(2023, 10, 14, 22, 13, 20));
  const surface = createFakeSurface({ pageLimit: 500 });
  const ledger = createMemoryLedger(clock);
  const asked: string[] = [];
  const gate: {
    open?: Promise<void>;
    words?: string;
    fails?: boolean;
    usdPerMessage: number;
  } = { usdPerMessage: 0 };
  const earlier: Turn[] = [];
  let threads = 0;

  async function* stream(
    { model: name, messages }: ChatRequest,
    signal: AbortSignal,
    spending?: Spending,
  ): AsyncIterable<RouterEvent> {
    const usd = COSTS[name] ?? 0;
    const model = name.replace('p/', '');
    const perRequest = usd + messages.length * gate.usdPerMessage;
    const price = { input: 0, output: 0, perRequest };
    const planned = { provider: 'p', model, promptTokens: 10, images: 0, audioMs: 0, price };
    const hold = await spending?.hold(planned);
    if (hold === 'spent') throw new ProviderError('spent', { kind: 'spent', provider: 'p' });
    assert.ok(typeof hold === 'object');
    asked.push(name);
    if (gate.fails) {
      await hold.settle({ provider: 'p', model, outcome: 'server', endMs: 1, usd: 0 });
      throw new ProviderError('fails', { kind: 'server', provider: 'p' });
    }
    yield { type: 'source', provider: 'p', model };
    if (gate.words) yield { type: 'text-delta', text: gate.words };
    await gate.open;
    if (!signal.aborted) yield { type: 'text-delta', text: `From ${name}.` };
    const tokens = { inputTokens: 10, outputTokens: 10 };
    const outcome = signal.aborted ? ('stopped' as const) : ('answered' as const);
    const attempt = { provider: 'p', model, outcome, endMs: 1, ...tokens, usd };
    await hold.settle(attempt);
    yield { type: 'attempt', attempt };
    if (!signal.aborted) yield { type: 'end', reason: 'stop' };
  }

  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const limits = createLimits({
    rules: () => new Map([['bot', rules]]),
    ledger,
    access: { isAdmin: () => false, isModerator: async () => false },
    timeZone: () => 'UTC',
    store,
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
    observe: () => {},
    clock,
    log: silentLog,
  });
  const write = async (turn: Turn, change: Partial<Turn>) => void Object.assign(turn, change);
  const parts: AnswerTurnParts = {
    turns: {
      checkpoint: write,
      keepMaterial: async () => {},
      release: (turn) => write(turn, { state: 'waiting' }),
      close: write,
      reopen: async () => 'reopened',
    },
    conversations: {
      async *history() {
        yield* earlier;
      },
      async *since() {},
      claimTrimNotice: async () => true,
      find: async () => undefined,
    },
    router: {
      defaultModel: 'p/dear',
      models: async () => [],
      find: async (name) => (name === 'q/gone' ? undefined : { id: name, name }),
      stream,
    },
    limits,
    openThread: async () => {
      threads += 1;
      return 'open';
    },
    summarizer: { start: () => {} },
    languageOf: () => 'en',
    replies: createReplies({ clock, log: silentLog }),
    settingsOf: usualSettings(),
    surface: () => surface,
    onStoreFailure: () => {},
    clock,
    log: silentLog,
  };
  const answerTurn = createAnswerTurn(parts);
  let asks = 0;
  const startTurn = (change: Partial<Turn> = {}) => {
    asks += 1;
    const turn = createFakeTurn({ id: `fake:7#${asks}`, ...change });
    const [stop, superseded] = [new AbortController(), new AbortController()];
    const ended = answerTurn(turn, {
      stop: stop.signal,
      superseded: superseded.signal,
      shutdown: new AbortController().signal,
      whenQuiet: async () => {},
    });
    return { turn, stop, superseded, ended };
  };
  const ask = async (change: Partial<Turn> = {}) => {
    const { turn, ended } = startTurn(change);
    await ended;
    return turn;
  };
  const shown = () => [...surface.messages.values()];
  const answers = () => ledger.spent({ scope: 'bot', period: 'day' }).answers;
  return {
    clock,
    ledger,
    surface,
    asked,
    gate,
    earlier,
    threads: () => threads,
    ask,
    startTurn,
    shown,
    answers,
  };
}

const EARLIER: AnswerVersion = { text: 'Half an', provider: 'p', model: 'dear', end: 'length' };

describe('an answer within limits', () => {
  test('counts when people got words, also when they stopped it, but not when it makes way', async () => {
    const { ask, startTurn, answers, gate, clock } = setUp({ person: { answersPerDay: 9 } });
    await ask();
    assert.equal(answers(), 1);
    const opening = Promise.withResolvers<void>();
    gate.open = opening.promise;
    const { superseded, ended } = startTurn();
    await clock.advance(0);
    superseded.abort();
    opening.resolve();
    await ended;
    assert.equal(answers(), 1);
  });

  test('counts when its question is changed or removed after people got words', async () => {
    const { startTurn, answers, gate, clock } = setUp({ person: { answersPerDay: 9 } });
    const opening = Promise.withResolvers<void>();
    Object.assign(gate, { open: opening.promise, words: 'Half of it.' });
    const { superseded, ended } = startTurn();
    await clock.advance(5_000);
    superseded.abort();
    opening.resolve();
    await ended;
    assert.equal(answers(), 1);
  });

  test('is refused at the limit by a sentence with the time of the reset, and asks no model', async () => {
    const { ask, asked, shown, answers } = setUp({ person: { answersPerDay: 1 } });
    await ask();
    const turn = await ask();
    assert.equal(turn.state, 'failed');
    assert.deepEqual(shown(), [
      'From p/dear.',
      '(Your limit for today is reached. It resets in 2 h.)',
    ]);
    assert.deepEqual([asked, answers()], [['p/dear'], 1]);
    assert.deepEqual(turn.versions[0]?.refusal, 'told');
  });

  test('is refused without a word after three sentences within a minute, except where one is due', async () => {
    const { ask, shown, threads, clock } = setUp({ person: { answersPerDay: 0 } });
    for (let count = 0; count < 3; count++) await ask();
    assert.deepEqual(shown().length, 3);
    const silent = await ask();
    assert.equal(shown().length, 3);
    assert.equal(silent.state, 'failed');
    assert.deepEqual(silent.versions[0]?.notes, ["(I'm not allowed to answer you here.)"]);
    // The last one would have been in a thread of its own.
    assert.equal(threads(), 3);
    const { versions } = silent;
    await ask({ versions, rerun: { kind: 'regenerate', isOfEdit: true } });
    assert.equal(shown().length, 3);
    const { address } = createFakeTurn();
    const interaction = { id: '1', token: 't', expiresAt: clock.now() + 900_000 };
    await ask({ address: { ...address, interaction } });
    assert.equal(shown().length, 4);
    await clock.advance(60_001);
    await ask();
    assert.equal(shown().length, 5);
  });

  test('comes from the cheaper model at the limit, and says so above', async () => {
    const { ask, shown, asked } = setUp({ person: { usdPerDay: 1, degrade: 'cheap' } });
    await ask();
    const turn = await ask();
    assert.equal(
      shown()[1],
      '(Your limit for today is reached, so cheap answers. The limit resets in 2 h.)\n\nFrom cheap.',
    );
    assert.equal(turn.state, 'done');
    assert.deepEqual(asked, ['p/dear', 'cheap']);
  });

  test('comes from the cheaper model when too little is left for the one that people chose', async () => {
    const { ask, shown, asked } = setUp({ person: { usdPerDay: 1.5, degrade: 'cheap' } });
    await ask();
    await ask();
    assert.match(shown()[1] ?? '', /^\(Your limit for today is reached, so cheap answers/);
    assert.deepEqual(asked, ['p/dear', 'cheap']);
  });

  test('is refused at the limit where the cheaper model does not exist', async () => {
    const { ask, shown, answers } = setUp({ person: { answersPerDay: 1, degrade: 'q/gone' } });
    await ask();
    await ask();
    assert.equal(shown()[1], '(Your limit for today is reached. It resets in 2 h.)');
    assert.equal(answers(), 1);
  });

  test('is refused when too little is left, and what is regenerated stays as it was', async () => {
    const { ask, shown } = setUp({ person: { usdPerDay: 1.5 } });
    const turn = await ask();
    const { versions, answerMessages } = turn;
    const again = await ask({ versions, answerMessages, rerun: { kind: 'regenerate' } });
    assert.deepEqual(shown(), [
      'From p/dear.\n\n(Your limit for today is reached. It resets in 2 h.)',
    ]);
    assert.deepEqual(again.versions, versions);
  });

  test('keeps a beginning that may not be continued as it was', async () => {
    const { ask } = setUp({ person: { answersPerDay: 0 } });
    const turn = await ask({ versions: [EARLIER], rerun: { kind: 'continue' } });
    const [version] = turn.versions;
    assert.deepEqual([version?.text, version?.end, turn.state], ['Half an', 'length', 'done']);
    assert.deepEqual(version?.notes, ["(I'm not allowed to answer you here.)"]);
  });

  test('is continued by the cheaper model, which a note says', async () => {
    const { ask, shown } = setUp({ person: { usdPerDay: 0, degrade: 'p/cheap' } });
    await ask({ versions: [EARLIER], rerun: { kind: 'continue' } });
    assert.match(shown()[0] ?? '', /^Half anFrom p\/cheap\./);
    assert.match(shown()[0] ?? '', /so p\/cheap answers[\s\S]*\(p\/cheap wrote the rest/);
  });

  test('says once below it that most of a limit is used', async () => {
    const { ask, shown } = setUp({ person: { usdPerDay: 6 } });
    for (let count = 0; count < 6; count++) await ask();
    assert.deepEqual(
      shown().map((text) => text.split('\n\n')[1]),
      [
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        '(You have used 83% of your limit for today.)',
      ],
    );
  });

  test('says so below the first answer that people read, not below one that failed', async () => {
    const { ask, shown, gate } = setUp({ person: { usdPerDay: 6 } });
    for (let count = 0; count < 5; count++) await ask();
    gate.fails = true;
    await ask();
    gate.fails = false;
    await ask();
    assert.deepEqual(
      shown().map((text) => /You have used \d+%/.test(text)),
      [false, false, false, false, false, false, true],
    );
  });

  test('leaves out the oldest messages where all of them cost more than a whole limit', async () => {
    const { ask, shown, gate, earlier } = setUp({ person: { usdPerDay: 2 } });
    gate.usdPerMessage = 0.1;
    const versions = [{ ...EARLIER, text: 'words '.repeat(50) }];
    for (let count = 1; count <= 20; count++) {
      earlier.unshift(createFakeTurn({ id: `fake:7#0${count}`, state: 'done', versions }));
    }
    await ask();
    assert.match(shown()[0] ?? '', /^From p\/dear\.[\s\S]*no longer fit/);
    assert.doesNotMatch(shown()[0] ?? '', /summary/);

    // Without them, it costs too much all the same.
    const alone = setUp({ person: { usdPerDay: 2 } });
    alone.gate.usdPerMessage = 5;
    await alone.ask();
    assert.match(alone.shown()[0] ?? '', /What is left of the budget is too little for it/);
  });

  test('fails with the sentence about the store when a budget cannot be stored', async () => {
    const { ask, ledger, shown, asked } = setUp({ total: { usdPerDay: 5 } });
    ledger.failure = new StoreError('no room', { kind: 'full' });
    await ask();
    assert.match(shown()[0] ?? '', /can't save messages|disk|space|storage/i);
    assert.deepEqual(asked, []);
  });

  test('is not counted by the minute when its turn goes on after a restart, or with more words', async () => {
    const { ask, asked } = setUp({ person: { answersPerMinute: 1 } });
    await ask();
    await ask({ resumes: 1 });
    await ask({ edition: 1 });
    assert.equal(asked.length, 3);
    await ask();
    await ask({ edition: 1, rerun: { kind: 'regenerate' } });
    assert.equal(asked.length, 3);
    // The run before it had shown words.
    await ask({ edition: 1, answerMessages: [{ messageId: '1' }] });
    assert.equal(asked.length, 3);
  });
});
