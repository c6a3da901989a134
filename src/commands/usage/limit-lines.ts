import type { LimitState } from '../../contracts/limits.ts';
import { isOfPerson } from '../../lib/is-of-person.ts';
import { isInDollars } from '../../lib/page/is-in-dollars.ts';
import type { Texts } from '../../texts/en/index.ts';
import { nameOfPlace, placeOfScope, type Reader } from '../scopes/place.ts';
import type { UsageOwner } from './usage-view.ts';

/** A limit that resets now resets in a moment. */
const LEAST_MS = 1_000;
/** The rest of a long list is nobody's next concern. */
const MAX_LIMITS = 4;

/** The limits that are about an owner, those that are used most first. */
export async function limitLines(
  owner: UsageOwner,
  reader: Reader,
  texts: Texts,
): Promise<readonly string[]> {
  const { author, channel, context } = reader;
  const states =
    owner === 'bot' ? context.limits.totals() : await context.limits.states(author, channel);
  return states
    .filter((state) => isAbout(state, owner, reader))
    .slice(0, MAX_LIMITS)
    .map((state) => limitLine(state, owner, reader, texts));
}

/** What is left of the operator's money is for admins, and what is left of a place's for its moderators. */
function isAbout({ subject, scope }: LimitState, owner: UsageOwner, { channel }: Reader): boolean {
  if (owner === 'bot') return true;
  if (owner === 'me' || isOfPerson(subject)) return owner === 'me' && isOfPerson(subject);
  if (subject === 'total') return placeOfScope(scope, channel) === owner;
  return owner === 'server' ? subject === 'server' : subject === 'channel';
}

function limitLine(
  limit: LimitState,
  owner: UsageOwner,
  { channel, context }: Reader,
  texts: Texts,
): string {
  const { usage } = texts;
  const { scope, measure, used, most, resetsAt } = limit;
  const format = isInDollars(limit) ? usage.usd : usage.whole;
  const amounts = {
    used: format(used),
    most: format(most),
    left: format(Math.max(0, most - used)),
  };

  const name = usage.limitNames[measure];
  const place = owner === 'me' || owner === 'bot' ? placeOfScope(scope, channel) : undefined;
  const isNarrow = place !== undefined && place !== 'bot' && place !== 'category';
  const placeName = isNarrow ? nameOfPlace(place, channel, texts) : undefined;
  const resetMs = Math.max(LEAST_MS, resetsAt - context.now());
  return usage.limitLine(placeName ? usage.limitIn(name, placeName) : name, amounts, resetMs);
}
