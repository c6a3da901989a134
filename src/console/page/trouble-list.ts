import type { OpenTrouble } from '../../contracts/troubles.ts';
import { element } from '../../lib/page/element.ts';
import { emptyLine } from './empty-line.ts';
import { agoElement } from './moment-element.ts';

/** The troubles that the operator was told about and that are not over. */
export function troubleList(troubles: readonly OpenTrouble[]): HTMLElement {
  if (troubles.length === 0) return emptyLine('Nothing is wrong.');
  return element(
    'ul',
    { class: 'plain' },
    ...troubles.map(({ text, since }) =>
      element(
        'li',
        { class: 'trouble' },
        element('p', {}, text),
        element('p', { class: 'detail' }, 'Began ', agoElement(since), '.'),
      ),
    ),
  );
}
