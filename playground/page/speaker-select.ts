import { createAvatar } from './avatar.ts';
import { element } from './element.ts';
import type { NetworkModel } from './network-model.ts';

/** Whom one speaks as and through whose eyes one sees. */
export function createSpeakerSelect(model: NetworkModel, speak: (personId: string) => void) {
  const select = element('select', { 'aria-label': 'Speak as', 'data-speaker': true });
  const picture = element('span', { class: 'speaker-picture' });
  let looks = '';
  select.addEventListener('change', () => speak(select.value));

  function show(): void {
    const people = model.state.people.filter((person) => !person.isBot);
    const next = JSON.stringify([people, model.state.viewerId]);
    if (next === looks) return;
    looks = next;
    select.replaceChildren(
      ...people.map((person) => element('option', { value: person.id }, person.name)),
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
