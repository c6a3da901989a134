import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

export interface VercelServer extends RawServer {
  /** How questions with a good token are answered from now on. */
  answerQuestion: Handler;
  /** How challenges are given from now on. */
  giveChallenge: Handler;
  /** The third part of a good answer: what the variant makes of its sentinel. */
  sentinelAnswer: unknown;
  encoding: 'utf8' | 'utf16le';
  /** What was posted, wherever. */
  readonly questions: readonly Exchange[];
  /** Makes every ticket that is out worthless. */
  expireTickets(): void;
}

/** A function of one number that looks around as the real ones did. */
const CODE = `function (a) {
  return [a / Math.log2(a * Math.LN10), Object.keys(globalThis.process || {}), globalThis.marker || globalThis.data]
}`;

export function encodeChallenge(challenge: unknown): string {
  return Buffer.from(JSON.stringify(challenge)).toString('base64');
}

/** A stand-in for the playground's server: each ticket is good for one question, and only with the right answer. */
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
    return isPaid(exchange) ? server.answerQuestion(exchange) : exchange.respond(401, 'secret');
  });
  const isPaid = ({ headers }: Exchange): boolean => {
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

/** A JSON string a line. */
export function sayAsLines(text: string, pauseMs = 0): Handler {
  return async (exchange) => {
    for (const [delta] of text.matchAll(/.{1,4}/gs)) {
      exchange.write(`${JSON.stringify(delta)}\n`);
      if (pauseMs > 0) await exchange.pause(pauseMs);
    }
    exchange.end();
  };
}
