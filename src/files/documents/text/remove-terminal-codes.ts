/** The escape sequences that terminals take for colours, cursor moves and titles (ECMA-48). */
const ESCAPE_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with a control character.
  /\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)|[PX^_][^\x1b\n]{0,2000}\x1b\\|[ -/]{0,8}[0-~])/g;
/** Colours whose escape character got lost on the way through a clipboard or a web page. */
const LOST_COLOURS = /\[(?:[0-9]{1,3}(?:;[0-9]{1,3}){0,5})?m(?![\],])/g;
/** The code that ends colours. A text without it has none that got lost. */
const LOST_END = /\[0?m/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed.
const OTHER_CONTROLS = /[\x00-\x08\x0b\x0e-\x1f\x7f]/g;
/** `man` and `less` write a character twice, with a backspace between, to make it bold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the backspace is what it looks for.
const OVERSTRIKES = /[^\n]\x08/g;

/** Removes the codes that only terminals understand, which cost tokens and hide words. */
export function removeTerminalCodes(text: string): string {
  const clean = text
    .replace(OVERSTRIKES, '')
    .replace(ESCAPE_SEQUENCES, '')
    .replace(OTHER_CONTROLS, '');
  return LOST_END.test(clean) ? clean.replace(LOST_COLOURS, '') : clean;
}
