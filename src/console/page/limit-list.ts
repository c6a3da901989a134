import type { LimitState } from '../../contracts/limits.ts';
import { element } from '../../lib/page/element.ts';
import { isInDollars } from '../../lib/page/is-in-dollars.ts';
import { NEARLY_SHARE, shareUsed } from '../../lib/page/share-used.ts';
import { formatUsd } from './format-usd.ts';
import { formatWhole } from './format-whole.ts';
import { formatExact } from './moment-element.ts';

const MEASURES: Readonly<Record<LimitState['measure'], string>> = {
  answersPerMinute: 'answers a minute',
  answersPerDay: 'answers a day',
  tokensPerDay: 'tokens a day',
  usdPerDay: 'a day',
  usdPerMonth: 'a month',
  commandsPerMinute: 'commands a minute',
};

/** The limits in force, each with how much of it is used and when it begins anew. */
export function limitList(limits: readonly LimitState[]): HTMLElement {
  return element('ul', { class: 'plain limits' }, ...limits.map(limitItem));
}

function limitItem(limit: LimitState): HTMLElement {
  const { scope, measure, used, most, resetsAt } = limit;
  const amount = isInDollars(limit) ? formatUsd : formatWhole;
  const words = `${scope === 'bot' ? 'The whole bot' : scope}: ${amount(used)} of ${amount(most)} ${MEASURES[measure]}`;
  return element(
    'li',
    {},
    element('span', {}, words),
    element('meter', {
      min: 0,
      max: 1,
      high: NEARLY_SHARE,
      optimum: 0,
      value: Math.min(1, shareUsed(limit)),
      'aria-label': words,
    }),
    element('span', { class: 'detail' }, `Begins anew on ${formatExact(resetsAt)}.`),
  );
}
