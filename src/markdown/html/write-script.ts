const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ';
/** A longer text with spaces is small print, and no index. */
const LONGEST_SPACED_SCRIPT = 12;

const SCRIPTS = {
  sup: { sign: '^', characters: readCharacters(RAISED) },
  sub: { sign: '_', characters: readCharacters(LOWERED) },
} as const;

/**
 * Writes a raised or lowered text: with the characters of Unicode where it has all of them, else
 * behind `^` or `_`. Small print and marks in brackets stay as they are.
 */
export function writeScript(text: string, kind: keyof typeof SCRIPTS): string {
  const { sign, characters } = SCRIPTS[kind];
  const raised = [...text].map((character) => characters.get(character));
  if (raised.every((character) => character !== undefined)) return raised.join('');

  const isPlain = /^\[.*\]$/.test(text) || (/\s/.test(text) && text.length > LONGEST_SPACED_SCRIPT);
  if (isPlain) return text;
  return [...text].length === 1 ? sign + text : `${sign}(${text})`;
}

/** Unicode knows which character each one raises or lowers. */
function readCharacters(all: string): ReadonlyMap<string, string> {
  const pairs = [...all].map((character) => [character.normalize('NFKC'), character] as const);
  const minus = pairs.find(([plain]) => plain === '−')?.[1] ?? '-';
  return new Map([...pairs, ['-', minus]]);
}
