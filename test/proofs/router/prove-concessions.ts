import assert from 'node:assert/strict';
import { silentLog } from '../../../src/lib/log.ts';
import type { HttpRequest } from '../../../src/providers/wire/exchange/http.ts';
import { isJsonObject } from '../../../src/providers/wire/json.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import { advanceUntilDone, MEMORY_URL } from '../../providers/faults/ask-in-memory.ts';
import {
  FULL_REQUEST,
  type PartRefusal,
  partRefusals,
} from '../../providers/faults/part-refusals.ts';
import { event } from '../../providers/protocols/protocol.ts';

/** Rows whose request is the usual one can be refused by the same server, one after another. */
const usualRows = partRefusals.filter(({ request = {} }) => Object.keys(request).length === 0);
const WHOLE_ANSWERS: Readonly<Record<string, unknown>> = {
  openai_responses: {
    object: 'response',
    status: 'completed',
    output: [{ content: [{ type: 'output_text', text: 'Hi' }] }],
  },
};
const WHOLE_COMPLETION = { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] };

/**
 * Every refusal that names a part, each pair of refusals of one protocol in both orders, and each
 * refusal as an error inside of a stream: the answer arrives, no request is sent twice, and the
 * next question costs one request.
 */
export async function proveConcessions(): Promise<void> {
  let pairs = 0;
  let streams = 0;

  for (const row of partRefusals) await ask([row]);
  for (const first of usualRows) {
    for (const second of usualRows.filter((row) => isOtherOfSame(row, first))) {
      await ask([first, second]);
      pairs += 1;
    }
  }
  for (const row of partRefusals.filter(canComeInsideStream)) {
    await ask([row], { isInsideStream: true });
    streams += 1;
  }

  process.stdout.write(
    `router: ${partRefusals.length} refusals of a part, ${pairs} pairs of them, ${streams} inside of a stream: each answered, and nothing asked twice\n`,
  );
}

function isOtherOfSame(row: PartRefusal, other: PartRefusal): boolean {
  return row !== other && row.protocol === other.protocol;
}

/** Inside of a stream, only an object with an `error` is one for sure. */
function canComeInsideStream({ protocol, body }: PartRefusal): boolean {
  return protocol.framing === 'sse' && isJsonObject(body) && 'error' in body;
}

async function ask(rows: readonly PartRefusal[], { isInsideStream = false } = {}): Promise<void> {
  const [{ protocol, request } = assert.fail('a row')] = rows;
  const name = rows.map(({ source }) => source).join(', then ');
  const bodies: string[] = [];

  const respond = async ({ method, url, body = '' }: HttpRequest) => {
    const path = new URL(url).pathname;
    const side = protocol.answerSideRequest({ method, path, text: String(body) }, MEMORY_URL);
    if (side !== undefined) return toResponse(200, JSON.stringify(side));

    bodies.push(url + body);
    const json = JSON.parse(String(body));
    const refusal = rows.find(({ isRefused }) => isRefused(json, path));
    if (refusal && isInsideStream) return toResponse(200, event(refusal.body));
    if (refusal) return toResponse(refusal.status, JSON.stringify(refusal.body));
    if (json.stream === false) {
      return toResponse(200, JSON.stringify(WHOLE_ANSWERS[protocol.name] ?? WHOLE_COMPLETION));
    }
    return toResponse(200, protocol.head + protocol.text('Hi') + protocol.end('stop'));
  };

  const clock = createFakeClock();
  const http = Object.assign(respond, { close: async () => {} });
  const provider = protocol.factory({ env: protocol.env(MEMORY_URL), http, clock, log: silentLog });
  assert.ok(provider);

  for (const question of ['first', 'second']) {
    bodies.length = 0;
    const full = { model: protocol.model, ...FULL_REQUEST, ...request };
    const stream = provider.stream(full, new AbortController().signal);
    const outcome = await advanceUntilDone(clock, readOutcome(stream));

    assert.match(outcome, /^Hi \| stop/, `${name}: the ${question} question`);
    assert.equal(new Set(bodies).size, bodies.length, `${name}: a request was sent twice`);
    assert.equal(clock.pending, 0, `${name}: a timer is left`);
    const most = question === 'first' || rows.some(isOnlyForThisPrompt) ? rows.length + 1 : 1;
    assert.ok(bodies.length <= most, `${name}: ${bodies.length} requests, ${question} question`);
  }
}

/** The room for the answer is only a guess where the server did not count the whole prompt. */
function isOnlyForThisPrompt({ body }: PartRefusal): boolean {
  return /contains at least/.test(JSON.stringify(body));
}

function toResponse(status: number, body: string) {
  return { status, headers: {}, body: ReadableStream.from([Buffer.from(body)]) };
}
