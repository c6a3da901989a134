import type { AttachmentRef, MessageContent } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { clip } from './content/clip.ts';
import { describeComponents } from './content/describe-components.ts';
import { describeEmbed } from './content/describe-embed.ts';
import { describeExtras } from './content/describe-extras.ts';
import { describeNotice } from './content/describe-notice.ts';
import { describePoll } from './content/describe-poll.ts';
import { listMedia, type MessageMedia } from './content/list-media.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawContent, RawMention } from './raw-content.ts';
import type { RawMessage } from './raw-message.ts';
import { readableText } from './readable-text.ts';

const MAX_DETAILS = 8_000;
const MAX_FORWARD = 6_000;
const EMPTY_FORWARD = '[forward] of a message whose content is of an unknown kind';
/** Discord's type of a reference to a forwarded message. */
const FORWARD = 1;

/** The words and descriptions of one message, or of one that it forwards. */
interface ContentParts {
  readonly text: string;
  readonly details: readonly string[];
}

/**
 * Reads everything that people see of a message. Its words are the text. The rest is in the details,
 * each part behind its kind, and in the attachments.
 */
export function readContent(message: RawMessage, cache: GuildCache): MessageContent {
  const context = { cache, serverId: message.guild_id, mentions: message.mentions ?? [] };
  const media = listMedia(message).filter(({ isStill = false }) => !isStill);
  const attachments = attachmentRefsOf(message, media);
  const descriptions = media.flatMap(descriptionOf);

  const notice = describeNotice(message);
  const own = notice
    ? { text: '', details: [notice, ...detailsOf(message, context)] }
    : partsOf(message, context);
  const forwarded = (message.message_snapshots ?? []).map(({ message: snapshot }) =>
    partsOf(snapshot, context),
  );

  // Without the Message Content intent, Discord sends nothing of what is forwarded.
  const isForward = forwarded.length > 0 || message.message_reference?.type === FORWARD;
  const hasOwnParts = own.text !== '' || own.details.length > 0;
  if (!isForward || hasOwnParts) {
    const forwards = forwarded.map((parts) => describeForward(parts, message, cache));
    const details = joinParts([...own.details, ...forwards, ...descriptions]);
    return omitUndefined({ text: own.text, details, attachments });
  }

  return readForward(forwarded, { message, cache, attachments, descriptions });
}

interface ForwardContext {
  readonly message: RawMessage;
  readonly cache: GuildCache;
  readonly attachments: readonly AttachmentRef[];
  readonly descriptions: readonly string[];
}

/** A message that is nothing but a forward has the words of what it forwards. */
function readForward(
  forwarded: readonly ContentParts[],
  { message, cache, attachments, descriptions }: ForwardContext,
): MessageContent {
  const text = forwarded.flatMap((parts) => parts.text || []).join('\n\n');
  const details = [...forwarded.flatMap((parts) => parts.details), ...descriptions];
  const isEmpty = text === '' && details.length === 0 && attachments.length === 0;

  return omitUndefined({
    text,
    details: isEmpty ? EMPTY_FORWARD : joinParts(details),
    attachments,
    forwardedFrom: forwardSource(message, cache),
  });
}

interface PartsContext {
  readonly cache: GuildCache;
  readonly serverId: string | undefined;
  readonly mentions: readonly RawMention[];
}

function partsOf(message: RawContent, context: PartsContext): ContentParts {
  const { content = '', mentions = context.mentions } = message;
  return {
    text: readableText(content, { ...context, mentions }).trim(),
    details: detailsOf(message, context),
  };
}

function detailsOf(message: RawContent, context: PartsContext): readonly string[] {
  const { content = '', embeds = [], components = [], poll, author } = message;
  const mentions = message.mentions ?? context.mentions;
  const makeReadable = (text: string) => readableText(text, { ...context, mentions });
  // The bot's own answers end with buttons, which are not a part of their words.
  const isOwn = author?.id === context.cache.ownId;

  return [
    ...embeds.map((embed) => describeEmbed(embed, content, makeReadable)),
    isOwn ? undefined : describeComponents(components, makeReadable),
    poll && describePoll(poll),
    ...describeExtras(message),
  ].flatMap((part) => part || []);
}

/** A forward inside a message that has words of its own. Discord's own app sends both apart. */
function describeForward(
  { text, details }: ContentParts,
  message: RawMessage,
  cache: GuildCache,
): string {
  const content = [text, ...details].filter(Boolean).join('\n');
  const heading = `[forwarded from ${forwardSource(message, cache)}]`;
  return clip([heading, content].filter(Boolean).join('\n'), MAX_FORWARD);
}

/** Discord does not say who wrote a forwarded message, only where. */
function forwardSource(
  { message_reference: reference, guild_id: serverId }: RawMessage,
  cache: GuildCache,
) {
  const channelId = reference?.type === FORWARD ? reference.channel_id : undefined;
  const channel = channelId === undefined ? undefined : cache.channel(channelId);
  const isSameServer = channel?.serverId !== undefined && channel.serverId === serverId;
  return isSameServer && channel?.name ? `#${channel.name}` : 'another channel';
}

function joinParts(parts: readonly string[]): string | undefined {
  return parts.length > 0 ? clip(parts.join('\n'), MAX_DETAILS) : undefined;
}

function descriptionOf({ name, description }: MessageMedia): readonly string[] {
  return description ? [`[description of ${name}] ${clip(description, 1_100)}`] : [];
}

/**
 * The address of a file expires after a day, so the reference says where to ask for a fresh one.
 */
function attachmentRefsOf(
  { channel_id: channelId, id }: RawMessage,
  media: readonly MessageMedia[],
): readonly AttachmentRef[] {
  const refOf = (key: string) => `${channelId}/${id}/${key}`;

  return media.map(({ key, stillKey, name, mime, bytes, sentAs, durationMs }) =>
    omitUndefined({
      ref: refOf(key),
      name,
      mime,
      bytes,
      sentAs,
      stillRef: stillKey === undefined ? undefined : refOf(stillKey),
      durationMs,
    }),
  );
}
