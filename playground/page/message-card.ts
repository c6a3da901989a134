import { element } from '../../src/lib/page/element.ts';
import type { ShownCard } from '../shown-message.ts';
import { createIcon, type IconName } from './icon.ts';

type CardOf<Kind extends ShownCard['kind']> = Extract<ShownCard, { kind: Kind }>;

/** Creates the view of a poll, a place, a contact and the like. */
export function createMessageCard(card: ShownCard): HTMLElement {
  switch (card.kind) {
    case 'poll':
      return createPoll(card);
    case 'location':
      return createPlace(card);
    case 'contact':
      return createLine('contact', card.name, card.phone);
    case 'dice':
      return element('div', { class: 'dice', 'data-card': 'dice' }, card.emoji ?? '🎲');
    case 'checklist':
      return createChecklist(card);
    case 'story':
      return createLine('story', 'Story', 'Bots cannot see it.');
  }
}

function createPoll({ question, options, isMultiple }: CardOf<'poll'>): HTMLElement {
  const kind = isMultiple ? 'Choose one or more answers' : 'Choose one answer';
  return element(
    'div',
    { class: 'card', 'data-card': 'poll' },
    element('b', {}, question),
    element('small', {}, kind),
    element('ul', {}, ...options.map((option) => element('li', { class: 'option' }, option))),
  );
}

function createChecklist({ title, tasks }: CardOf<'checklist'>): HTMLElement {
  return element(
    'div',
    { class: 'card', 'data-card': 'checklist' },
    element('b', {}, title),
    element('ul', {}, ...tasks.map((task) => element('li', { class: 'task' }, task))),
  );
}

function createPlace({ latitude, longitude, title, address }: CardOf<'location'>): HTMLElement {
  const point = `${latitude}, ${longitude}`;
  const about = address === undefined ? point : `${address} · ${point}`;
  return createLine('location', title ?? 'Location', about);
}

function createLine(kind: IconName & ShownCard['kind'], title: string, about: string): HTMLElement {
  return element(
    'div',
    { class: 'card card-line', 'data-card': kind },
    createIcon(kind),
    element('span', {}, element('b', {}, title), element('small', {}, about)),
  );
}
