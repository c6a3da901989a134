/**
 * What Telegram's server makes of a text before it stores it (TDLib, `clean_input_string`), but for tabs: it would turn
 * each into one space, and code would lose its shape.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll('\r', '')
    .replaceAll('\t', '    ')
    .replace(CONTROL, ' ')
    .replace(REMOVED, '');
}

/** By far the most. */
const PLAIN = /^[ -~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const CONTROL = /[\u0000-\u0009\u000B-\u001F]/g;
const REMOVED = /[\u2028-\u202E]|\u030A|\u0333|\u033F/g;
