/** The characters of a special font, by their plain characters. */
type Alphabet = ReadonlyMap<string, string>;

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL_LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const GREEK_CAPITALS = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇';
const GREEK_SMALL_LETTERS = 'αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ';

/** Maps each character of `plain` to the one at the same index of `shifted`. */
function mapCharacters(plain: string, shifted: string): Alphabet {
  const shiftedCharacters = [...shifted];
  return new Map(
    [...plain].map((character, index) => [character, shiftedCharacters[index] ?? character]),
  );
}

/** Maps characters to those that Unicode has in one row from a code point on. */
function mapToRow(plain: string, firstCodePoint: number): readonly (readonly [string, string])[] {
  return [...plain].map((character, index) => [
    character,
    String.fromCodePoint(firstCodePoint + index),
  ]);
}

const BOLD: Alphabet = new Map([
  ...mapToRow(CAPITALS, 0x1d400),
  ...mapToRow(SMALL_LETTERS, 0x1d41a),
  ...mapToRow(DIGITS, 0x1d7ce),
  ...mapToRow(GREEK_CAPITALS, 0x1d6a8),
  ...mapToRow(GREEK_SMALL_LETTERS, 0x1d6c2),
]);

/** Some letters of these fonts are older than their rows, and have code points elsewhere. */
const BLACKBOARD: Alphabet = new Map([
  ...mapToRow(CAPITALS, 0x1d538),
  ...mapToRow(SMALL_LETTERS, 0x1d552),
  ...mapToRow(DIGITS, 0x1d7d8),
  ...mapCharacters('CHNPQRZ', 'ℂℍℕℙℚℝℤ'),
]);
const SCRIPT: Alphabet = new Map([
  ...mapToRow(CAPITALS, 0x1d49c),
  ...mapToRow(SMALL_LETTERS, 0x1d4b6),
  ...mapCharacters('BEFHILMRego', 'ℬℰℱℋℐℒℳℛℯℊℴ'),
]);
const FRAKTUR: Alphabet = new Map([
  ...mapToRow(CAPITALS, 0x1d504),
  ...mapToRow(SMALL_LETTERS, 0x1d51e),
  ...mapCharacters('CHIRZ', 'ℭℌℑℜℨ'),
]);

/**
 * The fonts whose letters are other names than the plain letters: `\mathbf{v}` is a vector, and `v`
 * its length.
 */
export const LATEX_ALPHABETS: ReadonlyMap<string, Alphabet> = new Map([
  ['mathbf', BOLD],
  ['boldsymbol', BOLD],
  ['bm', BOLD],
  ['pmb', BOLD],
  ['mathbb', BLACKBOARD],
  ['Bbb', BLACKBOARD],
  ['mathcal', SCRIPT],
  ['mathscr', SCRIPT],
  ['mathfrak', FRAKTUR],
]);

/** The characters that Unicode has as superscripts. */
export const SUPERSCRIPTS = mapCharacters(
  '0123456789+-=()niabcdefghjklmoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ†‡⊤',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ†‡ᵀ',
);

/** The characters that Unicode has as subscripts. */
export const SUBSCRIPTS = mapCharacters(
  '0123456789+-=()aehijklmnoprstuvxβγρφχ',
  '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ',
);
