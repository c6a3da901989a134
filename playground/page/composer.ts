import { button, element } from '../../src/lib/page/element.ts';
import type { ShownMessage } from '../local-network.ts';
import { acceptDrops } from './accept-drops.ts';
import { createAttachmentQueue, type QueuedFile } from './attachment-queue.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';
import { createPlusMenu, type PlusActions } from './plus-menu.ts';
import { restoreMarks } from './restore-marks.ts';
import { type ComposedMessage, type Purpose, sendComposed } from './send-composed.ts';
import { createSuggestionList } from './suggestion-list.ts';
import { summariseMessage } from './summarise-message.ts';
import { createVoiceRecorder } from './voice-recorder.ts';

const NEW: Purpose = { kind: 'new' };

/**
 * Creates the message box with the parts around it: suggestions, the message that is replied to or
 * edited, and files. `attempt` does some work, shows its error, and returns whether it succeeded.
 */
export function createComposer(
  model: NetworkModel,
  attempt: (work: () => Promise<unknown>) => Promise<boolean>,
  actions: PlusActions & { openRoom(roomId: string): void },
) {
  const box = element('textarea', {
    rows: 1,
    maxlength: 20_000,
    autocomplete: 'off',
    'data-box': true,
  });
  const suggestions = createSuggestionList(box, model);
  const complain = (sentence: string) => void attempt(() => Promise.reject(new Error(sentence)));
  const queue = createAttachmentQueue(model.state.name, box, complain);
  const recorder = createVoiceRecorder((recording) => queue.add([recording]), complain);
  const purposeLine = element('div', { class: 'purpose', hidden: true });
  const sendButton = element(
    'button',
    { type: 'submit', class: 'round send', 'aria-label': 'Send', title: 'Send' },
    createIcon('send'),
  );
  const form = element(
    'form',
    { class: 'composer' },
    suggestions.element,
    purposeLine,
    queue.list,
    element(
      'div',
      { class: 'box-row' },
      createPlusMenu(model, actions),
      queue.opener,
      queue.input,
      box,
      recorder.time,
      recorder.toggle,
      recorder.input,
      sendButton,
    ),
  );
  let purpose = NEW;

  function setPurpose(newPurpose: Purpose): void {
    purpose = newPurpose;
    purposeLine.hidden = newPurpose.kind === 'new';
    if (newPurpose.kind === 'new') purposeLine.replaceChildren();
    else showPurpose(newPurpose);
  }

  function showPurpose({ kind, message, quote }: Exclude<Purpose, { kind: 'new' }>): void {
    const words = kind === 'edit' ? 'Editing' : `Replying to ${message.author.name}`;
    const text = quote === undefined ? summariseMessage(message, model) : `“${quote}”`;
    const summary = element('span', { class: 'purpose-text' }, text);
    const cancel = button(
      'Cancel',
      { class: 'round', title: 'Cancel (Esc)' },
      cancelPurpose,
      createIcon('close'),
    );
    purposeLine.replaceChildren(createIcon(kind), element('b', {}, words), summary, cancel);
  }

  function cancelPurpose(): void {
    if (purpose.kind === 'edit') box.value = '';
    setPurpose(NEW);
    box.focus();
  }

  function begin(newPurpose: Purpose, text?: string): void {
    setPurpose(newPurpose);
    if (text !== undefined) box.value = text;
    box.focus();
  }

  function edit(message: ShownMessage): void {
    begin({ kind: 'edit', message }, restoreMarks(message.text, message.entities));
  }

  async function submit(): Promise<void> {
    const typed = box.value;
    const { files } = queue;
    const composed: ComposedMessage = { text: typed.trim(), purpose, files };
    if (composed.text === '' && files.length === 0) return;

    box.value = '';
    setPurpose(NEW);
    suggestions.close();
    queue.setQueue([]);
    const wasSent = await attempt(() => sendAndFollow(composed));
    if (!wasSent) giveBack(composed, typed);
  }

  /** Sends a message, and goes to the room that it opened, if it opened one. */
  async function sendAndFollow(composed: ComposedMessage): Promise<void> {
    const openedRoomId = await sendComposed(composed, model);
    if (openedRoomId !== undefined) actions.openRoom(openedRoomId);
  }

  /** A refused message comes back to be corrected, unless the person is writing something new. */
  function giveBack({ purpose: refused, files }: ComposedMessage, typed: string): void {
    if (box.value !== '' || queue.files.length > 0) return;
    queue.setQueue(files);
    begin(refused, typed);
  }

  function handleKey(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.isComposing) return;

    if (suggestions.handleKey(event.key)) event.preventDefault();
    else if (event.key === 'Escape' && purpose.kind !== 'new') cancelPurpose();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'ArrowUp' && box.value === '') editNewestOwn();
  }

  function editNewestOwn(): void {
    const newestOwn = model.messages.findLast((message) => model.isOwn(message));
    if (newestOwn !== undefined) edit(newestOwn);
  }

  box.addEventListener('keydown', handleKey);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  return {
    element: form,
    reply: (message: ShownMessage) => begin({ kind: 'reply', message }),
    /** Replies with a part of a message. Discord has no such replies: its people type a quote. */
    quote(message: ShownMessage, quote: string): void {
      if (model.state.name === 'telegram') begin({ kind: 'reply', message, quote });
      else begin({ kind: 'reply', message }, `> ${quote.replaceAll('\n', '\n> ')}\n`);
    },
    /** Lets people drop files anywhere on `target`. */
    acceptDrops: (target: HTMLElement) =>
      acceptDrops(target, (files) => queue.add(files.map((file) => ({ file })))),
    edit,
    fill: (text: string) => begin(NEW, text),
    /** Sends a message without the box: what is typed there stays. */
    sendNow: (text: string, files: readonly QueuedFile[]) =>
      sendAndFollow({ text, purpose: NEW, files }),
    /**
     * Empties the box after another room was opened, because the unsent text belonged to the
     * earlier room.
     */
    enterRoom(): void {
      setPurpose(NEW);
      box.value = '';
      queue.setQueue([]);
      suggestions.close();
    },
    show(): void {
      const name = nameRoom(model);
      const words = model.state.name === 'discord' ? `Message ${name}` : 'Message';
      const isForum = model.room?.kind === 'forum';
      box.placeholder = isForum ? 'New post: the first line is its title' : words;
      box.setAttribute('aria-label', `Message ${name}`);
    },
  };
}

function nameRoom({ room }: NetworkModel): string {
  if (room === undefined) return '';
  return room.kind === 'channel' ? `#${room.name}` : room.name;
}
