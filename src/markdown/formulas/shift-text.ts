/** The raised or lowered forms of characters. */
export type ShiftedCharacters = ReadonlyMap<string, string>;

/** Writes a text in raised or lowered characters. `undefined`: Unicode lacks one of them. */
export function shiftText(text: string, forms: ShiftedCharacters): string | undefined {
  const shifted = [...text].map((character) => forms.get(character));
  return shifted.includes(undefined) ? undefined : shifted.join('');
}
