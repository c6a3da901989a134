import { isJsonObject, parseJson } from '../wire/json.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** What a server wants to have worked out before it answers. */
export interface Challenge {
  /** JavaScript: a function of one number. */
  readonly code: string;
  readonly input: number;
  /** Sent back as it came. */
  readonly ticket: string;
}

/** A real one has about 1,500 characters. */
const LONGEST_CHALLENGE = 64 * 1024;

/** Reads base64 of JSON. A `WireFault`: it is no challenge. */
export function readChallenge(text: string): Challenge {
  const trimmed = text.trim();
  const isBase64 = trimmed.length <= LONGEST_CHALLENGE && /^[\w+/]+={0,2}$/.test(trimmed);
  const json = isBase64 ? parseJson(Buffer.from(trimmed, 'base64').toString()) : undefined;
  const { c: code, a: input, t: ticket } = isJsonObject(json) ? json : {};
  if (typeof code === 'string' && /^\s*function\b/.test(code) && typeof ticket === 'string') {
    if (typeof input === 'number') return { code, input, ticket };
  }
  throw new WireFault('sent no challenge that can be read');
}
