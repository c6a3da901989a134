import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

export interface AivvmServer extends RawServer {
  /** How questions are answered from now on. */
  answerQuestion: Handler;
}

/** A stand-in for Aivvm's server: what is not as it expects ends in a 500 that says nothing but `Error`. */
export async function startAivvmServer(
  script: Handler = sayAsText('Hello!'),
): Promise<AivvmServer> {
  const raw = await startRawServer((exchange) => {
    if (exchange.method !== 'POST' || exchange.path !== '/api/chat') return exchange.respond(404);
    return isGood(exchange) ? server.answerQuestion(exchange) : exchange.respond(500, 'Error');
  });
  const server: AivvmServer = Object.assign(raw, { answerQuestion: script });
  return server;
}

/** In the chunks in which a model speaks, without a content type. */
export function sayAsText(text: string, { bytesPerChunk = 5, pauseMs = 0 } = {}): Handler {
  return async (exchange) => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += bytesPerChunk) {
      exchange.write(bytes.subarray(at, at + bytesPerChunk));
      // Otherwise Node puts the chunks together again.
      await exchange.pause(pauseMs);
    }
    exchange.sendHeaders();
    exchange.end();
  };
}

function isGood({ json }: Exchange): boolean {
  const { model, messages, key, prompt, temperature } = json;
  const roles = messages.map(({ role }: { role: string }) => role);
  return (
    [model.id, model.name, key, prompt].every((word) => typeof word === 'string') &&
    typeof temperature === 'number' &&
    roles.length > 0 &&
    roles.every((role: string) => role === 'user' || role === 'assistant')
  );
}
