/** Almost every text. It needs no cleaning. */
const PRINTABLE_ASCII = /^[ -~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
const CONTROL_CHARACTERS = /[\u0000-\u0009\u000B-\u001F]/g;
const REMOVED_CHARACTERS = /[\u2028-\u202E]|\u030A|\u0333|\u033F/g;

/**
 * Does to a text what Telegram's server does before it stores it (TDLib, `clean_input_string`).
 * Tabs are the exception: the server turns each into one space, and code would lose its shape.
 */
export function cleanText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;

  return text
    .toWellFormed()
    .replaceAll('\r', '')
    .replaceAll('\t', '    ')
    .replace(CONTROL_CHARACTERS, ' ')
    .replace(REMOVED_CHARACTERS, '');
}
