import type { ShownMessage } from '../local-network.ts';
import { createAttachment } from './attachment.ts';
import { button, element } from './element.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';
import { type ComposedMessage, type Purpose, sendComposed } from './send.ts';
import { createSuggestionList } from './suggestion-list.ts';
import { summariseMessage } from './summarise-message.ts';

const NEW: Purpose = { kind: 'new' };

/** The message box and what is around it: suggestions, the message that is answered or edited, a file. */
export function createComposer(
  model: NetworkModel,
  attempt: (work: () => Promise<unknown>) => Promise<boolean>,
) {
  const box = element('textarea', {
    rows: 1,
    maxlength: 20_000,
    autocomplete: 'off',
    'data-box': true,
  });
  const suggestions = createSuggestionList(box, model);
  const attachment = createAttachment(
    box,
    (sentence) => void attempt(() => Promise.reject(new Error(sentence))),
  );
  const about = element('div', { class: 'purpose', hidden: true });
  const sender = element(
    'button',
    { type: 'submit', class: 'round send', 'aria-label': 'Send', title: 'Send' },
    createIcon('send'),
  );
  const form = element(
    'form',
    { class: 'composer' },
    suggestions.element,
    about,
    attachment.chip,
    element('div', { class: 'box-row' }, attachment.opener, attachment.input, box, sender),
  );
  let purpose = NEW;

  function setPurpose(next: Purpose): void {
    purpose = next;
    about.hidden = next.kind === 'new';
    if (next.kind === 'new') about.replaceChildren();
    else {
      const words = next.kind === 'edit' ? 'Editing' : `Replying to ${next.message.author.name}`;
      const cancel = button(
        'Cancel',
        { class: 'round', title: 'Cancel (Esc)' },
        leavePurpose,
        createIcon('close'),
      );
      const text = element(
        'span',
        { class: 'purpose-text' },
        summariseMessage(next.message, model),
      );
      about.replaceChildren(createIcon(next.kind), element('b', {}, words), text, cancel);
    }
  }

  function leavePurpose(): void {
    if (purpose.kind === 'edit') box.value = '';
    setPurpose(NEW);
    box.focus();
  }

  function begin(next: Purpose, text?: string): void {
    setPurpose(next);
    if (text !== undefined) box.value = text;
    box.focus();
  }

  async function submit(): Promise<void> {
    const draft: ComposedMessage = {
      text: box.value.trim(),
      purpose,
      file: await attachment.read(),
    };
    if (draft.text === '' && draft.file === undefined) return;
    const typed = box.value;
    box.value = '';
    setPurpose(NEW);
    suggestions.close();
    attachment.clear();
    const arrived = await attempt(() => sendComposed(draft, model));
    // What was refused comes back, to be mended, unless something new is being written.
    if (!arrived && box.value === '') begin(draft.purpose, typed);
  }

  function handleKey(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.isComposing) return;
    if (suggestions.handleKey(event.key)) event.preventDefault();
    else if (event.key === 'Escape' && purpose.kind !== 'new') leavePurpose();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'ArrowUp' && box.value === '') editLast();
  }

  function editLast(): void {
    const last = model.messages.findLast((message) => model.isOwn(message));
    if (last !== undefined) begin({ kind: 'edit', message: last }, last.text);
  }

  box.addEventListener('keydown', handleKey);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });

  return {
    element: form,
    reply: (message: ShownMessage) => begin({ kind: 'reply', message }),
    edit: (message: ShownMessage) => begin({ kind: 'edit', message }, message.text),
    /** After another room was opened: what was half written belonged to the other one. */
    enterRoom(): void {
      setPurpose(NEW);
      box.value = '';
      suggestions.close();
    },
    show(): void {
      const room = model.room;
      const where = room === undefined ? '' : room.kind === 'channel' ? `#${room.name}` : room.name;
      box.placeholder = model.state.name === 'discord' ? `Message ${where}` : 'Message';
      box.setAttribute('aria-label', `Message ${where}`);
    },
  };
}
