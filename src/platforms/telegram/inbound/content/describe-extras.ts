import { booleanReader, fieldsReader, listReader } from '../../../../lib/json-reader.ts';
import { chatName } from '../chat-name.ts';
import type { UpdateMedia } from '../read-media.ts';
import { personReader, titleReader, wordsReader } from '../readers.ts';

const button = fieldsReader({ text: titleReader, url: wordsReader });

/** The fields around the content of a message. */
export const EXTRA_FIELDS = {
  link_preview_options: fieldsReader({ url: wordsReader, is_disabled: booleanReader }),
  reply_markup: fieldsReader({ inline_keyboard: listReader(listReader(button)) }),
  effect_id: titleReader,
  has_media_spoiler: booleanReader,
  via_bot: personReader,
  /** Of the person who wrote a post, or the title of an anonymous admin. */
  author_signature: titleReader,
};
const extras = fieldsReader(EXTRA_FIELDS);
type Extras = NonNullable<ReturnType<typeof extras>>;

/** The free effects in private chats, by the ids that all apps share. */
const EFFECTS: Readonly<Record<string, string>> = {
  '5104841245755180586': '🔥',
  '5107584321108051014': '👍',
  '5104858069142078462': '👎',
  '5159385139981059251': '❤️',
  '5046509860389126442': '🎉',
  '5046589136895476101': '💩',
};

/** Describes what comes with the words and files of a message, part by part. Each part begins with its kind. */
export function describeExtras(
  message: Extras & Pick<UpdateMedia, 'sticker' | 'audio' | 'live_photo' | 'photo'>,
  text: string,
  { isOwn }: { readonly isOwn: boolean },
): readonly string[] {
  const { sticker, audio, via_bot: bot, effect_id: effect } = message;
  const preview = message.link_preview_options;
  const hasPreview = preview?.url !== undefined && !preview.is_disabled;

  return [
    sticker && stickerWords(sticker),
    audio && audioWords(audio),
    message.live_photo && '[live photo] a picture that moves for a moment; its sound is not given',
    message.has_media_spoiler && '[spoiler] the media is covered until somebody taps it',
    hasPreview && !text.includes(preview.url ?? '') && `[link preview] ${preview.url}`,
    // The bot's own answers end with buttons, which are not a part of their words.
    !isOwn && buttonWords(message.reply_markup),
    bot && `[via bot] ${chatName(bot)}`,
    message.author_signature && `[signature] ${message.author_signature}`,
    effect && `[effect] ${EFFECTS[effect] ?? 'an animation'} plays when the message is opened`,
  ].filter((part): part is string => typeof part === 'string' && part !== '');
}

function stickerWords({ emoji, set_name: name }: NonNullable<UpdateMedia['sticker']>): string {
  const words = [emoji, name && `from the set “${name}”`].filter(Boolean);
  return words.length === 0 ? '' : `[sticker] ${words.join(', ')}`;
}

function audioWords({ title, performer }: NonNullable<UpdateMedia['audio']>): string {
  const words = [title && `“${title}”`, performer && `by ${performer}`].filter(Boolean);
  return words.length === 0 ? '' : `[audio] ${words.join(' ')}`;
}

function buttonWords(markup: Extras['reply_markup']): string {
  const buttons = (markup?.inline_keyboard ?? []).flat();
  const labels = buttons.map(({ text = '', url }) => (url ? `${text} (${url})` : text));
  return labels.length === 0 ? '' : `[buttons] ${labels.join(' | ')}`;
}
