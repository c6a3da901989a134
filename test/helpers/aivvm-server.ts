import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

/** A stand-in for Aivvm's server. */
interface AivvmServer extends RawServer {
  /** Answers the requests that are well-formed. Tests replace it. */
  answerQuestion: Handler;
}

/**
 * Starts a stand-in for Aivvm's server. It answers a malformed request with a 500 and the word
 * `Error`.
 */
export async function startAivvmServer(
  script: Handler = sayAsText('Hello!'),
): Promise<AivvmServer> {
  const raw = await startRawServer((exchange) => {
    if (exchange.method !== 'POST' || exchange.path !== '/api/chat') return exchange.respond(404);
    return isWellFormed(exchange)
      ? server.answerQuestion(exchange)
      : exchange.respond(500, 'Error');
  });
  const server: AivvmServer = Object.assign(raw, { answerQuestion: script });
  return server;
}

/** Sends a text in small chunks, as a model does, without a content type. */
export function sayAsText(text: string, { bytesPerChunk = 5, pauseMs = 0 } = {}): Handler {
  return async (exchange) => {
    const bytes = Buffer.from(text);
    for (let index = 0; index < bytes.length; index += bytesPerChunk) {
      exchange.write(bytes.subarray(index, index + bytesPerChunk));
      // Without a pause Node joins the chunks.
      await exchange.pause(pauseMs);
    }
    exchange.sendHeaders();
    exchange.end();
  };
}

function isWellFormed({ json }: Exchange): boolean {
  const { model, messages, key, prompt, temperature } = json;
  const roles = messages.map(({ role }: { role: string }) => role);
  return (
    [model.id, model.name, key, prompt].every((word) => typeof word === 'string') &&
    typeof temperature === 'number' &&
    roles.length > 0 &&
    roles.every((role: string) => role === 'user' || role === 'assistant')
  );
}
