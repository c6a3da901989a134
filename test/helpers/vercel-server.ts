import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

export interface VercelServer extends RawServer {
  /** How questions with a good token are answered from now on. */
  script: Handler;
  /** How challenges are given from now on. */
  challenge: Handler;
  /** The third part of a good answer: what the variant makes of its sentinel. */
  third: unknown;
  encoding: 'utf8' | 'utf16le';
  /** What was posted, wherever. */
  readonly questions: readonly Exchange[];
  /** Makes every ticket that is out worthless. */
  expire(): void;
}

/** A function of one number that looks around as the real ones did. */
const CODE = `function (a) {
  return [a / Math.log2(a * Math.LN10), Object.keys(globalThis.process || {}), globalThis.marker || globalThis.data]
}`;

export function encode(challenge: unknown): string {
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
      return server.challenge(exchange);
    if (exchange.method !== 'POST') return exchange.answer(404);
    questions.push(exchange);
    return isPaid(exchange) ? server.script(exchange) : exchange.answer(401, 'secret');
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
      JSON.stringify({ r: [input / Math.log2(input * Math.LN10), [], server.third], t: ticket })
    );
  };
  const server: VercelServer = Object.assign(raw, {
    script,
    challenge: (exchange: Exchange) => {
      const ticket = `eyJhbGciOiJkaXIi..${randomUUID()}`;
      tickets.set(ticket, Math.random());
      exchange.answer(200, encode({ t: ticket, c: CODE, a: tickets.get(ticket) }), {
        'content-type': 'image/jpeg',
      });
    },
    third: 'sentinel',
    encoding: 'utf8' as const,
    questions,
    expire: () => tickets.clear(),
  });
  return server;
}

/** A JSON string a line. */
export function sayAsLines(text: string, pauseMs = 0): Handler {
  return async (exchange) => {
    for (const [delta] of text.matchAll(/.{1,4}/gs)) {
      exchange.bytes(`${JSON.stringify(delta)}\n`);
      if (pauseMs > 0) await exchange.pause(pauseMs);
    }
    exchange.end();
  };
}
