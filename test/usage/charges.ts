import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Charge, Spender } from '../../src/contracts/usage.ts';

export const SERVER_CHANNEL: Channel = {
  platform: 'discord',
  id: 'room',
  kind: 'group',
  server: 'guild',
  name: 'general',
  serverName: 'The guild',
};

export interface ChargeParts {
  readonly id?: string;
  readonly person?: string;
  readonly channel?: Channel;
  readonly purpose?: Charge['purpose'];
  readonly attempt?: Partial<Attempt>;
}

let lastId = 0;

/** A charge of an answer of 100 + 50 tokens for a cent, with the parts that a test names. `person: ''`: nobody. */
export function chargeOf(parts: ChargeParts = {}): Charge {
  lastId += 1;
  const { id = `charge ${lastId}`, person = 'ann', channel = SERVER_CHANNEL } = parts;
  const spender: Spender =
    person === '' ? { channel } : { channel, person: { id: person, name: `Name of ${person}` } };
  const attempt: Attempt = {
    provider: 'openai',
    model: 'm',
    outcome: 'answered',
    endMs: 5,
    inputTokens: 100,
    outputTokens: 50,
    usd: 0.01,
    ...parts.attempt,
  };
  return { id, spender, purpose: parts.purpose ?? 'answer', attempt };
}
