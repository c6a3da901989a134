import { button, element } from '../../src/lib/page/element.ts';
import type { Person, ShownMessage } from '../local-network.ts';
import { colourOf, createAvatar } from './avatar.ts';
import { formatClockTime } from './format-clock-time.ts';
import { createIcon } from './icon.ts';
import { createMessageCard } from './message-card.ts';
import { createMessageEmbed } from './message-embed.ts';
import { createMessageExtras } from './message-extras.ts';
import { createMessageFiles } from './message-files.ts';
import { showMessageMenu } from './message-menu.ts';
import type { MessageActions, MessageParts } from './message-parts.ts';
import type { NetworkModel } from './network-model.ts';
import { parseMessageText } from './parse-message-text.ts';
import { renderRichText } from './render-rich-text.ts';
import { summariseMessage } from './summarise-message.ts';

/**
 * Creates the view of one message. The two networks share its structure; their style sheets differ.
 */
export function createMessageView(
  parts: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement {
  const { message, isGrouped, isOwn } = parts;
  const isDiscord = model.state.name === 'discord';
  const reference = createReference(parts, model, actions);
  const body = element(
    'div',
    { class: 'body' },
    createBubble(message, model, actions, isDiscord ? undefined : reference),
    ...createMessageExtras(parts, model, actions),
  );

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
      'data-service': message.isService,
      'data-forwarded': message.forwardedFrom !== undefined,
    },
    isDiscord ? reference : undefined,
    createAvatar(message.author),
    body,
    message.draft ? undefined : createToolbar(parts, model, actions),
  );
}

/** The author, the text and the files. On Telegram it also holds the reference. */
function createBubble(
  message: ShownMessage,
  model: NetworkModel,
  actions: MessageActions,
  reference: HTMLElement | undefined,
): HTMLElement {
  const text = renderRichText(parseMessageText(message, model), actions.command);
  const textAttributes = {
    class: 'text',
    dir: 'auto',
    'data-text': true,
    'data-edited': isEdited(message),
  };
  const { card, embeds = [] } = message;
  const isDiscord = model.state.name === 'discord';
  // On Telegram a text is the caption under the picture.
  const files = createMessageFiles(model.state.name, message);
  const textView = element('div', textAttributes, ...text);
  return element(
    'div',
    { class: 'bubble' },
    createByline(message),
    reference,
    createForwardLine(message),
    createQuote(message),
    ...(isDiscord ? [textView, ...files] : [...files, textView]),
    card && createMessageCard(card),
    ...embeds.map((embed) => createMessageEmbed(embed, model.names)),
  );
}

function createForwardLine({ forwardedFrom }: ShownMessage): HTMLElement | undefined {
  if (forwardedFrom === undefined) return undefined;
  const words = forwardedFrom === '' ? 'Forwarded' : `Forwarded from ${forwardedFrom}`;
  return element('div', { class: 'forward-line' }, createIcon('forward'), words);
}

/** The selected part of the message that it replies to, or the message of another chat. */
function createQuote({ quote }: ShownMessage): HTMLElement | undefined {
  if (quote === undefined) return undefined;
  const from = quote.from === undefined ? undefined : element('b', {}, quote.from);
  return element('blockquote', { class: 'reply-quote', 'data-quote': true }, from, quote.text);
}

function isEdited({ edits, draft }: ShownMessage): boolean {
  return edits > 0 && !draft;
}

function createByline(message: ShownMessage): HTMLElement {
  const { author, createdAt, draft } = message;
  const time = new Date(createdAt);
  const timeAttributes = { datetime: time.toISOString(), title: time.toLocaleString() };

  return element(
    'div',
    { class: 'byline' },
    createAuthorName(author),
    author.isBot ? element('span', { class: 'badge' }, 'bot') : undefined,
    draft ? element('span', { class: 'draft-mark' }, 'draft') : undefined,
    isEdited(message) ? element('span', { class: 'edited-mark' }, 'edited') : undefined,
    element('time', timeAttributes, formatClockTime(time)),
  );
}

/** Creates the line that names what the message answers: a command, or another message. */
function createReference(
  { message, repliedMessage }: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement | undefined {
  const { replyTo, usedCommand } = message;
  if (usedCommand !== undefined) return createCommandReference(usedCommand);
  if (replyTo === undefined) return undefined;

  const summary =
    repliedMessage === undefined
      ? 'a message that is not here'
      : summariseMessage(repliedMessage, model);
  return button(
    `Go to the message that this replies to: ${summary}`,
    { class: 'reference', 'data-reply-to': replyTo },
    () => actions.jump(replyTo),
    repliedMessage === undefined ? undefined : createAuthorName(repliedMessage.author),
    element('span', { class: 'reference-text' }, summary),
  );
}

function createCommandReference({
  by,
  name,
}: NonNullable<ShownMessage['usedCommand']>): HTMLElement {
  const command = element('span', { class: 'mention' }, `/${name}`);
  const words = element('span', {}, 'used ', command);
  return element('div', { class: 'reference' }, createAuthorName(by), words);
}

function createAuthorName({ id, name }: Person): HTMLElement {
  return element('span', { class: 'author', 'data-colour': colourOf(id) }, name);
}

function createToolbar(
  { message, isOwn }: MessageParts,
  model: NetworkModel,
  actions: MessageActions,
): HTMLElement {
  const createTool = (action: 'reply' | 'edit' | 'remove', label: string) =>
    button(
      label,
      { title: label, 'data-action': action },
      () => actions[action](message),
      createIcon(action),
    );
  const more = button(
    'More actions',
    { title: 'More actions', 'data-action': 'more' },
    () => showMessageMenu(more, message, model, actions),
    createIcon('more'),
  );
  // A click must not end the selection of the text that is to be quoted.
  more.addEventListener('mousedown', (event) => event.preventDefault());
  const canDelete = isOwn || message.author.isBot;

  return element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message' },
    createTool('reply', 'Reply'),
    isOwn ? createTool('edit', 'Edit') : undefined,
    canDelete ? createTool('remove', 'Delete') : undefined,
    more,
  );
}
