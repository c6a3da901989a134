import type { FormattedText } from './render-lines.ts';

/**
 * Disarms `@name`, which would notify that person: with an invisible word joiner after the `@`, Telegram sees no user name.
 * Where Telegram sees none anyway, nothing changes: in mail addresses, in the path of a link, in code and in links.
 */
export function disarmMentions({ text, entities }: FormattedText): FormattedText {
  const isSafe = (at: number) =>
    entities.some(
      ({ type, offset, length }) => SAFE.includes(type) && offset <= at && at < offset + length,
    );
  const found = [...text.matchAll(MENTION)]
    .map(({ index }) => index + 1)
    .filter((at) => !isSafe(at));
  if (found.length === 0) return { text, entities };
  const moved = (offset: number) => offset + found.filter((at) => at < offset).length;
  return {
    text: found.reduceRight((whole, at) => `${whole.slice(0, at)}\u2060${whole.slice(at)}`, text),
    entities: entities.map((entity) => {
      const offset = moved(entity.offset);
      return { ...entity, offset, length: moved(entity.offset + entity.length) - offset };
    }),
  };
}

const SAFE: readonly string[] = ['code', 'pre', 'text_link'];
const MENTION = /(?<!\w|https?:\/\/[\w-]+(?:\.[\w-]+)+\/(?:[\w.~-]+\/)*)@(?=\w)/gi;
