import { channelKey } from './channel-key.ts';
import { networkOf } from './network-of.ts';

/** Identifies a person in limits and totals. A person is one person for all bots of a network. */
export function personKey(platform: string, personId: string): string {
  return channelKey({ platform: networkOf(platform), id: personId });
}
