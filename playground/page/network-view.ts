import type { Change } from '../local-network.ts';
import type { NetworkState, PageEvent } from '../web/protocol.ts';
import { createChatHeader } from './chat-header.ts';
import { createComposer } from './composer.ts';
import { element } from './element.ts';
import { createMessageList } from './message-list.ts';
import { NetworkModel } from './network-model.ts';
import { request } from './request.ts';
import { createRoomList } from './room-list.ts';
import { createSpeakerSelect } from './speaker-select.ts';
import { createToasts } from './toasts.ts';

const TITLES = { discord: 'Discord', telegram: 'Telegram' };
// A little more than the longest typing lasts.
const LOOK_AGAIN_MS = [5_600, 10_100];

/** One network's half of the page. `speak` changes the person who looks and talks. */
export function createNetworkView(first: NetworkState, speak: (personId: string) => void) {
  const { name } = first;
  const model = new NetworkModel(first);
  const toasts = createToasts();

  /** Does what somebody asked for; what the network refuses becomes a toast. True: it was done. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      toasts.show(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  const inRoom = () => ({ roomId: model.roomId, authorId: model.state.viewerId });
  const composer = createComposer(model, attempt);
  const rooms = createRoomList(model, openRoom);
  const header = createChatHeader(model);
  const speaker = createSpeakerSelect(model, speak);
  const typing = element('p', { class: 'typing', 'data-typing': true });
  const messages = createMessageList(model, {
    reply: composer.reply,
    edit: composer.edit,
    remove: ({ roomId, id }) =>
      void attempt(() => request(name, 'remove', { roomId, messageId: id })),
    dismiss(message) {
      model.dismiss(message);
      show();
    },
    async press(message, buttonId) {
      await attempt(() => request(name, 'press', { ...inRoom(), messageId: message.id, buttonId }));
    },
    command: (text) => void attempt(() => request(name, 'say', { ...inRoom(), text })),
  });
  const section = element(
    'section',
    { class: `network ${name}`, id: name, 'data-network': name, 'aria-label': TITLES[name] },
    element(
      'nav',
      { class: 'side', 'aria-label': `Rooms of ${TITLES[name]}` },
      element('div', { class: 'side-title' }, TITLES[name], element('span', {}, 'local')),
      rooms.element,
      speaker.element,
    ),
    element(
      'div',
      { class: 'chat' },
      header.element,
      messages.element,
      typing,
      composer.element,
      toasts.element,
    ),
  );

  function openRoom(roomId: string): void {
    model.openRoom(roomId);
    composer.enterRoom();
    show();
  }

  function takeChange(change: Change): void {
    if (change.kind === 'toast') toasts.show(change.text);
    else model.takeChange(change, section.offsetParent !== null);
    if (change.kind === 'typing') for (const ms of LOOK_AGAIN_MS) setTimeout(show, ms);
  }

  function show(): void {
    const names = model.typing.map((person) => person.name);
    typing.textContent =
      names.length === 0 ? '' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} typing`;
    for (const part of [rooms, header, speaker, composer, messages]) part.show();
  }

  return {
    element: section,
    model,
    show,
    take(event: PageEvent): void {
      if (event.kind === 'state') {
        const mine = event.networks.find((network) => network.name === name);
        if (mine !== undefined) model.takeState(mine);
      } else if (event.network === name) {
        takeChange(event.change);
      }
      show();
    },
  };
}
