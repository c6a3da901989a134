import type { Person } from '../local-network.ts';
import { element } from './element.ts';

const COLOURS = 7;

/** A disc with the initials of a name, in a colour that stays the same for the same id. */
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

/** One of the page's name colours. */
export function colourOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return sum % COLOURS;
}
