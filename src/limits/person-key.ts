import type { Channel } from '../contracts/chat-message.ts';

/** The name of a person in limits and totals: `<platform>:<id>`. */
export function personKey({ platform }: Channel, personId: string): string {
  return `${platform}:${personId}`;
}
