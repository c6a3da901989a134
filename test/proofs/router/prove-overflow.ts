import assert from 'node:assert/strict';
import { answerWithModel } from '../../../src/bot/answer/answer-with-model.ts';
import type { ChatRequest, Provider } from '../../../src/contracts/provider.ts';
import type { Turn } from '../../../src/contracts/turns.ts';
import { ProviderError } from '../../../src/errors.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { createRouter } from '../../../src/router/router.ts';
import type { Random } from '../../chaos/random.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createFakeMessage, createFakeTurn, fakeChannel } from '../../helpers/fake-turn.ts';
import { noMaterial } from '../../helpers/no-material.ts';
import { usualSettings } from '../../helpers/usual-settings.ts';

const CONVERSATIONS = 1_000;
const QUESTIONS = 6;
const MOST_REQUESTS = 9;

/**
 * Conversations with a model whose window is smaller than its provider says, by any factor, with
 * and without numbers in the refusal: every question gets an answer or the sentence that it is too
 * long, no request is sent twice, and after the first refusals questions cost one request.
 */
export async function proveOverflow(random: Random): Promise<void> {
  let questions = 0;
  let refused = 0;
  let refusedLater = 0;

  for (let index = 0; index < CONVERSATIONS; index += 1) {
    const { requestsOf, wasTooLong } = await converse(random);
    questions += requestsOf.length;
    const refusedQuestions = requestsOf.filter((requests) => requests > 1).length;
    if (wasTooLong) continue;
    refused += Math.min(1, refusedQuestions);
    refusedLater += Math.max(0, refusedQuestions - 1);
  }

  process.stdout.write(
    `router: ${CONVERSATIONS} conversations with wrong windows, ${questions} questions: each answered or told to be too long, nothing asked twice; ${refused} learnt a limit, ${refusedLater} later questions were refused once more\n`,
  );
  assert.ok(refused > CONVERSATIONS / 4, 'most conversations met the limit');
  assert.ok(refusedLater < refused / 20, 'a learnt limit holds');
}

async function converse(random: Random) {
  const between = (least: number, most: number) =>
    Math.round(least * (most / least) ** random.next());
  const realTokens = between(1_000, 100_000);
  const toldWindow = Math.round(realTokens * between(1, 64));
  const numbers = random.next();
  const requests: string[] = [];

  const provider: Provider = {
    name: 'p',
    models: async () => [{ id: 'm', contextWindow: toldWindow }],
    async *stream(request) {
      requests.push(JSON.stringify(request.messages));
      const tokens = countTokens(request);
      if (tokens > realTokens) {
        const told = omitUndefined({
          tokenLimit: numbers < 0.6 ? realTokens : undefined,
          requestTokens: numbers < 0.3 ? tokens : undefined,
        });
        throw new ProviderError('x', { kind: 'context_length', provider: 'p', ...told });
      }
      yield { type: 'text-delta', text: 'Fine.' };
      yield { type: 'end', reason: 'stop' };
    },
  };

  const clock = createFakeClock();
  const router = createRouter({
    providers: [provider],
    defaultModel: 'p/m',
    clock,
    log: silentLog,
  });
  const history = Array.from({ length: between(1, 100) }, (_, index) =>
    createTurn(index, 'q'.repeat(between(10, 4_000)), 'a'.repeat(between(10, 16_000))),
  );
  const requestsOf: number[] = [];
  let wasTooLong = false;

  for (let index = 0; index < QUESTIONS; index += 1) {
    requests.length = 0;
    const parts = {
      ...noMaterial,
      settingsOf: usualSettings({ instructions: 'Be brief.' }),
      router,
      conversations: {
        settings: async () => ({}),
        claimTrimNotice: async () => false,
        async *history() {
          yield* history.toReversed();
        },
      },
      language: 'en' as const,
      clock,
      log: silentLog,
    };
    const reply = {
      show() {},
      showNotice() {},
      showTranscript() {},
      showReasoning() {},
      finish: async () => {},
    };
    const turn = createTurn(history.length, 'q'.repeat(between(10, 4_000)));
    const order = { model: router.defaultModel, lead: '' };
    const { signal } = new AbortController();
    const answer = await answerWithModel(parts, turn, order, reply, signal);

    const isTooLong = answer.notes.some((note) => note.includes('too long'));
    wasTooLong ||= isTooLong;
    assert.ok(isTooLong || answer.text === 'Fine.', `${answer.notes}`);
    assert.equal(new Set(requests).size, requests.length, 'a request was sent twice');
    assert.ok(requests.length <= MOST_REQUESTS, `${requests.length} requests`);
    requestsOf.push(requests.length);
    history.push(createTurn(history.length, turn.inputs[0]?.text ?? '', 'a'.repeat(4_000)));
  }
  return { requestsOf, wasTooLong };
}

/** Four characters per token, as in English. */
function countTokens({ system = '', messages }: ChatRequest): number {
  const characters = messages.reduce((sum, { text }) => sum + text.length, system.length);
  return Math.ceil(characters / 4) + messages.length * 4;
}

function createTurn(sequence: number, question: string, answer?: string): Turn {
  const id = String(sequence);
  const isAnswered = answer !== undefined;
  return createFakeTurn({
    id: `fake:7#${id}`,
    sequence,
    state: isAnswered ? 'done' : 'running',
    inputs: [createFakeMessage({ id, text: question })],
    address: { channel: fakeChannel, questionId: id },
    versions: isAnswered ? [{ text: answer, provider: 'p', model: 'm', end: 'stop' }] : [],
  });
}
