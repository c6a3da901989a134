import { button, element } from '../../src/lib/page/element.ts';
import type { Change, ShownMessage } from '../local-network.ts';
import type { SaidExtra } from '../said-message.ts';
import type { ShownForm, ShownFormField } from '../shown-message.ts';
import type { NetworkState, PageEvent } from '../web/protocol.ts';
import { askForm, type FormField } from './ask-form.ts';
import { createChatHeader } from './chat-header.ts';
import { createComposer } from './composer.ts';
import { drawPicture } from './draw-picture.ts';
import { createIcon } from './icon.ts';
import { createInvitation } from './invitation.ts';
import { createMessageList } from './message-list.ts';
import { NetworkModel } from './network-model.ts';
import { request } from './request.ts';
import { createRoomList } from './room-list.ts';
import { createSpeakerSelect } from './speaker-select.ts';
import { summariseMessage } from './summarise-message.ts';
import { createToasts } from './toasts.ts';

const TITLES = { discord: 'Discord', telegram: 'Telegram' };
/**
 * The times after which the page is drawn again, because somebody's typing has ended: a little more
 * than `TYPING_MS`.
 */
const REDRAW_MS = [5_600, 10_100];

/**
 * Creates one network's half of the page. `onSpeakerChange` runs when the person chooses to speak
 * as another one.
 */
export function createNetworkView(
  firstState: NetworkState,
  onSpeakerChange: (personId: string) => void,
) {
  const { name } = firstState;
  const model = new NetworkModel(firstState);
  const toasts = createToasts();

  /** Does some work, shows its error as a toast, and returns whether it succeeded. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      toasts.show(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  const speakerInRoom = () => ({ roomId: model.roomId, authorId: model.state.viewerId });
  const sendExtra = (extra: SaidExtra) =>
    void attempt(() => request(name, 'say', { ...speakerInRoom(), text: '', extra }));
  const composer = createComposer(model, attempt, {
    openRoom,
    send: sendExtra,
    openThread: () => void openThread(),
  });
  const rooms = createRoomList(model, openRoom);
  const header = createChatHeader(model);
  const speaker = createSpeakerSelect(model, onSpeakerChange);
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
    async press(message, buttonId, values) {
      const call = { ...speakerInRoom(), messageId: message.id, buttonId };
      await attempt(() => request(name, 'press', values ? { ...call, values } : call));
    },
    quote: composer.quote,
    replyElsewhere(message, roomId) {
      openRoom(roomId);
      composer.reply(message);
    },
    forward: (message, toRoomId, text) =>
      void attempt(() => {
        const call = { ...speakerInRoom(), messageId: message.id, toRoomId, text };
        return request(name, 'forward', call);
      }),
    react: (message, emoji, isRemoved) =>
      void attempt(() => {
        const call = { ...speakerInRoom(), messageId: message.id, emoji, isRemoved };
        return request(name, 'react', call);
      }),
    openThread: (message) => void openThread(message),
    openRoom,
    runOn: (message, commandName) =>
      void attempt(() =>
        request(name, 'run', { ...speakerInRoom(), name: commandName, targetId: message.id }),
      ),
    copy: (text) =>
      void attempt(async () => {
        await navigator.clipboard.writeText(text);
        toasts.show(`Copied: ${text}`);
      }),
    command: (text) => void attempt(() => request(name, 'say', { ...speakerInRoom(), text })),
  });
  const invitation = createInvitation(model, {
    fill: composer.fill,
    tryIdea: (idea) =>
      void attempt(async () => {
        const files = idea.hasPicture ? [{ file: await drawPicture() }] : [];
        await composer.sendNow(idea.text, files);
      }),
  });
  const folder = button(
    'Rooms',
    { class: 'side-fold', 'aria-expanded': 'false' },
    () => setUnfolded(!section.hasAttribute('data-unfolded')),
    createIcon('list'),
  );
  header.element.prepend(folder);
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
      invitation.element,
      typing,
      composer.element,
      toasts.element,
    ),
  );

  /** Asks for the name of a thread or a topic, opens it, and goes there. */
  async function openThread(message?: ShownMessage): Promise<void> {
    const title = name === 'discord' ? 'New thread' : 'New topic';
    const value = message === undefined ? '' : summariseMessage(message, model).slice(0, 100);
    const field = { name: 'name', label: 'Name', value, isRequired: true };
    const values = await askForm(title, [field], 'Open');
    if (values === undefined) return;

    await attempt(async () => {
      const call = { ...speakerInRoom(), name: values.name ?? '' };
      const onMessage = message === undefined ? {} : { messageId: message.id };
      const room = await request(name, 'open-thread', { ...call, ...onMessage });
      openRoom(room.id);
    });
  }

  /** Shows a form of the bot, and sends what the person wrote. */
  async function fillForm(form: ShownForm): Promise<void> {
    const authorId = model.state.viewerId;
    const values = await askForm(form.title, form.fields.map(toFormField), 'Submit');
    await attempt(() =>
      values === undefined
        ? request(name, 'closeForm', { authorId })
        : request(name, 'submitForm', { authorId, values }),
    );
  }

  composer.acceptDrops(section);
  messages.element.addEventListener('click', () => setUnfolded(false));

  /** On a phone the list of rooms is folded away, until the person wants another one. */
  function setUnfolded(isUnfolded: boolean): void {
    section.toggleAttribute('data-unfolded', isUnfolded);
    folder.setAttribute('aria-expanded', `${isUnfolded}`);
  }

  function openRoom(roomId: string): void {
    setUnfolded(false);
    model.openRoom(roomId);
    composer.enterRoom();
    show();
  }

  function applyChange(change: Change): void {
    if (change.kind === 'form') void fillForm(change.form);
    else if (change.kind === 'toast') toasts.show(change.text);
    else model.applyChange(change, section.offsetParent !== null);
    if (change.kind === 'typing') for (const ms of REDRAW_MS) setTimeout(show, ms);
  }

  function show(): void {
    typing.textContent = describeTyping(model);
    for (const part of [rooms, header, speaker, composer, invitation, messages]) part.show();
  }

  return {
    element: section,
    model,
    show,
    complain: toasts.show,
    /** Applies an event, if it is about this network, and draws the view again. */
    handleEvent(event: Exclude<PageEvent, { kind: 'troubles' }>): void {
      if (event.kind === 'state') {
        const state = event.networks.find((network) => network.name === name);
        if (state !== undefined) model.applyState(state);
      } else if (event.network === name) {
        applyChange(event.change);
      }
      show();
    },
  };
}

function describeTyping({ typing }: NetworkModel): string {
  if (typing.length === 0) return '';
  const names = typing.map((person) => person.name).join(', ');
  return `${names} ${typing.length === 1 ? 'is' : 'are'} typing`;
}

function toFormField(field: ShownFormField): FormField {
  const { id, label, value, isRequired, placeholder, minCharacters, maxCharacters } = field;
  return {
    name: id,
    label,
    kind: field.isLong ? 'lines' : 'text',
    value,
    isRequired,
    minCharacters,
    maxCharacters,
    ...(placeholder === undefined ? {} : { placeholder }),
  };
}
