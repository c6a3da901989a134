import type { RequestAccount } from '../contracts/request-account.ts';
import type { Turn } from '../contracts/turns.ts';
import { channelKey } from '../lib/channel-key.ts';
import { networkOf } from '../lib/network-of.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { personKey } from '../lib/person-key.ts';

/** The account on which a turn is answered. The threads of a channel share its account, and so do several bots of a network. */
export function accountOfTurn({
  inputs,
  address,
}: Pick<Turn, 'inputs' | 'address'>): RequestAccount {
  const { platform, id, parentId = id } = address.channel;
  const personId = inputs[0]?.author.id;
  return omitUndefined({
    person: personId === undefined ? undefined : personKey(platform, personId),
    channel: channelKey({ platform: networkOf(platform), id: parentId }),
  });
}
