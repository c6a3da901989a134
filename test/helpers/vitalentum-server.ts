import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

export interface VitalentumServer extends RawServer {
  /** How good questions are answered from now on. */
  answerQuestion: Handler;
}

/** A stand-in for Vitalentum's server: as strict with what it is asked, and as careless with what it passes on. */
export async function startVitalentumServer(
  script: Handler = sayAsChunks('Hello!'),
): Promise<VitalentumServer> {
  const raw = await startRawServer((exchange) => {
    if (exchange.method !== 'POST' || exchange.path !== '/api/converse-edge')
      return exchange.respond(404);
    const fault = faultOf(exchange);
    return fault ? exchange.respond(400, { message: fault }) : server.answerQuestion(exchange);
  });
  const server: VitalentumServer = Object.assign(raw, { answerQuestion: script });
  return server;
}

/** What the last person said, in the conversation inside. */
export function readLastMessage({ json }: Exchange): string {
  return JSON.parse(json.conversation).history.at(-1).text;
}

export function chunk(content: string | undefined, finish: string | null = null): string {
  const choice = {
    index: 0,
    delta: content === undefined ? {} : { content },
    finish_reason: finish,
  };
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [choice] })}\n\n`;
}

export function sayAsChunks(text: string, pauseMs = 0): Handler {
  return async (exchange) => {
    exchange.sendHeaders(200, {
      'content-type': 'text/event-stream;charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    });
    exchange.write(chunk(undefined));
    for (const [delta] of text.matchAll(/.{1,4}/gs)) {
      exchange.write(chunk(delta));
      if (pauseMs > 0) await exchange.pause(pauseMs);
    }
    exchange.write(`${chunk(undefined, 'stop')}data: [DONE]\n\n`);
    exchange.end();
  };
}

function faultOf({ json }: Exchange): string | undefined {
  const temperature = Number.parseFloat(json.temperature);
  if (!(temperature >= 0 && temperature <= 1)) return 'Invalid temperature';
  // A conversation that is not JSON inside of JSON fails here, as it did there.
  const { history } = JSON.parse(json.conversation);
  const isGood =
    Array.isArray(history) &&
    history.every(({ speaker }) => speaker === 'human' || speaker === 'bot');
  return isGood && history.length > 0 ? undefined : 'Invalid conversation';
}
