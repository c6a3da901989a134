import { element } from '../../src/lib/page/element.ts';
import type { Person } from '../local-network.ts';

const COLOURS = 7;

/** Creates a disc with the initials of a name. Its colour is always the same for the same id. */
export function createAvatar({ id, name }: Pick<Person, 'id' | 'name'>): HTMLElement {
  const initials = name
    .split(/[\s_-]+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
  return element(
    'span',
    { class: 'avatar', 'data-colour': colourOf(id), 'aria-hidden': 'true' },
    initials,
  );
}

/** The number of the name colour for an id. */
export function colourOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  return hash % COLOURS;
}
