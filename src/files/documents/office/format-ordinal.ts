const ROMAN: readonly (readonly [value: number, letters: string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const MAX_ROMAN = 3_999;

/** The number of an item in a list, as Word's format names say: `decimal`, `lowerLetter`, `upperRoman`. */
export function formatOrdinal(number: number, format: string): string {
  if (format === 'lowerLetter') return lettersOf(number);
  if (format === 'upperLetter') return lettersOf(number).toUpperCase();
  if (format === 'lowerRoman') return romanOf(number);
  if (format === 'upperRoman') return romanOf(number).toUpperCase();
  return format === 'decimalZero' ? String(number).padStart(2, '0') : String(number);
}

/** a to z, then aa to zz, as Word counts. */
function lettersOf(number: number): string {
  if (number < 1 || number > 780) return String(number);
  const letter = String.fromCharCode(97 + ((number - 1) % 26));
  return letter.repeat(Math.floor((number - 1) / 26) + 1);
}

function romanOf(number: number): string {
  if (number < 1 || number > MAX_ROMAN) return String(number);
  let rest = number;
  let letters = '';
  for (const [value, letter] of ROMAN) {
    while (rest >= value) {
      letters += letter;
      rest -= value;
    }
  }
  return letters;
}
