import { channelKey } from './channel-key.ts';
import { networkOf } from './network-of.ts';

/** Identifies a person, who is the same one for all bots of a network. */
export function personKey(platform: string, personId: string): string {
  return channelKey({ platform: networkOf(platform), id: personId });
}
