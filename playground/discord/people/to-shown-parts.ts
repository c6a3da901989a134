import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import { BUILT_IN_STICKERS, readStickerPicture } from '../../built-in-stickers.ts';
import type { ShownCard, ShownEmbed, ShownFile } from '../../shown-message.ts';
import type { Json } from '../json.ts';
import type { Attachment, Message } from '../message.ts';

/** A file that people see in a message. */
type VisibleFile = Pick<Attachment, 'name' | 'mime' | 'size' | 'bytes' | 'durationSeconds'> & {
  readonly isSticker?: true;
};

/** The files that people see in a message: those of a forward's original, and its stickers. */
export function listVisibleFiles(message: Message): readonly VisibleFile[] {
  const { attachments, stickers } = message.snapshot ?? message;
  const pictures = BUILT_IN_STICKERS.filter(({ name }) => stickers.includes(name));
  return [
    ...attachments,
    ...pictures.map((sticker) => {
      const bytes = readStickerPicture(sticker, 'png');
      const about = { name: `${sticker.name}.png`, mime: 'image/png', size: bytes.length };
      return { ...about, bytes, isSticker: true as const };
    }),
  ];
}

/** A file as a person's screen shows it. */
export function toShownFile({ name, size, mime, ...file }: VisibleFile): ShownFile {
  const { isSticker, durationSeconds } = file;
  const shown: ShownFile = { name, bytes: size, mime };
  if (isSticker) return { ...shown, sentAs: 'sticker' };
  if (durationSeconds === undefined) return shown;
  return { ...shown, sentAs: 'voice', durationMs: durationSeconds * 1000 };
}

/** A poll as a person's screen shows it. */
export function toShownPoll(poll: Json): ShownCard {
  const answers = Array.isArray(poll.answers) ? poll.answers : [];
  return {
    kind: 'poll',
    question: textOf(Object(poll.question).text),
    options: answers.map((answer) => textOf(Object(Object(answer).poll_media).text)),
    isMultiple: poll.allow_multiselect === true,
  };
}

/** An embed as a person's screen shows it. */
export function toShownEmbed(embed: Json): ShownEmbed {
  const fields: readonly unknown[] = Array.isArray(embed.fields) ? embed.fields : [];
  const optional = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  return omitUndefined({
    title: optional(embed.title),
    url: optional(embed.url),
    author: optional(Object(embed.author).name),
    description: optional(embed.description),
    fields: fields.map((field) => ({
      name: textOf(Object(field).name),
      value: textOf(Object(field).value),
    })),
    footer: optional(Object(embed.footer).text),
    colour: typeof embed.color === 'number' ? embed.color : undefined,
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
