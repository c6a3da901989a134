import type { AccessRequest } from '../../contracts/access.ts';
import { element, textButton } from '../../lib/page/element.ts';
import { emptyLine } from './empty-line.ts';
import { agoElement } from './moment-element.ts';

type Decide = (
  request: Pick<AccessRequest, 'platform' | 'personId'>,
  decision: 'allowed' | 'denied',
) => void;

/** The people who wait for a decision of an admin. */
export function requestList(requests: readonly AccessRequest[], decide: Decide): HTMLElement {
  if (requests.length === 0) return emptyLine('Nobody is waiting.');
  return element(
    'ul',
    { class: 'plain' },
    ...requests.map(({ platform, personId, name, at }) => {
      const decideOn = (decision: 'allowed' | 'denied') => () =>
        decide({ platform, personId }, decision);
      return element(
        'li',
        { class: 'row' },
        element(
          'span',
          {},
          element('strong', {}, element('bdi', {}, name)),
          ` (${personId}) on ${platform}, `,
          agoElement(at),
        ),
        element(
          'span',
          { class: 'actions' },
          textButton('Allow', { 'aria-label': `Allow ${name}` }, decideOn('allowed')),
          textButton('Deny', { class: 'quiet', 'aria-label': `Deny ${name}` }, decideOn('denied')),
        ),
      );
    }),
  );
}
