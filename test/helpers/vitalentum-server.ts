import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

/** A stand-in for Vitalentum's server. */
interface VitalentumServer extends RawServer {
  /** Answers the requests that are well-formed. Tests replace it. */
  answerQuestion: Handler;
}

/**
 * Starts a stand-in for Vitalentum's server, which checks requests as strictly as the service did.
 */
export async function startVitalentumServer(
  script: Handler = sayAsChunks('Hello!'),
): Promise<VitalentumServer> {
  const raw = await startRawServer((exchange) => {
    if (exchange.method !== 'POST' || exchange.path !== '/api/converse-edge')
      return exchange.respond(404);
    const fault = findFault(exchange);
    return fault ? exchange.respond(400, { message: fault }) : server.answerQuestion(exchange);
  });
  const server: VitalentumServer = Object.assign(raw, { answerQuestion: script });
  return server;
}

/** The last message of the conversation, which is JSON inside of the JSON body. */
export function readLastMessage({ json }: Exchange): string {
  return JSON.parse(json.conversation).history.at(-1).text;
}

/** A chunk of Chat Completions as a server-sent event. */
export function chunk(content: string | undefined, finishReason: string | null = null): string {
  const choice = {
    index: 0,
    delta: content === undefined ? {} : { content },
    finish_reason: finishReason,
  };
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [choice] })}\n\n`;
}

/** Sends a text in small chunks of Chat Completions. */
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

/** The message of the server's 400, or `undefined` for a well-formed request. */
function findFault({ json }: Exchange): string | undefined {
  const temperature = Number.parseFloat(json.temperature);
  if (!(temperature >= 0 && temperature <= 1)) return 'Invalid temperature';
  // A conversation that is not JSON throws here, as it did in the service.
  const { history } = JSON.parse(json.conversation);
  const areValid =
    Array.isArray(history) &&
    history.every(({ speaker }) => speaker === 'human' || speaker === 'bot');
  return areValid && history.length > 0 ? undefined : 'Invalid conversation';
}
