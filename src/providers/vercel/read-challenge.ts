import { isJsonObject, parseJson } from '../wire/json.ts';
import { WireFault } from '../wire/wire-fault.ts';

/** A calculation that a server demands before it answers. */
export interface Challenge {
  /** JavaScript: a function of one number. */
  readonly code: string;
  readonly input: number;
  /** Goes back to the server unchanged. */
  readonly ticket: string;
}

/** A genuine challenge has about 1,500 characters. */
const MAX_CHALLENGE_CHARACTERS = 64 * 1024;

/**
 * Reads a challenge, which is JSON in base64.
 *
 * @throws A `WireFault` when the text is not a challenge.
 */
export function readChallenge(text: string): Challenge {
  const trimmed = text.trim();
  const isBase64 = trimmed.length <= MAX_CHALLENGE_CHARACTERS && /^[\w+/]+={0,2}$/.test(trimmed);
  const json = isBase64 ? parseJson(Buffer.from(trimmed, 'base64').toString()) : undefined;
  const { c: code, a: input, t: ticket } = isJsonObject(json) ? json : {};

  const isFunction = typeof code === 'string' && /^\s*function\b/.test(code);
  if (isFunction && typeof input === 'number' && typeof ticket === 'string') {
    return { code, input, ticket };
  }

  throw new WireFault('sent no challenge that can be read');
}
