import type { FormattedText } from './render-lines.ts';

const WORD_JOINER = '\u2060';
/** In these entities Telegram looks for no mentions. */
const SAFE_ENTITIES: readonly string[] = ['code', 'pre', 'text_link'];
/** An `@` before a name, except in a mail address and in the path of a web address. */
const MENTION = /(?<!\w|https?:\/\/[\w-]+(?:\.[\w-]+)+\/(?:[\w.~-]+\/)*)@(?=\w)/gi;

/**
 * Disarms every `@name`, which would notify that person. An invisible word joiner after the `@`
 * hides the user name from Telegram. Nothing changes where Telegram sees no mention anyway: in mail
 * addresses, in the paths of links, in code and in the texts of links.
 */
export function disarmMentions({ text, entities }: FormattedText): FormattedText {
  const isSafe = (position: number) =>
    entities.some(
      ({ type, offset, length }) =>
        SAFE_ENTITIES.includes(type) && offset <= position && position < offset + length,
    );
  const nameStarts = [...text.matchAll(MENTION)]
    .map(({ index }) => index + 1)
    .filter((nameStart) => !isSafe(nameStart));
  if (nameStarts.length === 0) return { text, entities };

  const disarmed = nameStarts.reduceRight(
    (rest, nameStart) => rest.slice(0, nameStart) + WORD_JOINER + rest.slice(nameStart),
    text,
  );

  /** Gives the offset in the disarmed text for one in the old text. */
  const shift = (offset: number) =>
    offset + nameStarts.filter((nameStart) => nameStart < offset).length;

  return {
    text: disarmed,
    entities: entities.map((entity) => {
      const offset = shift(entity.offset);
      const end = shift(entity.offset + entity.length);
      return { ...entity, offset, length: end - offset };
    }),
  };
}
