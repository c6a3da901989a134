import type { ShownMessage } from '../local-network.ts';
import { createAttachment } from './attachment.ts';
import { button, element } from './element.ts';
import { createIcon } from './icon.ts';
import type { NetworkModel } from './network-model.ts';
import { type ComposedMessage, type Purpose, sendComposed } from './send-composed.ts';
import { createSuggestionList } from './suggestion-list.ts';
import { summariseMessage } from './summarise-message.ts';

const NEW: Purpose = { kind: 'new' };

/**
 * Creates the message box with the parts around it: suggestions, the message that is replied to or
 * edited, and a file. `attempt` does some work, shows its error, and returns whether it succeeded.
 */
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
    attachment.chip,
    element('div', { class: 'box-row' }, attachment.opener, attachment.input, box, sendButton),
  );
  let purpose = NEW;

  function setPurpose(newPurpose: Purpose): void {
    purpose = newPurpose;
    purposeLine.hidden = newPurpose.kind === 'new';
    if (newPurpose.kind === 'new') purposeLine.replaceChildren();
    else showPurpose(newPurpose);
  }

  function showPurpose({ kind, message }: Exclude<Purpose, { kind: 'new' }>): void {
    const words = kind === 'edit' ? 'Editing' : `Replying to ${message.author.name}`;
    const summary = element('span', { class: 'purpose-text' }, summariseMessage(message, model));
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

  async function submit(): Promise<void> {
    const typed = box.value;
    const composed: ComposedMessage = {
      text: typed.trim(),
      purpose,
      file: await attachment.read(),
    };
    if (composed.text === '' && composed.file === undefined) return;

    box.value = '';
    setPurpose(NEW);
    suggestions.close();
    attachment.clear();
    const wasSent = await attempt(() => sendComposed(composed, model));
    // A refused message comes back to be corrected, unless the person is writing something new.
    if (!wasSent && box.value === '') begin(composed.purpose, typed);
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
    if (newestOwn !== undefined) begin({ kind: 'edit', message: newestOwn }, newestOwn.text);
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
    /**
     * Empties the box after another room was opened, because the unsent text belonged to the
     * earlier room.
     */
    enterRoom(): void {
      setPurpose(NEW);
      box.value = '';
      suggestions.close();
    },
    show(): void {
      const name = nameRoom(model);
      box.placeholder = model.state.name === 'discord' ? `Message ${name}` : 'Message';
      box.setAttribute('aria-label', `Message ${name}`);
    },
  };
}

function nameRoom({ room }: NetworkModel): string {
  if (room === undefined) return '';
  return room.kind === 'channel' ? `#${room.name}` : room.name;
}
