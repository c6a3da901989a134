import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Entity, FormattedText } from '../wire.ts';

/**
 * The marks that Telegram's apps understand in a text that a person types. Code comes first, so
 * that nothing inside it is a mark. https://telegram.org/faq lists them.
 */
const MARK =
  /```(?:([\w+#-]+)\n)?(?<pre>[\s\S]+?)```|`(?<code>[^`\n]+)`|\[(?<text_link>[^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|\*\*(?<bold>\S.*?)\*\*|__(?<italic>\S.*?)__|~~(?<strikethrough>\S.*?)~~|\|\|(?<spoiler>\S.*?)\|\|/g;

/** Takes the marks out of a typed text. They do not nest here. */
export function readTypedMarks(source: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let copiedUpTo = 0;

  for (const match of source.matchAll(MARK)) {
    const [type, words] = Object.entries(match.groups ?? {}).find(([, part]) => part) ?? [];
    if (type === undefined || words === undefined) continue;

    text += source.slice(copiedUpTo, match.index);
    copiedUpTo = match.index + match[0].length;
    const content = type === 'pre' ? words.replace(/^\n|\n$/g, '') : words;
    const [language, url] = [match[1], match[5]];
    entities.push(
      omitUndefined({ type, offset: text.length, length: content.length, language, url }),
    );
    text += content;
  }
  return { text: text + source.slice(copiedUpTo), entities };
}
