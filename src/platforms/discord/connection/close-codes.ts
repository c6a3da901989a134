/** The cure for a refused token. */
export const DISCORD_TOKEN_CURE =
  'Discord refused DISCORD_TOKEN. Open https://discord.com/developers/applications, choose your application, then "Bot" → "Reset Token", ' +
  'and put the new token into DISCORD_TOKEN.';

/** The code with which the gateway refuses a token. */
export const TOKEN_REFUSED = 4004;
/** The code with which the gateway refuses the intents of an application. */
export const INTENTS_REFUSED = 4014;
/** The code with which the gateway refuses a connection for too many servers. */
export const SHARDING_REQUIRED = 4011;
/** The cure for it. */
export const SHARDING_CURE =
  'The bot is in more servers than this number of connections may serve. Set DISCORD_SHARDS=auto, or a larger number.';
/** The code of a connection that broke without a close. */
export const CONNECTION_BROKE = 1006;

interface CloseCode {
  readonly meaning: string;
  /** Says what a person can do. Most closes need nothing: the connection opens again. */
  readonly cure?: string;
}

const SERVER_CURE =
  'If this goes on, look at DISCORD_API_URL, or tell the person who runs that server.';

/**
 * Close codes of the gateway, and those of WebSockets that servers use:
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
 */
const CLOSE_CODES: Readonly<Record<number, CloseCode>> = {
  1000: { meaning: 'closed normally' },
  1001: { meaning: 'the server goes away' },
  1002: { meaning: 'protocol error', cure: SERVER_CURE },
  1003: { meaning: 'data of a kind that is not accepted', cure: SERVER_CURE },
  1005: { meaning: 'the server gave no code' },
  [CONNECTION_BROKE]: {
    meaning: 'the connection broke or could not be opened',
    cure: 'If this goes on, look at the network, at HTTPS_PROXY and at DISCORD_API_URL.',
  },
  1007: { meaning: 'data that is not valid', cure: SERVER_CURE },
  1008: { meaning: 'against the rules of the server', cure: SERVER_CURE },
  1009: { meaning: 'a message was too large', cure: SERVER_CURE },
  1011: { meaning: 'the server failed' },
  1012: { meaning: 'the server restarts' },
  1013: { meaning: 'the server asks to try later' },
  1014: { meaning: 'bad gateway' },
  4000: {
    meaning: 'unknown error',
    cure: 'Some servers close like this for a wrong DISCORD_TOKEN: if it goes on, check the token.',
  },
  4001: { meaning: 'unknown opcode' },
  4002: { meaning: 'decode error' },
  4003: { meaning: 'not authenticated', cure: DISCORD_TOKEN_CURE },
  [TOKEN_REFUSED]: { meaning: 'authentication failed', cure: DISCORD_TOKEN_CURE },
  4005: { meaning: 'already authenticated' },
  4007: { meaning: 'invalid sequence number' },
  4008: { meaning: 'too many messages' },
  4009: { meaning: 'session timed out' },
  4010: { meaning: 'invalid shard', cure: SERVER_CURE },
  [SHARDING_REQUIRED]: {
    meaning: 'sharding required',
    cure: SHARDING_CURE,
  },
  4012: {
    meaning: 'invalid version of the API',
    cure: 'Put the version that the server has at the end of DISCORD_API_URL, as in /api/v9, or leave it out.',
  },
  4013: { meaning: 'invalid intents', cure: SERVER_CURE },
  // discord.js itself closes with this code: Discord asked for it, or does not answer.
  4200: { meaning: 'to open it again' },
  [INTENTS_REFUSED]: {
    meaning: 'disallowed intents',
    cure: 'Open https://discord.com/developers/applications, choose your application, then "Bot" → "Privileged Gateway Intents" → switch on "Message Content Intent".',
  },
};

/** Explains a close code in words, and says what a person can do about it. */
export function explainCloseCode(code: number): CloseCode {
  return CLOSE_CODES[code] ?? { meaning: 'a code that is not documented', cure: SERVER_CURE };
}
