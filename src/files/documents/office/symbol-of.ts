/** Signs of the fonts Wingdings and Symbol that stand in forms and lists, by their code. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '6F': '☐',
  A8: '☐',
  FE: '☑',
  FD: '☒',
  FC: '✓',
  FB: '✗',
  E0: '→',
  DF: '←',
  F0: '⇨',
  B7: '•',
  A7: '▪',
  '4A': '☺',
  '4C': '☹',
};

/** A sign by its code in hexadecimal digits, which Word may move into the private use area. */
export function symbolOf(code: string | undefined): string {
  const short = (code ?? '').toUpperCase().replace(/^F0(?=..$)/, '');
  return (Object.hasOwn(SYMBOLS, short) ? SYMBOLS[short] : undefined) ?? '';
}
