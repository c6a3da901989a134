/** A stretch of a document. */
type Range = readonly [from: number, to: number];

/** Formulas between their marks, except beside characters that make something else of the marks. */
const MARKED: readonly RegExp[] = [
  /(?<![\\$\w])\$\$(?<display>[^$`]+)\$\$(?![\w${])/y,
  /(?<![\\$\w])\$`(?<formula>[^`\n]+)`\$/y,
  /(?<![\\$\w])\$(?<formula>\\[a-zA-Z]+)\$(?!\$)/y,
  /(?<![\\$\w])\$(?=\S)(?<formula>(?:[^$\n`\\]|\\[^\n])+)(?<!\s)\$(?:(?![\w${])|(?=(?:st|nd|rd|th|s)\b))/y,
  /\\\((?<formula>(?:(?!\\\))[^\n`])+)\\\)/y,
  /\\\[(?!(?:\d+|x|[\w-]{2,}(?:[ ,.][^=+]*)?)\\\])(?<display>(?:(?!\\\])[^`])+)\\\]/iy,
  /\\\\\((?<formula>(?:(?!\\\\\))[^\n`])+)\\\\\)/y,
  /\\\\\[(?<display>(?:(?!\\\\\])[^`])+)\\\\\]/y,
];
/** Formulas with lines of their own, whatever is in them. */
const BLOCKS: readonly RegExp[] = [
  /(?<=^(?:[ >]|\d+[.)]|[-*+])*)\$\$[ \t]*\n[\s\S]*?(?:\$\$[ \t]*$|$(?![\s\S]))/my,
  /(?<=^(?:[ >]|\d+[.)]|[-*+])*)\\\[[ \t]*\n[\s\S]*?(?:\\\][ \t]*$|$(?![\s\S]))/my,
  /(?<=^(?:[ >]|\d+[.)]|[-*+])*)(?:\$\$|\\\[)\\begin\{(\w+\*?)\}[\s\S]*?\\end\{\1\}(?:\$\$|\\\])/my,
  /(?<=^(?:[ >]|\d+[.)]|[-*+])*)\\begin\{(\w+\*?)\}(?![^\n]*[a-z]{3} [a-z]{2})(?:(?!\n[ >]*\n)[\s\S])*?\\end\{\1\}/my,
];
const FUNCTIONS: readonly string[] =
  'sin cos tan cot log ln exp max min lim det gcd mod arg sup inf'.split(' ');
const BEGINNING =
  /^(?:[-+±]?\s*[\p{L}\p{N}\\({[|.]|[<>=]\s*[\p{L}\p{N}\\({-]|[\^_][{\\\d]|[-+=<>*/]$)/u;
const END = /(?:[\p{L}\p{N})}\]|!'′°…]|\\[^a-z]|[\^_][-+*]|\d%|^[-+=<>*/])$/iu;
const NO_FORMULA =
  /["`]|\\[dwsb](?![a-z])|(?<!\\)\\[.+*?\d()[\]-]|^[^\p{L}\p{N}\\]{2,}$|^(?:and|or|to|in|is|by|the|Id)$/u;
/** Signs of programs, which commands of LaTeX excuse. */
const PROGRAM =
  /==|::|\/\/|\w->|;$|\w;\s|&&|^\{\w+\}(?![\^_])|[a-z]{2,}_[a-z]|_[a-z\d]+_|^_[a-z]|[a-z]\.[a-z]|(?<![\w)])'/i;
const FOREIGN = /[，。；：！？]|^(?!.*[-+=*/^_<>|]).*(?![\p{Script=Latin}\p{Script=Greek}])\p{L}/u;

/** Finds the formulas of a document, by rules that are not those of Parley's own code. */
export function findFormulas(markdown: string): readonly Range[] {
  const ranges: Range[] = [];

  for (let from = 0; from < markdown.length; ) {
    const to = findEnd(markdown, from);
    if (to !== undefined) ranges.push([from, to]);
    from = to ?? from + 1;
  }
  return ranges;
}

function findEnd(markdown: string, from: number): number | undefined {
  if (!/[$\\]/.test(markdown[from] ?? '')) return undefined;

  for (const block of BLOCKS) {
    block.lastIndex = from;
    if (block.test(markdown)) return block.lastIndex;
  }
  for (const marked of MARKED) {
    marked.lastIndex = from;
    const { formula, display } = marked.exec(markdown)?.groups ?? {};
    const isFound = formula !== undefined || display !== undefined;
    const hasEmptyLine = display !== undefined && /\n\s*\n/.test(display);
    if (isFound && !hasEmptyLine && isFormula(formula ?? display ?? '', display !== undefined))
      return marked.lastIndex;
  }
  return undefined;
}

/** Formulas have short names, with signs between them. */
function isFormula(source: string, isDisplay: boolean): boolean {
  const isLatex = /\\[a-z]{2,}|[\^_]\{/i.test(source);
  const trimmed = source.trim();
  const formula = isDisplay || isLatex ? trimmed.replace(/[.,]$/, '') : trimmed;

  if (!hasEnds(formula, isDisplay) || NO_FORMULA.test(formula)) return false;
  if (!isLatex && (PROGRAM.test(formula) || FOREIGN.test(formula))) return false;
  return isNamed(formula, isLatex || (isDisplay && /[=<>]/.test(formula)));
}

function hasEnds(formula: string, isDisplay: boolean): boolean {
  const isSign = /^[-+=<>*/]$/.test(formula);
  const hasOddBars = /^\||\|$/.test(formula) && formula.split('|').length % 2 === 0;
  const isEnded = END.test(formula) || (isDisplay && /\w\*$/.test(formula));
  const braces = formula.replaceAll(/\\[\s\S]/g, '');
  if (braces.split('{').length !== braces.split('}').length) return false;
  return BEGINNING.test(formula) && isEnded && !hasOddBars && !(isDisplay && isSign);
}

function isNamed(formula: string, mayHaveNames: boolean): boolean {
  const bare = formula.replaceAll(/\\[a-z]+(?:\{[^{}]*\})?|[\^_]?\{[^{}]*\}/gi, '¤');
  const words = (bare.match(/[a-z]+/gi) ?? []).filter((word) => !FUNCTIONS.includes(word));
  const hasSentence = words.some(
    (word) =>
      word.length > 1 &&
      !/^d.$/.test(word) &&
      new RegExp(`\\w ${word}\\b|\\b${word} \\w`).test(bare),
  );
  const hasName = words.some((word) => word.length > 3 && word !== [...word].sort().join(''));
  return !hasSentence && (mayHaveNames || !hasName);
}
