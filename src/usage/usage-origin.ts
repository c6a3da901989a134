import type { Channel } from '../contracts/chat-message.ts';
import type { Charge, UsageNumbers, UsageRow } from '../contracts/usage.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { scopeNames } from '../lib/scope-names.ts';

/** What a row is about: a row without its numbers. */
export type UsageOrigin = Omit<UsageRow, keyof UsageNumbers> & {
  /** Only one person reads the channel, so its id says who that is: a direct message, or their part of a place. */
  readonly personal?: 'direct' | 'place';
};

/** The row that a charge counts in. */
export function originOfCharge({ spender, purpose, attempt }: Charge, day: string): UsageOrigin {
  const { channel, person } = spender;
  const { provider, model, keyAlias } = attempt;
  return omitUndefined({
    day,
    platform: channel.platform,
    personId: person?.id,
    channelId: channel.id,
    server: channel.server,
    scopes: scopeNames(channel),
    purpose,
    provider,
    model,
    keyAlias,
    personal: personalKind(channel),
  });
}

/** `undefined`: several people may read the channel. */
export function personalKind({ kind, personId }: Channel): UsageOrigin['personal'] {
  if (kind === 'direct') return 'direct';
  return personId === undefined ? undefined : 'place';
}

/** The same row without its person. A channel that only they read becomes the place around it, if there is one. */
export function anonymousOrigin(origin: UsageOrigin): UsageOrigin {
  const { personId, personal, ...shared } = origin;
  if (personal === undefined) return shared;

  const isShared = (scope: string) =>
    !scope.includes(':') || (personal === 'place' && !scope.endsWith(`:${origin.channelId}`));
  const scopes = origin.scopes.filter(isShared);
  const narrowest = scopes.findLast((scope) => scope.includes(':')) ?? ':';
  return { ...shared, scopes, channelId: narrowest.slice(narrowest.indexOf(':') + 1) };
}
