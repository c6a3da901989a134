/**
 * A model behind OpenAI's protocol, whose name says how it answers: `at-once/2000` sends 2,000 deltas as fast as they are read,
 * `paced/100` sends the first of 100 at once and then 50 in a second. Every delta is an event and an HTTP chunk of its own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DELTA_TEXT } from './delta-text.ts';
import { handleParentRequests } from './handle-parent-requests.ts';

const DELTAS_PER_SECOND = 50;
/** All streams in the same millisecond would be a burst that no model makes. */
const SLOTS = 20;

interface Paced {
  readonly response: ServerResponse;
  left: number;
}

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-CfQ7vT2mXh0aJrLwYk5PsNbE8uZg1',
    object: 'chat.completion.chunk',
    created: 1_763_000_000,
    model: 'test-model-2026-08-07',
    service_tier: 'default',
    system_fingerprint: 'fp_44709d6fcb',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    usage: null,
  })}\n\n`;
const DELTA_EVENT = Buffer.from(chunk({ content: DELTA_TEXT }, null));
const END = Buffer.from(`${chunk({}, 'stop')}data: [DONE]\n\n`);
const MODELS = JSON.stringify({ object: 'list', data: [{ id: 'at-once/1', object: 'model' }] });

const slots = Array.from({ length: SLOTS }, () => new Set<Paced>());
let newest = 0;

const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end(MODELS);
  const { model } = JSON.parse(await readText(request));
  const [, pace, count] = /(at-once|paced)\/(\d+)$/.exec(model) ?? [];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (pace === 'at-once') sayAtOnce(response, Number(count));
  else sayPaced(response, Number(count));
});
server.keepAliveTimeout = 60_000;
server.on('connection', (socket) => socket.setNoDelay(true));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
await once(server, 'listening');
handleParentRequests(() => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
}));

// One timer for all, so that a thousand streams cost one.
const tickMs = 1_000 / DELTAS_PER_SECOND / SLOTS;
const startedAt = performance.now();
let ticks = 0;
setInterval(() => {
  for (const due = (performance.now() - startedAt) / tickMs; ticks < due; ticks++)
    tick(slots[ticks % SLOTS] as Set<Paced>);
}, tickMs);

function tick(slot: Set<Paced>): void {
  for (const stream of slot) {
    if (stream.left > 0) stream.response.write(DELTA_EVENT);
    else stream.response.end(END);
    stream.left -= 1;
    if (stream.left < 0) slot.delete(stream);
  }
}

function sayPaced(response: ServerResponse, count: number): void {
  const stream = { response, left: count - 1 };
  newest += 1;
  const slot = slots[newest % SLOTS] as Set<Paced>;
  slot.add(stream);
  response.once('close', () => slot.delete(stream));
  response.write(DELTA_EVENT);
}

function sayAtOnce(response: ServerResponse, count: number): void {
  for (let index = 0; index < count; index++) response.write(DELTA_EVENT);
  response.end(END);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(part);
  return Buffer.concat(chunks).toString();
}
