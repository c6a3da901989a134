/**
 * What Telegram's server makes of a text before it stores it (TDLib, `clean_input_string`), but for tabs: it would turn
 * each into one space, and code would lose its shape.
 *
 * It also disarms `@name`, which would notify that person: with an invisible word joiner after the `@`, Telegram sees no
 * user name. Where Telegram sees none anyway, nothing changes: in mail addresses, and in the path of a link.
 *
 * The result of a text's beginning is the beginning of its result, so that a growing text only grows.
 */
export function normalize(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r', '')
    .replaceAll('\t', '    ')
    .replace(CONTROL, ' ')
    .replace(REMOVED, '')
    .replace(MENTION, '@\u2060');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const CONTROL = /[\u0000-\u0009\u000B-\u001F]/g;
const REMOVED = /[\u2028-\u202E]|\u030A|\u0333|\u033F/g;
const MENTION = /(?<!\w|https?:\/\/[\w-]+(?:\.[\w-]+)+\/(?:[\w.~-]+\/)*)@(?=\w)/gi;
