import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Fleet } from '../../src/contracts/fleet.ts';
import type { LimitState } from '../../src/contracts/limits.ts';
import type { Observation } from '../../src/contracts/observation.ts';
import type { AnswerVersion, Turn } from '../../src/contracts/turns.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { eventually } from '../helpers/eventually.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';
import { readMetrics, type Sample, sumOf } from './read-metrics.ts';

interface Scene {
  readonly open?: number;
  readonly totals?: readonly LimitState[];
  readonly fleet?: Pick<Fleet, 'members'>;
  readonly waiting?: { readonly count: number; readonly oldestMs: number };
  readonly measureStore?: () => Promise<number | undefined>;
}

const measureUsual = async () => 4_096;

function setUp(scene: Scene = {}) {
  const { open = 0, totals = [], fleet = { members: () => [] }, waiting } = scene;
  const clock = createFakeClock();
  const metrics = createMetrics({
    platforms: ['fake', 'discord@memes'],
    providers: ['openai', 'gemini'],
    hideSecrets: (text) => text.replaceAll('sk-secret', '[hidden]'),
    fleet,
    readWaitingEvents: async () => waiting,
    countOpenTurns: () => open,
    measureStore: scene.measureStore ?? measureUsual,
    clock,
    readTotals: () => totals,
  });
  const observe = (...observations: Observation[]) => observations.forEach(metrics.observe);
  const read = async () => readMetrics((await metrics.render(undefined)).text);
  return { metrics, observe, read, clock };
}

const attempt = (change: Partial<Attempt> = {}): Observation => ({
  kind: 'attempt',
  purpose: 'answer',
  attempt: { provider: 'openai', model: 'gpt-x', outcome: 'answered', endMs: 2_000, ...change },
});
const version = (text: string): AnswerVersion => ({
  text,
  provider: 'openai',
  model: 'gpt-x',
  end: 'stop',
});
const ended = (change: Partial<Turn> = {}): Observation => ({
  kind: 'turn ended',
  turn: createFakeTurn({ state: 'done', versions: [version('Hello!')], ...change }),
  tookMs: 3_000,
});
const turn = createFakeTurn();

test('the metrics of a fleet count its processes by role, and the events that wait for them', async () => {
  const member = { id: 'a', number: 0, version: '1', storeFormat: 1, since: 0 };
  const members = () => [
    { ...member, role: 'worker' as const },
    { ...member, role: 'gateway' as const },
    { ...member, role: 'worker' as const },
  ];
  const waiting = { count: 3, oldestMs: 1_500 };
  const samples = await setUp({ fleet: { members }, waiting }).read();
  const processes = (role: string) => sumOf(samples, 'parley_processes', { role });
  assert.deepEqual(['all', 'gateway', 'worker'].map(processes), [0, 1, 2]);
  assert.equal(sumOf(samples, 'parley_events_waiting'), 3);
  assert.equal(sumOf(samples, 'parley_events_oldest_seconds'), 1.5);
  // While the store cannot be read, no number is better than an old one.
  const unknown = await setUp().read();
  assert.ok(unknown.every(({ name }) => !name.startsWith('parley_events')));
});

test('a store that does not answer hides no metric, and its last size stays', async () => {
  let isAway = false;
  const measureStore = async () => (isAway ? new Promise<number>(() => {}) : 4_096);
  const { observe, read, clock } = setUp({ measureStore });
  await read();
  isAway = true;
  observe({ kind: 'store', problem: 'away' });
  const reading = read();
  await eventually('the reader is waiting', () => clock.pending > 0);
  await clock.advance(2_000);
  const samples = await reading;
  assert.equal(sumOf(samples, 'parley_store_up'), 0);
  assert.equal(sumOf(samples, 'parley_store_bytes'), 4_096);
});

describe('the metrics of answers', () => {
  test('count them by outcome, with their time and that of their first words', async () => {
    const { observe, read } = setUp();
    observe(
      { kind: 'turn started', turn },
      { kind: 'first words', turn, firstWordsMs: 700 },
      ended(),
      { kind: 'run ended', turn },
    );
    const samples = await read();
    const done = { platform: 'fake', outcome: 'done' };
    assert.equal(sumOf(samples, 'parley_answers_total', done), 1);
    assert.equal(sumOf(samples, 'parley_answer_duration_seconds_sum', done), 3);
    assert.equal(sumOf(samples, 'parley_first_words_seconds_sum', { platform: 'fake' }), 0.7);
    const bucket = (le: string) => sumOf(samples, 'parley_first_words_seconds_bucket', { le });
    assert.deepEqual([bucket('0.64'), bucket('1.28'), bucket('655.36')], [0, 1, 1]);
  });

  test('take no sentence about a failure for first words', async () => {
    const { observe, read } = setUp();
    observe(
      { kind: 'turn started', turn },
      { kind: 'first words', turn, firstWordsMs: 700 },
      ended({ state: 'failed', versions: [version(' ')] }),
    );
    const samples = await read();
    assert.equal(sumOf(samples, 'parley_answers_total', { outcome: 'failed' }), 1);
    assert.equal(sumOf(samples, 'parley_first_words_seconds_count') ?? 0, 0);
  });

  test('tell questions that a limit stopped from failures', async () => {
    const { observe, read } = setUp();
    observe(ended({ state: 'failed', versions: [{ ...version(''), refusal: 'told' }] }));
    const samples = await read();
    assert.equal(sumOf(samples, 'parley_answers_total', { outcome: 'refused' }), 1);
    assert.equal(sumOf(samples, 'parley_answers_total', { outcome: 'failed' }), 0);
  });

  test('count neither a look at another version nor a withdrawn question as an answer', async () => {
    const { observe, read } = setUp();
    observe(ended({ rerun: { kind: 'show', version: 0 } }), ended({ inputs: [] }));
    assert.equal(sumOf(await read(), 'parley_answers_total'), 0);
  });

  test('tell how many run and wait, also when a run ends without an answer', async () => {
    const { observe, read } = setUp({ open: 3 });
    const other = createFakeTurn({ id: 'fake:8#1' });
    observe({ kind: 'turn started', turn }, { kind: 'turn started', turn: other });
    observe({ kind: 'run ended', turn: other });
    const samples = await read();
    assert.equal(sumOf(samples, 'parley_turns_running'), 1);
    assert.equal(sumOf(samples, 'parley_turns_waiting'), 2);
  });

  test('start at 0 for each platform and service, so that a first failure is a rise', async () => {
    const samples = await setUp().read();
    for (const platform of ['fake', 'discord@memes']) {
      assert.equal(sumOf(samples, 'parley_answers_total', { platform, outcome: 'failed' }), 0);
      assert.equal(sumOf(samples, 'parley_network_up', { platform }), 0);
    }
    const gemini = { gen_ai_provider_name: 'gcp.gemini', outcome: 'auth' };
    assert.equal(sumOf(samples, 'parley_attempts_total', gemini), 0);
  });
});

describe('the metrics of models', () => {
  const openai = { gen_ai_provider_name: 'openai', gen_ai_request_model: 'gpt-x' };

  test('count tokens and dollars, and apart from them what has no price', async () => {
    const { observe, read } = setUp();
    const used = { inputTokens: 100, cachedInputTokens: 60, outputTokens: 20, reasoningTokens: 5 };
    observe(attempt({ ...used, usd: 0.25, firstContentMs: 500 }), attempt({ ...used, usd: 0.5 }));
    observe(attempt({ outputTokens: 7 }));
    const samples = await read();
    const prefix = 'gen_ai_client_inference_usage';
    assert.equal(sumOf(samples, `${prefix}_input_tokens_total`, openai), 200);
    assert.equal(sumOf(samples, `${prefix}_cache_read_input_tokens_total`, openai), 120);
    assert.equal(sumOf(samples, `${prefix}_output_tokens_total`, openai), 47);
    assert.equal(sumOf(samples, `${prefix}_reasoning_output_tokens_total`, openai), 10);
    assert.equal(sumOf(samples, 'parley_cost_usd_total', openai), 0.75);
    assert.equal(sumOf(samples, 'parley_cost_unknown_attempts_total', openai), 1);
    const first = 'gen_ai_client_inference_time_to_first_chunk_seconds';
    assert.equal(sumOf(samples, `${first}_sum`, openai), 0.5);
    assert.equal(sumOf(samples, `${first}_count`, openai), 1);
  });

  test('count what a limit stopped, without the time and the cost of a request', async () => {
    const { observe, read } = setUp();
    observe(attempt({ outcome: 'spent' }), attempt({ outcome: 'unpriced' }));
    const samples = await read();
    assert.equal(sumOf(samples, 'parley_attempts_total'), 2);
    assert.equal(sumOf(samples, 'gen_ai_client_inference_duration_seconds_count') ?? 0, 0);
    assert.equal(sumOf(samples, 'parley_cost_unknown_attempts_total') ?? 0, 0);
  });

  test('survive numbers that are none', async () => {
    const { observe, read } = setUp();
    for (const odd of [Number.NaN, -5, Infinity])
      observe(attempt({ inputTokens: odd, outputTokens: 3, usd: odd }));
    const samples = await read();
    assert.equal(sumOf(samples, 'gen_ai_client_inference_usage_output_tokens_total'), 9);
    assert.equal(sumOf(samples, 'gen_ai_client_inference_usage_input_tokens_total') ?? 0, 0);
    assert.equal(sumOf(samples, 'parley_cost_unknown_attempts_total', openai), 3);
  });

  test('name the kind of a failure, and take a stop for none', async () => {
    const { observe, read } = setUp();
    observe(attempt({ outcome: 'auth' }), attempt({ outcome: 'stopped' }), attempt());
    const samples = await read();
    const duration = 'gen_ai_client_inference_duration_seconds_count';
    assert.equal(sumOf(samples, duration, { ...openai, error_type: 'auth' }), 1);
    const withoutError = samples.filter(
      ({ name, labels }) => name === duration && labels.error_type === undefined,
    );
    assert.deepEqual(
      withoutError.map(({ value }) => value),
      [2],
    );
    assert.equal(sumOf(samples, 'parley_attempts_total', { outcome: 'auth' }), 1);
    assert.equal(sumOf(samples, 'parley_attempts_total', { outcome: 'stopped' }), 1);
  });

  test('stay small with 10,000 model names that people typed, and with failures of each kind', async () => {
    const { observe, read } = setUp();
    const outcomes = ['answered', 'server', 'auth', 'rate_limit', 'not_found'] as const;
    for (let index = 0; index < 10_000; index++) {
      const outcome = outcomes[index % outcomes.length] ?? 'answered';
      const counted = { inputTokens: 1, outputTokens: 1, firstContentMs: 1, usd: 1 };
      observe(attempt({ ...counted, model: `typed-${index}`, outcome }));
    }
    const samples = await read();
    const duration = 'gen_ai_client_inference_duration_seconds_count';
    const models = new Set(samples.flatMap(({ labels }) => labels.gen_ai_request_model ?? []));
    assert.ok(models.size <= 201, `${models.size} models`);
    assert.ok(samples.length < 10_000, `${samples.length} lines`);
    assert.equal(sumOf(samples, duration), 10_000, 'nothing is lost');
    const other = { gen_ai_request_model: 'other' };
    assert.equal(sumOf(samples, duration, { ...other, error_type: 'not_found' }), 2_000);
    assert.ok((sumOf(samples, 'parley_cost_usd_total', other) ?? 0) >= 9_800);
  });

  test('never show a secret that a service calls a model, nor a name that no service knows', async () => {
    const { observe, read } = setUp();
    observe(attempt({ model: 'x-sk-secret' }));
    observe(attempt({ model: 'my phone is 0123', outcome: 'not_found' }));
    observe(attempt({ model: 'y'.repeat(101) }));
    const models = new Set(
      (await read()).flatMap(({ labels }) => labels.gen_ai_request_model ?? []),
    );
    assert.deepEqual([...models].sort(), ['other', 'x-[hidden]']);
  });
});

test('the metrics of chats, networks, limits and the store follow what is observed', async () => {
  const { observe, read } = setUp();
  const { channel } = turn.address;
  const limit = { subject: 'total', scope: 'bot', measure: 'usdPerDay' } as const;
  const numbers = { used: 4, most: 5, resetsAt: 0 };
  observe(
    { kind: 'message', platform: 'fake' },
    { kind: 'message', platform: 'fake', declined: 'wordless' },
    { kind: 'command', platform: 'fake', name: 'model', by: 'button' },
    { kind: 'command', platform: 'fake', name: undefined, by: 'command' },
    { kind: 'write', platform: 'fake', call: 'edit', outcome: 'rate_limit', tookMs: 40 },
    { kind: 'network', state: { name: 'fake', state: 'connected' } },
    { kind: 'limit', limit: { ...limit, ...numbers }, share: 0.8, channel },
    { kind: 'unpriced', provider: 'openai', model: 'x' },
    { kind: 'store', problem: 'The disk is full.' },
  );
  const samples = await read();
  const is = (expected: number, name: string, labels: Record<string, string> = {}) =>
    assert.equal(sumOf(samples, name, labels), expected, name);
  is(1, 'parley_messages_total', { outcome: 'question' });
  is(1, 'parley_messages_total', { outcome: 'wordless' });
  is(1, 'parley_commands_total', { command: 'model', by: 'button' });
  is(1, 'parley_commands_total', { command: 'unknown' });
  is(1, 'parley_writes_total', { platform: 'fake', call: 'edit', outcome: 'rate_limit' });
  is(0.04, 'parley_write_duration_seconds_sum', { call: 'edit' });
  is(1, 'parley_network_up', { platform: 'fake' });
  is(1, 'parley_limit_events_total', { subject: 'total', measure: 'usdPerDay', event: 'near' });
  is(1, 'parley_unpriced_refusals_total', { gen_ai_provider_name: 'openai' });
  is(0, 'parley_store_up');
  is(4_096, 'parley_store_bytes');

  observe({ kind: 'store' }, { kind: 'network', state: { name: 'fake', state: 'retrying' } });
  const later = await read();
  assert.equal(sumOf(later, 'parley_store_up'), 1);
  assert.equal(sumOf(later, 'parley_network_up', { platform: 'fake' }), 0);
});

test('of limits for everybody, the metrics show the highest share in use, and no scope', async () => {
  const total = { subject: 'total', measure: 'usdPerDay', resetsAt: 0 } as const;
  const totals: LimitState[] = [
    { ...total, scope: 'bot', used: 1, most: 10 },
    { ...total, scope: 'discord:112233', used: 9, most: 10 },
    { ...total, scope: 'bot', measure: 'tokensPerDay', used: 0, most: 0 },
  ];
  const { metrics, read } = setUp({ totals });
  const share = async (measure: string) =>
    sumOf(await read(), 'parley_total_limit_used_ratio', { measure });
  assert.equal(await share('usdPerDay'), 0.9);
  assert.equal(await share('tokensPerDay'), 1);
  assert.ok(!(await metrics.render(undefined)).text.includes('112233'));
  totals.length = 0;
  assert.equal(await share('usdPerDay'), undefined);
});

test('OpenMetrics and Prometheus’ text have the same samples, in any order of requests', async () => {
  const { metrics, observe } = setUp();
  observe(attempt({ outcome: 'auth' }), ended());
  // Those of the process itself differ from one moment to the next.
  const isOwn = ({ name }: Sample) => /^(parley|gen_ai)_/.test(name);
  const before = await metrics.render('text/plain');
  const open = await metrics.render('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
  const after = await metrics.render('*/*');
  assert.match(before.contentType, /^text\/plain; version=0\.0\.4/);
  assert.match(open.contentType, /^application\/openmetrics-text; version=1\.0\.0/);
  const own = (text: string) => readMetrics(text).filter(isOwn);
  assert.deepEqual(own(open.text), own(before.text));
  assert.deepEqual(own(after.text), own(before.text));

  const has = (pattern: RegExp, { text } = open) => pattern.test(text);
  assert.ok(open.text.endsWith('\n# EOF\n'));
  assert.ok(!has(/\n\n/));
  assert.ok(has(/^# TYPE parley_answers counter$/m));
  assert.ok(has(/^# HELP parley_answers \S/m));
  assert.ok(!has(/^# (TYPE|HELP) (parley|gen_ai)_\w+_total /m));
  assert.ok(has(/^# TYPE parley_answers_total counter$/m, after));
});
