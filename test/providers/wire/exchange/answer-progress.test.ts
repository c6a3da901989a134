import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChunkDecoder } from '../../../../src/providers/wire/chat-completions/chunk-decoder.ts';
import { streamEvents } from '../../../../src/providers/wire/exchange/stream-events.ts';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.ts';
import { readOutcome } from '../../../helpers/read-outcome.ts';
import { event } from '../../protocols/protocol.ts';

/** A step of a server: it sends this text, or says nothing for this many milliseconds. */
type Step = string | number;

const LIMITS = { headersMs: 30_000, firstContentMs: 60_000, idleMs: 60_000, totalMs: 180_000 };
const BROKEN = 'the connection breaks';
const OPEN = 'the connection stays open';

function chunk(delta: object, finishReason: string | null = null): string {
  return event({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

const text = (content: string) => chunk({ content });
const thought = (words: string) => chunk({ reasoning_content: words });
const finish = (reason: string) => chunk({}, reason);
const usage = event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } });
const done = event('[DONE]');

/** The outcome of an answer with this body. */
function readBody(
  clock: FakeClock,
  open: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
): Promise<string> {
  const http = async ({ signal }: { signal: AbortSignal }) => ({
    status: 200,
    headers: {},
    body: open(signal),
  });
  return readOutcome(
    streamEvents(
      { http: Object.assign(http, { close: async () => {} }), clock },
      {
        provider: 'openai',
        request: { method: 'POST', url: 'http://host/v1', headers: {} },
        limits: LIMITS,
        decode: createChunkDecoder(),
      },
      new AbortController().signal,
    ),
  );
}

/** The outcome of an answer, and the time that it took by the fake clock. */
async function answer(...steps: readonly Step[]): Promise<string> {
  const clock = createFakeClock();
  const startedAt = clock.now();

  const outcome = await readBody(clock, (signal) => runSteps(steps, clock, signal));

  assert.equal(clock.pending, 0, 'a timer is left');
  return `${outcome} after ${clock.now() - startedAt} ms`;
}

async function* runSteps(steps: readonly Step[], clock: FakeClock, signal: AbortSignal) {
  for (const step of steps) {
    if (step === BROKEN) throw new Error('other side closed');
    if (typeof step === 'number') await clock.advance(step);
    else if (step === OPEN) while (!signal.aborted) await clock.advance(100);
    else yield Buffer.from(step);

    if (signal.aborted) throw new Error('aborted');
  }
}

describe('createAnswerProgress', () => {
  const rows: readonly (readonly [name: string, steps: readonly Step[], outcome: string])[] = [
    ['text after the end', [text('a'), finish('stop'), text('b')], 'ab | stop after 0 ms'],
    [
      'text 1.4 seconds after the end, twice',
      [text('a'), finish('stop'), 1_400, text('b'), 1_400, text('c'), 1_400],
      'abc | stop after 4200 ms',
    ],
    ['a connection that stays open', [text('a'), finish('stop'), OPEN], 'a | stop after 1500 ms'],
    [
      'a connection that stays open after the usage',
      [text('a'), usage, finish('stop'), OPEN],
      'a | stop 3+4 after 1500 ms',
    ],
    [
      'ends without content, which do not lengthen the wait',
      [text('a'), finish('stop'), 1_000, finish('stop'), 400, finish('stop'), OPEN],
      'a | stop after 1500 ms',
    ],
    [
      'a connection that stays open after a terminal frame',
      [text('a'), finish('stop'), usage, done, OPEN],
      'a | stop 3+4 after 100 ms',
    ],
    ['text after a terminal frame', [text('a'), done, text('b')], 'a | other after 0 ms'],
    [
      'text after a terminal frame that stands first',
      [done, text('a'), finish('stop')],
      'a | stop after 0 ms',
    ],
    ['usage after a terminal frame', [text('a'), done, usage], 'a | other 3+4 after 0 ms'],
    [
      'an end on every chunk',
      [chunk({ content: 'a' }, 'stop'), chunk({ content: 'b' }, 'stop')],
      'ab | stop after 0 ms',
    ],
    [
      'an end before the text, and a pause',
      [finish('stop'), 1_000, text('a'), finish('stop')],
      'a | stop after 1000 ms',
    ],
    [
      'an end on the reasoning',
      [chunk({ reasoning_content: 'hm' }, 'stop'), text('a'), finish('length')],
      '(hm)a | length after 0 ms',
    ],
    [
      'an end on the reasoning, and a pause',
      [chunk({ reasoning_content: 'hm' }, 'stop'), 5_000, text('a'), OPEN],
      '(hm)a | stop after 6500 ms',
    ],
    [
      'reasons that say nothing',
      [
        chunk({ content: 'a' }, 'null'),
        5_000,
        chunk({ content: 'b' }, 'None'),
        5_000,
        chunk({ content: 'c' }, 'FINISH_REASON_UNSPECIFIED'),
        5_000,
        text('d'),
        finish('stop'),
      ],
      'abcd | stop after 15000 ms',
    ],
    ['several reasons', [text('a'), finish('length'), finish('stop')], 'a | stop after 0 ms'],
    [
      'a reason without a meaning after one with a meaning',
      [text('a'), finish('length'), finish('who knows'), done],
      'a | length after 0 ms',
    ],
    ['an end without text', [finish('stop'), done], ' | empty after 0 ms'],
    ['an end without text that stays open', [finish('stop'), OPEN], ' | empty after 10000 ms'],
    [
      'an end long before the text',
      [finish('stop'), 5_000, finish('stop'), 4_000, text('a'), OPEN],
      'a | stop after 10500 ms',
    ],
    ['an end by filter without text', [finish('content_filter')], ' | content_filter after 0 ms'],
    ['a break after the end', [text('a'), finish('stop'), BROKEN], 'a | stop after 0 ms'],
    ['a break after the end, without text', [finish('stop'), BROKEN], ' | empty after 0 ms'],
    ['a break before the end', [text('a'), BROKEN], 'a | truncated after 0 ms'],
    [
      'half a frame after the end',
      [text('a'), finish('stop'), 'data: {"choi', BROKEN],
      'a | stop after 0 ms',
    ],
    [
      'an error after the end',
      [text('a'), finish('stop'), event({ error: { message: 'x', code: 503 } })],
      'a | stop after 0 ms',
    ],
    [
      'an error after an end without text',
      [finish('stop'), event({ error: { message: 'x', code: 503 } })],
      ' | overloaded after 0 ms',
    ],
    [
      'an unreadable frame and an end',
      [event('oops'), finish('stop'), done],
      ' | protocol after 0 ms',
    ],
    ['an unreadable frame, then silence', [event('oops'), OPEN], ' | timeout_first after 60000 ms'],
    [
      'reasoning without end',
      Array.from({ length: 21 }, () => thought('hm, '.repeat(25_000))),
      `${`(${'hm, '.repeat(25_000)})`.repeat(20)} | protocol after 0 ms`,
    ],
    [
      'comments without end',
      Array.from({ length: 17 }, () => ': hm\n\n'.repeat(175_000)),
      ' | protocol after 0 ms',
    ],
    [
      'unreadable frames without end',
      Array.from({ length: 21 }, () => 'data: oops\n\n'.repeat(1_000)),
      ' | protocol after 0 ms',
    ],
  ];

  for (const [name, steps, outcome] of rows) {
    it(`ends an answer with ${name}`, async () => {
      assert.equal(await answer(...steps), outcome);
    });
  }
});

it('a body that goes on after its time limit is not read on', async () => {
  const clock = createFakeClock();
  let chunks = 0;
  /** A compressed body is in memory when its connection is closed, so the abort does not end it. */
  async function* body() {
    for (chunks = 0; chunks < 1_000; chunks++) {
      yield Buffer.from(text('a'));
      await clock.advance(30_000);
    }
  }
  const outcome = await readBody(clock, body);

  assert.equal(outcome, 'aaaaaa | timeout_total');
  assert.equal(chunks, 6);
});
