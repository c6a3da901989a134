import type { Person, ShownMessage } from '../local-network.ts';
import { colourOf, createAvatar } from './avatar.ts';
import { button, element } from './element.ts';
import { formatClockTime } from './format-clock-time.ts';
import { createIcon } from './icon.ts';
import { createFileChip, createMessageExtras } from './message-extras.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';
import type { NetworkModel } from './network-model.ts';
import { parseMessageText } from './parse-message-text.ts';
import { renderRichText } from './render-rich-text.ts';
import { summariseMessage } from './summarise-message.ts';

/** One message with all that hangs on it. The two networks share the structure and differ in their style sheets. */
export function createMessageView(
  parts: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement {
  const { message, isGrouped, isOwn } = parts;
  const quote = reference(parts, model, actions);
  const text = renderRichText(parseMessageText(message, model), actions.command);
  return element(
    'article',
    {
      class: 'message',
      'data-message-id': message.id,
      'data-author': message.author.name,
      'data-edits': message.edits,
      'data-own': isOwn,
      'data-bot': message.author.isBot,
      'data-draft': message.draft,
      'data-only-you': message.onlyYou,
      'data-pings-you': message.pings.includes(model.state.viewerId),
      'data-grouped': isGrouped,
    },
    model.state.name === 'discord' ? quote : undefined,
    createAvatar(message.author),
    element(
      'div',
      { class: 'body' },
      element(
        'div',
        { class: 'bubble' },
        byline(message),
        model.state.name === 'telegram' ? quote : undefined,
        element(
          'div',
          { class: 'text', 'data-text': true, 'data-edited': isEdited(message) },
          ...text,
        ),
        ...message.files.map((_, index) => createFileChip(model.state.name, message, index)),
      ),
      ...createMessageExtras(parts, actions),
    ),
    message.draft ? undefined : toolbar(parts, actions),
  );
}

function isEdited({ edits, draft }: ShownMessage): boolean {
  return edits > 0 && !draft;
}

function byline(message: ShownMessage): HTMLElement {
  const { author, createdAt, draft } = message;
  const at = new Date(createdAt);
  return element(
    'div',
    { class: 'byline' },
    authorName(author),
    author.isBot ? element('span', { class: 'badge' }, 'bot') : undefined,
    draft ? element('span', { class: 'draft-mark' }, 'draft') : undefined,
    isEdited(message) ? element('span', { class: 'edited-mark' }, 'edited') : undefined,
    element(
      'time',
      { datetime: at.toISOString(), title: at.toLocaleString() },
      formatClockTime(at),
    ),
  );
}

/** What the message answers: another message, or a command. */
function reference(
  { message, quoted }: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement | undefined {
  const { replyTo, usedCommand } = message;
  if (usedCommand !== undefined) {
    const words = element(
      'span',
      {},
      'used ',
      element('span', { class: 'mention' }, `/${usedCommand.name}`),
    );
    return element('div', { class: 'reference' }, authorName(usedCommand.by), words);
  }
  if (replyTo === undefined) return undefined;
  const text =
    quoted === undefined ? 'a message that is not here' : summariseMessage(quoted, model);
  return button(
    `Go to the message that this replies to: ${text}`,
    { class: 'reference', 'data-reply-to': replyTo },
    () => actions.jump(replyTo),
    quoted === undefined ? undefined : authorName(quoted.author),
    element('span', { class: 'reference-text' }, text),
  );
}

function authorName({ id, name }: Person): HTMLElement {
  return element('span', { class: 'author', 'data-colour': colourOf(id) }, name);
}

function toolbar({ message, isOwn }: MessageParts, actions: MessageActions): HTMLElement {
  return element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message' },
    button(
      'Reply',
      { title: 'Reply', 'data-action': 'reply' },
      () => actions.reply(message),
      createIcon('reply'),
    ),
    isOwn
      ? button(
          'Edit',
          { title: 'Edit', 'data-action': 'edit' },
          () => actions.edit(message),
          createIcon('edit'),
        )
      : undefined,
    isOwn || message.author.isBot
      ? button(
          'Delete',
          { title: 'Delete', 'data-action': 'remove' },
          () => actions.remove(message),
          createIcon('remove'),
        )
      : undefined,
  );
}
