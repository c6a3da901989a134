import type { RequestParty } from '../contracts/request-party.ts';
import type { Turn } from '../contracts/turns.ts';
import { channelKey } from '../lib/channel-key.ts';
import { networkOf } from '../lib/network-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { personKey } from '../lib/person-key.ts';

/** The party that a turn is answered for. The threads of a channel count as that channel, and so do several bots of a network. */
export function partyOfTurn({ inputs, address }: Pick<Turn, 'inputs' | 'address'>): RequestParty {
  const { platform, id, parentId = id } = address.channel;
  const personId = inputs[0]?.author.id;
  return omitUndefined({
    person: personId === undefined ? undefined : personKey(platform, personId),
    channel: channelKey({ platform: networkOf(platform), id: parentId }),
  });
}
