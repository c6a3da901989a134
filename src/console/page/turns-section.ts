import { element, textButton } from '../../lib/page/element.ts';
import type { ConsoleEvent, ConsoleTurns, EndedTurn } from '../protocol.ts';
import { announce } from './announce.ts';
import type { ConsoleClient } from './console-client.ts';
import { emptyLine } from './empty-line.ts';
import type { PageSection } from './page-section.ts';
import { turnItem } from './turn-item.ts';

/** Older turns come back with “Show older ones”. */
const MAX_ITEMS = 500;

/** Creates the section with the ended turns, newest first. New ones appear by themselves. */
export function createTurnsSection(client: ConsoleClient): PageSection {
  const filter = element(
    'select',
    { id: 'turn-state' },
    element('option', { value: '' }, 'all'),
    element('option', { value: 'done' }, 'answered'),
    element('option', { value: 'failed' }, 'failed'),
    element('option', { value: 'stopped' }, 'stopped'),
  );
  const list = element('ul', { class: 'plain turns' });
  const empty = emptyLine('No such turn has ended yet.');
  const older = textButton('Show older ones', {}, () => void loadOlder());
  let before: string | undefined;
  let isOpen = false;

  async function load(cursor?: string): Promise<void> {
    const query = new URLSearchParams();
    if (filter.value) query.set('state', filter.value);
    if (cursor !== undefined) query.set('before', cursor);
    const answer = await client.read<ConsoleTurns>(`/api/turns?${query}`);
    if (cursor === undefined) list.replaceChildren();
    list.append(...answer.turns.map(turnItem));
    before = answer.before;
    showState();
  }

  async function loadOlder(): Promise<void> {
    const first = list.childElementCount;
    await load(before).catch(announce);
    const next = list.children[first]?.querySelector('summary');
    next?.focus();
  }

  function showState(): void {
    older.hidden = before === undefined || list.childElementCount >= MAX_ITEMS;
    empty.hidden = list.childElementCount > 0;
  }

  function takeTurn(turn: EndedTurn): void {
    if (!isOpen || (filter.value && filter.value !== turn.state)) return;
    list.prepend(turnItem(turn));
    if (list.childElementCount > MAX_ITEMS) list.lastElementChild?.remove();
    showState();
  }

  filter.addEventListener('change', () => void load().catch(announce));
  return {
    id: 'turns',
    title: 'Turns',
    element: element(
      'div',
      { class: 'section' },
      element('h2', {}, 'Turns'),
      element('p', { class: 'field' }, element('label', { for: 'turn-state' }, 'Show'), filter),
      list,
      empty,
      older,
    ),

    async open() {
      await load();
      isOpen = true;
    },

    take(event: ConsoleEvent) {
      if (event.kind === 'turn') takeTurn(event.turn);
    },
  };
}
