import type { AttachmentRef } from '../../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../../lib/omit-undefined.ts';
import type {
  RawAttachment,
  RawComponent,
  RawEmbed,
  RawMedia,
  RawSticker,
} from '../raw-content.ts';
import type { RawMessage } from '../raw-message.ts';
import { fileNameOf, mimeOf } from './file-name.ts';

/** A file that a message shows in any of its parts. */
export interface MessageMedia extends Omit<AttachmentRef, 'ref' | 'stillRef'> {
  /** Names the file within its message, now and later. */
  readonly key: string;
  /** The `key` of a still picture of it. */
  readonly stillKey?: string;
  /** It is the still picture of another file, which people do not see by itself. */
  readonly isStill?: boolean;
  /** The addresses at which Discord may keep it, the best one first. Empty: it follows from the key. */
  readonly addresses: readonly string[];
  /** A person uploaded it with the message, so the network chose its address. */
  readonly isUploaded: boolean;
  /** The words with which the sender describes it. */
  readonly description?: string;
}

type MediaHolder = Partial<RawMessage>;

/** Discord's flag of a message that is a recording. */
export const IS_VOICE_MESSAGE = 1 << 13;
/** Discord's formats of stickers that are PNG files: plain and animated ones. */
const PNG_FORMATS = [1, 2];
/** Discord's own store, which gives a still picture of a video. */
const STILL_SOURCE = /^https:\/\/media\.discordapp\.net\//;

/**
 * Lists the files of a message and of the messages that it forwards: attachments, pictures and videos
 * of embeds and components, and stickers that are pictures.
 */
export function listMedia(message: MediaHolder): readonly MessageMedia[] {
  const forwarded = (message.message_snapshots ?? []).flatMap(({ message: snapshot }, index) =>
    mediaOf(snapshot, `forward-${index}-`),
  );
  return [...mediaOf(message, ''), ...forwarded];
}

function mediaOf(message: MediaHolder, prefix: string): readonly MessageMedia[] {
  const { attachments = [], embeds = [], components = [], sticker_items: stickers = [] } = message;
  const isVoice = ((message.flags ?? 0) & IS_VOICE_MESSAGE) !== 0;

  const attachmentIds = new Set(attachments.map(({ id }) => id));
  const shownByComponents = components
    .flatMap(componentMedia)
    .filter(({ attachment_id: id }) => id === undefined || !attachmentIds.has(id))
    .flatMap((media, index) => toMedia(media, `${prefix}media-${index}`) ?? []);

  return [
    ...attachments.flatMap((attachment) => attachmentMedia(attachment, isVoice)),
    ...embeds.flatMap((embed, index) => embedMedia(embed, `${prefix}embed-${index}-`)),
    ...shownByComponents,
    ...stickers.flatMap(stickerMedia),
  ];
}

function attachmentMedia(attachment: RawAttachment, isVoice: boolean): readonly MessageMedia[] {
  const { id, url, proxy_url: proxyUrl = '', duration_secs: seconds } = attachment;
  const mime = attachment.content_type ?? 'application/octet-stream';
  const still = mime.startsWith('video/') ? stillOf(id, proxyUrl) : undefined;

  const file = omitUndefined({
    key: id,
    stillKey: still?.key,
    name: attachmentName(attachment),
    mime,
    bytes: Math.max(0, attachment.size ?? 0),
    sentAs: isVoice ? ('voice' as const) : sentAsOf(mime),
    durationMs: seconds !== undefined && seconds >= 0 ? Math.round(seconds * 1000) : undefined,
    addresses: [url, proxyUrl].flatMap((address) => address || []),
    isUploaded: true,
    description: attachment.description || undefined,
  });
  return still ? [file, still] : [file];
}

/** Discord's store turns the first picture of a video into a JPEG. */
function stillOf(id: string, proxyUrl: string): MessageMedia | undefined {
  if (!STILL_SOURCE.test(proxyUrl)) return undefined;

  const url = new URL(proxyUrl);
  url.searchParams.set('format', 'jpeg');
  const addresses = [url.href];
  const picture = { name: 'still.jpg', mime: 'image/jpeg', bytes: 0 };
  return { key: `${id}-still`, ...picture, addresses, isUploaded: true, isStill: true };
}

/** Discord replaces unusual letters in `filename`, and keeps the name that people gave as `title`. */
function attachmentName({ filename = 'file', title }: RawAttachment): string {
  if (!title) return filename;
  const [ending = ''] = /\.\w{1,10}$/.exec(filename) ?? [];
  return title.endsWith(ending) ? title : `${title}${ending}`;
}

function sentAsOf(mime: string): AttachmentRef['sentAs'] {
  if (mime.startsWith('audio/')) return 'audio';
  return mime.startsWith('video/') ? 'video' : undefined;
}

/** The thumbnail of a video that Discord keeps is its still picture. */
function embedMedia(
  { type, image, thumbnail, video }: RawEmbed,
  prefix: string,
): readonly MessageMedia[] {
  const picture = toMedia(image, `${prefix}image`);
  const still = toMedia(thumbnail, `${prefix}thumbnail`);

  // Discord keeps no copy of the players of video sites.
  const film = type === 'video' && video?.proxy_url ? toMedia(video, `${prefix}video`) : undefined;
  if (!film) return [picture, still].flatMap((media) => media ?? []);

  const filmWithStill = omitUndefined({ ...film, stillKey: still?.key });
  const hiddenStill = still && { ...still, isStill: true };
  return [picture, filmWithStill, hiddenStill].flatMap((media) => media ?? []);
}

/** Without the descriptions of the files: `describeComponents` writes those. */
function componentMedia(component: RawComponent): readonly RawMedia[] {
  const { media, file, items = [], components = [], accessory, component: labelled } = component;
  const own = [media, file, ...items.map((item) => item.media)];
  const inner = [...components, accessory, labelled];

  return [
    ...own.flatMap((each) => each ?? []),
    ...inner.flatMap((each) => (each ? componentMedia(each) : [])),
  ];
}

function toMedia(media: RawMedia | undefined, key: string): MessageMedia | undefined {
  const { url, proxy_url: proxyUrl, content_type: contentType } = media ?? {};
  const addresses = [proxyUrl, url].flatMap((address) => address ?? []);
  if (addresses.length === 0) return undefined;

  const name = fileNameOf(url ?? proxyUrl ?? '');
  const mime = contentType || mimeOf(name);
  return omitUndefined({
    key,
    name,
    mime,
    bytes: 0,
    sentAs: sentAsOf(mime),
    addresses,
    isUploaded: false,
    description: media?.description || undefined,
  });
}

function stickerMedia({ id, name, format_type: format = 0 }: RawSticker): readonly MessageMedia[] {
  if (id === undefined || !PNG_FORMATS.includes(format)) return [];
  const key = `sticker-${id}`;
  const mime = 'image/png';
  const sticker = { key, name: `${name}.png`, mime, bytes: 0, addresses: [], isUploaded: true };
  return [{ ...sticker, sentAs: 'sticker' }];
}
