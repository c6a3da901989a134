import { element } from '../../src/lib/page/element.ts';
import type { Person } from '../local-network.ts';
import { createAvatar } from './avatar.ts';
import type { NetworkModel } from './network-model.ts';

/** Creates the choice of the person to speak as, through whose eyes the page shows the network. */
export function createSpeakerSelect(model: NetworkModel, onChange: (personId: string) => void) {
  const select = element('select', { 'aria-label': 'Speak as', 'data-speaker': true });
  const picture = element('span', { class: 'speaker-picture' });
  let shownJson = '';

  select.addEventListener('change', () => onChange(select.value));

  function show(): void {
    const people = model.state.people.filter((person) => !person.isBot);
    const json = JSON.stringify([people, model.state.viewerId]);
    if (json === shownJson) return;
    shownJson = json;

    select.replaceChildren(
      ...people.map((person) => element('option', { value: person.id }, describe(person))),
    );
    select.value = model.state.viewerId;
    const viewer = people.find((person) => person.id === model.state.viewerId);
    picture.replaceChildren(...(viewer === undefined ? [] : [createAvatar(viewer)]));
  }

  return {
    element: element(
      'label',
      { class: 'speaker' },
      picture,
      element('span', {}, 'Speaking as'),
      select,
    ),
    show,
  };
}

function describe({ name, role }: Person): string {
  return role === undefined ? name : `${name} (${role})`;
}
