import type { AttachmentRef, MessageContent } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { BotIdentity } from './bot-identity.ts';
import { describeContent } from './content/describe-content.ts';
import { describeExtras } from './content/describe-extras.ts';
import { describeEvents, describeUnknown } from './content/describe-unknown.ts';
import { createMentionScan, cutOwnMentions, type MentionScan } from './markdown/mention-scan.ts';
import { readAttachments } from './read-attachments.ts';
import { describeOrigin } from './read-author.ts';
import { readText } from './read-text.ts';
import type { UpdateContent } from './read-update.ts';
import { readRichBlocks } from './rich/read-rich-blocks.ts';
import { startRichReading } from './rich/rich-reading.ts';

/** The content of a message, and its mentions. */
export interface ReadContent extends MessageContent {
  readonly mentions: MentionScan;
  /** It holds words or files of a person, not only an event of the chat. */
  readonly isFromPerson: boolean;
}

/** Rich messages have 32,768 characters, and their Markdown some more. */
const MAX_CHARACTERS = 80_000;

/** Reads the content of a message. `isOwn`: the bot wrote it. */
export function readContent(
  message: UpdateContent,
  me: BotIdentity,
  { isOwn = false }: { readonly isOwn?: boolean } = {},
): ReadContent {
  const mentions = createMentionScan(me);
  const attachments: AttachmentRef[] = [...readAttachments(message)];
  const words = [readText(message, mentions), readRichMessage(message, mentions, attachments)];
  const text = cutOwnMentions(words.filter(Boolean).join('\n\n').slice(0, MAX_CHARACTERS));

  const content = [...describeContent(message, attachments)];
  const isUnreadable = message.rich_message !== undefined && text === '' && !mentions.mentionsMe;
  if (isUnreadable && attachments.length === 0) content.push('[rich message] without words');
  const extras = describeExtras(message, text, { isOwn });
  const events = describeEvents(message.others);
  const hasKnownContent =
    attachments.length + content.length + events.length > 0 ||
    (message.text ?? message.rich_message) !== undefined;
  const unknown = hasKnownContent ? [] : describeUnknown(message.others, attachments);

  const parts = [...content, ...unknown, ...events, ...extras];
  const isFromPerson =
    mentions.mentionsMe || text !== '' || attachments.length + content.length + unknown.length > 0;

  return omitUndefined({
    text: text.toWellFormed(),
    attachments,
    details: parts.length === 0 ? undefined : parts.join('\n'),
    forwardedFrom: readForwardedFrom(message),
    mentions,
    isFromPerson,
  });
}

/** The copy of a channel's own post in its discussion group is a post of the channel, and no forward. */
function readForwardedFrom(message: UpdateContent): string | undefined {
  const { forward_origin: origin, sender_chat: sender, is_automatic_forward: isCopy } = message;
  if (!origin || (isCopy && origin.chat?.id === sender?.id)) return undefined;
  return describeOrigin(origin);
}

function readRichMessage(
  { rich_message: rich }: UpdateContent,
  mentions: MentionScan,
  attachments: AttachmentRef[],
): string {
  if (rich === undefined) return '';
  const { blocks } = rich as { readonly blocks?: unknown };
  return readRichBlocks(blocks, startRichReading(mentions, attachments));
}
