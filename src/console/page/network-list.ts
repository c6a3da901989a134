import type { NetworkState } from '../../contracts/overview.ts';
import { element } from '../../lib/page/element.ts';
import { emptyLine } from './empty-line.ts';

const WORDS: Readonly<Record<NetworkState['state'], string>> = {
  connected: 'connected',
  retrying: 'not connected, trying again',
  'left out': 'left out until you change something',
};

/** The networks, each with its state and what helps. */
export function networkList(networks: readonly NetworkState[]): HTMLElement {
  if (networks.length === 0) return emptyLine('No network has connected yet.');
  return element(
    'ul',
    { class: 'plain' },
    ...networks.map(({ name, state, problem }) =>
      element(
        'li',
        {},
        element('span', { class: `state ${state === 'connected' ? 'good' : 'bad'}` }, name),
        ` ${WORDS[state]}`,
        problem === undefined ? undefined : element('p', { class: 'detail' }, problem),
      ),
    ),
  );
}
