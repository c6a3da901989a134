import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createGatherer } from '../../../src/bot/material/gatherer.ts';
import type { Attempt } from '../../../src/contracts/attempt.ts';
import type { LimitRules, PlannedSpending } from '../../../src/contracts/limits.ts';
import type { Transcriber } from '../../../src/contracts/transcriber.ts';
import { ProviderError } from '../../../src/errors.ts';
import { createFleetOfOne } from '../../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createLimits } from '../../../src/limits/limits.ts';
import { createMemoryAdapter } from '../../../src/store/memory-adapter.ts';
import { createStore } from '../../../src/store/store.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn } from '../../helpers/fake-turn.ts';
import { createMemoryLedger } from '../../helpers/memory-ledger.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

const NAMES = { provider: 'transcription', model: 'whisper' };
const PLAN: PlannedSpending = {
  ...NAMES,
  promptTokens: 0,
  images: 0,
  audioMs: 120_000,
  maxAnswerTokens: 0,
  price: { input: 0, output: 0, perAudioMinute: 1 },
};
const USED: Attempt = { ...NAMES, outcome: 'answered', endMs: 5, audioMs: 60_000, usd: 1 };

function setUp(rules: LimitRules, fails = false) {
  const clock = createFakeClock();
  const ledger = createMemoryLedger(clock);
  const limits = createLimits({
    rules: () => new Map([['bot', rules]]),
    ledger,
    access: { isAdmin: () => false, isModerator: async () => false },
    timeZone: () => 'UTC',
    store: createStore({ adapter: createMemoryAdapter({ clock }), clock }),
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
    observe: () => {},
    clock,
    log: silentLog,
  });
  let heard = 0;
  const transcriber: Transcriber = {
    plan: () => PLAN,
    async transcribe(_file, _signal, onUsed) {
      heard += 1;
      onUsed?.(fails ? { ...USED, outcome: 'server' } : USED);
      if (fails) throw new ProviderError('no', { kind: 'server', provider: 'transcription' });
      return 'Buy milk.';
    },
  };
  const gather = createGatherer({
    sources: {
      files: { read: async () => assert.fail('a recording is not read') },
      fetchFile: async () => new Uint8Array(10),
      transcriber,
    },
    conversations: { async *history() {}, find: async () => undefined },
    settingsOf: usualSettings(),
    limits,
    clock,
    log: silentLog,
  });
  const voice = { ref: 'v', name: 'v.ogg', mime: 'audio/ogg', bytes: 10, sentAs: 'voice' } as const;
  const turn = createFakeTurn({ inputs: [createFakeMessage({ attachments: [voice] })] });
  const senses = {
    seesImages: false,
    seesEarlierImages: false,
    hearsSound: false,
    images: { maxEdge: 1, maxBytes: 1, maxImages: 1 },
  };
  return {
    async read() {
      const { material } = await gather(turn, senses, new AbortController().signal);
      const [reading] = material.files;
      return reading?.kind === 'unreadable' ? reading.why : reading?.kind;
    },
    heard: () => heard,
    usd: () => ledger.spent({ scope: 'bot', person: 'fake:7', period: 'day' }).usd,
  };
}

describe('the transcription of a recording', () => {
  test('costs its place and the person who asked, also when it fails', async () => {
    const { read, usd } = setUp({ total: { usdPerDay: 5 } });
    assert.equal(await read(), 'transcript');
    assert.equal(usd(), 1);
    const failing = setUp({}, true);
    assert.equal(await failing.read(), 'failed');
    assert.equal(failing.usd(), 1);
  });

  test('is left out where a budget has too little left for it', async () => {
    const { read, heard, usd } = setUp({ total: { usdPerDay: 1.5 } });
    assert.equal(await read(), 'spent');
    assert.deepEqual([heard(), usd()], [0, 0]);
  });
});
