import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

/** A stand-in for the server of Vercel's playground. */
export interface VercelServer extends RawServer {
  /** Answers the requests with a valid token. Tests replace it. */
  answerQuestion: Handler;
  /** Answers the requests for a challenge. Tests replace it. */
  giveChallenge: Handler;
  /** The third part of a valid solution: what the variant sends for its sentinel. */
  sentinelAnswer: unknown;
  /** The character encoding of the token, below its base64. */
  encoding: 'utf8' | 'utf16le';
  /** All POST requests so far, to any path. */
  readonly questions: readonly Exchange[];
  /** Invalidates all tickets that the server gave. */
  expireTickets(): void;
}

/** A function of one number that examines its surroundings, as the genuine challenges did. */
const CODE = `function (a) {
  return [a / Math.log2(a * Math.LN10), Object.keys(globalThis.process || {}), globalThis.marker || globalThis.data]
}`;

/** A challenge as the server sends it: JSON in base64. */
export function encodeChallenge(challenge: unknown): string {
  return Buffer.from(JSON.stringify(challenge)).toString('base64');
}

/**
 * Starts a stand-in for the playground's server. Each ticket is valid for one request, and only
 * with its solution.
 */
export async function startVercelServer(
  script: Handler = sayAsLines('Hello!'),
): Promise<VercelServer> {
  const tickets = new Map<string, number>();
  const questions: Exchange[] = [];

  const raw = await startRawServer((exchange) => {
    if (exchange.method === 'GET' && exchange.path === '/openai.jpeg')
      return server.giveChallenge(exchange);
    if (exchange.method !== 'POST') return exchange.respond(404);
    questions.push(exchange);
    return hasValidToken(exchange)
      ? server.answerQuestion(exchange)
      : exchange.respond(401, 'secret');
  });
  const hasValidToken = ({ headers }: Exchange): boolean => {
    const token = Buffer.from(String(headers['custom-encoding']), 'base64').toString(
      server.encoding,
    );
    const ticket = /"t":"([^"]+)"/.exec(token)?.[1] ?? '';
    const input = tickets.get(ticket);
    tickets.delete(ticket);
    if (input === undefined) return false;
    return (
      token ===
      JSON.stringify({
        r: [input / Math.log2(input * Math.LN10), [], server.sentinelAnswer],
        t: ticket,
      })
    );
  };
  const server: VercelServer = Object.assign(raw, {
    answerQuestion: script,
    giveChallenge: (exchange: Exchange) => {
      const ticket = `eyJhbGciOiJkaXIi..${randomUUID()}`;
      tickets.set(ticket, Math.random());
      exchange.respond(200, encodeChallenge({ t: ticket, c: CODE, a: tickets.get(ticket) }), {
        'content-type': 'image/jpeg',
      });
    },
    sentinelAnswer: 'sentinel',
    encoding: 'utf8' as const,
    questions,
    expireTickets: () => tickets.clear(),
  });
  return server;
}

/** Sends a text in small pieces, each a line with a JSON string. */
export function sayAsLines(text: string, pauseMs = 0): Handler {
  return async (exchange) => {
    for (const [delta] of text.matchAll(/.{1,4}/gs)) {
      exchange.write(`${JSON.stringify(delta)}\n`);
      if (pauseMs > 0) await exchange.pause(pauseMs);
    }
    exchange.end();
  };
}
