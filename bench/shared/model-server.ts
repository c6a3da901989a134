/**
 * A model behind OpenAI's protocol. The name of the model says how it answers: `at-once/2000` sends
 * 2,000 deltas as fast as they are read; `paced/100` sends the first of 100 deltas immediately, and
 * then 50 in a second. `prose/100` does the same with the text of `composeAnswer`, and records the
 * end of each answer. Each delta is an event and an HTTP chunk of its own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeAnswer } from '../load/compose-answer.ts';
import { DELTA_TEXT } from './delta-text.ts';
import { handleParentRequests } from './handle-parent-requests.ts';

/** One answer at the pace of a model. */
interface PacedStream {
  readonly response: ServerResponse;
  /** The events of all deltas. */
  readonly events: readonly Buffer[];
  readonly onLastDelta: () => void;
  sentDeltas: number;
}

/** The response to the parent's request. */
export interface ModelState {
  readonly url: string;
  /** The number of deltas that were sent at the pace of a model. */
  readonly pacedDeltas: number;
  /** The time of the last delta of each `prose` answer, in Unix ms, by the chat in its question. */
  readonly lastDeltaAt: Readonly<Record<string, number>>;
}

const DELTAS_PER_SECOND = 50;
/** The streams write in turn, slot by slot, because no model writes to all streams at once. */
const SLOTS = 20;
const TICK_MS = 1_000 / DELTAS_PER_SECOND / SLOTS;

const DELTA_EVENT = Buffer.from(formatEvent({ content: DELTA_TEXT }, null));
const END_EVENTS = Buffer.from(`${formatEvent({}, 'stop')}data: [DONE]\n\n`);
const MODELS = JSON.stringify({ object: 'list', data: [{ id: 'at-once/1', object: 'model' }] });

const eventsByModel = new Map<string, readonly Buffer[]>();
const lastDeltaAt: Record<string, number> = {};
let pacedDeltas = 0;

const slots = Array.from({ length: SLOTS }, () => new Set<PacedStream>());
let pacedStreams = 0;

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.end(MODELS);
    return;
  }

  const { model, messages } = JSON.parse(await readText(request));
  const [, pace = '', deltas] = /(at-once|paced|prose)\/(\d+)$/.exec(model) ?? [];

  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (pace === 'at-once') streamAtOnce(response, Number(deltas));
  else streamPaced(response, eventsOf(pace, Number(deltas)), chatOf(messages));
});
server.keepAliveTimeout = 60_000;
server.on('connection', (socket) => socket.setNoDelay(true));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
await once(server, 'listening');

const { port } = server.address() as AddressInfo;
handleParentRequests(
  (): ModelState => ({ url: `http://127.0.0.1:${port}/v1`, pacedDeltas, lastDeltaAt }),
);

// One timer serves all streams, so that a thousand of them cost as much as one.
const startedAt = performance.now();
let ticks = 0;
setInterval(() => {
  const dueTicks = (performance.now() - startedAt) / TICK_MS;
  for (; ticks < dueTicks; ticks++) writeNextDeltas(slotAt(ticks));
}, TICK_MS);

function writeNextDeltas(slot: Set<PacedStream>): void {
  for (const stream of slot) writeNextDelta(stream, slot);
}

function writeNextDelta(stream: PacedStream, slot: Set<PacedStream>): void {
  const { response, events } = stream;
  const event = events[stream.sentDeltas];
  if (!event) {
    response.end(END_EVENTS);
    slot.delete(stream);
    return;
  }

  response.write(event);
  pacedDeltas += 1;
  stream.sentDeltas += 1;
  if (stream.sentDeltas === events.length) stream.onLastDelta();
}

function streamPaced(
  response: ServerResponse,
  events: readonly Buffer[],
  chat: string | undefined,
): void {
  const onLastDelta = () => {
    if (chat) lastDeltaAt[chat] = Date.now();
  };
  const stream = { response, events, onLastDelta, sentDeltas: 0 };
  pacedStreams += 1;
  const slot = slotAt(pacedStreams);

  slot.add(stream);
  response.once('close', () => slot.delete(stream));
  writeNextDelta(stream, slot);
}

/** All streams of one model send the same events. */
function eventsOf(pace: string, deltas: number): readonly Buffer[] {
  const model = `${pace}/${deltas}`;
  const existing = eventsByModel.get(model);
  if (existing) return existing;

  const events =
    pace === 'prose'
      ? composeAnswer(deltas).deltas.map((content) => Buffer.from(formatEvent({ content }, null)))
      : Array.from({ length: deltas }, () => DELTA_EVENT);
  eventsByModel.set(model, events);
  return events;
}

/** The number of the chat in a question such as "Please answer in chat 7". */
function chatOf(messages: readonly unknown[]): string | undefined {
  return /in chat (\d+)/.exec(JSON.stringify(messages.at(-1)))?.[1];
}

function streamAtOnce(response: ServerResponse, deltas: number): void {
  for (let delta = 0; delta < deltas; delta++) response.write(DELTA_EVENT);
  response.end(END_EVENTS);
}

function slotAt(index: number): Set<PacedStream> {
  return slots[index % SLOTS] as Set<PacedStream>;
}

/** One server-sent event with all the fields that OpenAI sends. */
function formatEvent(delta: object, finishReason: string | null): string {
  const chunk = {
    id: 'chatcmpl-CfQ7vT2mXh0aJrLwYk5PsNbE8uZg1',
    object: 'chat.completion.chunk',
    created: 1_763_000_000,
    model: 'test-model-2026-08-07',
    service_tier: 'default',
    system_fingerprint: 'fp_44709d6fcb',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    usage: null,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
