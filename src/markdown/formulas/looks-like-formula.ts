import { FUNCTION_NAMES, LATEX_COMMANDS, LIMIT_NAMES } from './latex-commands.ts';

/** The marks around something that may be a formula: `$…$`, `$$…$$`, `\(…\)` or `\[…\]`. */
export type FormulaMarks = 'dollar' | 'double-dollar' | 'parentheses' | 'brackets';

const COMMAND = /\\([a-zA-Z]+)/g;
/** Escapes of regular expressions and of other formulas, none of which stands in a formula. */
const REGULAR_EXPRESSION = /\\(?:[+.?*\d()[\]-]|[dDwWsSbB](?![a-zA-Z]))|\(\?|\.\*|\[\^/;
/** Signs of programs: strings, calls of methods, comparisons, the end of a statement. */
const PROGRAM =
  /["`]|(?<![\p{L}\p{N})\]}'])'.*'|[A-Za-z]\.[A-Za-z]|&&|==|::|\/\/|\w->|=>|\+=|\|\| |;$|<\?|[\w)];\s/u;
/** `{name}`, `{name:-value}` and `(command)` behind the dollar of a shell. */
const SHELL_EXPANSION = /^\{\s*[A-Za-z_][\w.]*\s*(?:\}(?![\^_])|[:?!#%@[|/-])|^\([a-z]{2,}[\s)]/;
const START =
  /^(?:[-+±∓~]?\s*[\p{L}\p{N}\\([{|‖.√∛∞∂∇∑∏∫∀∃∄¬∅∠△]|[_^](?:[{\\\d])|[<>=≤≥≈≠≡∼→⇒]\s*[\p{L}\p{N}\\({-])/u;
const END = /(?:[\p{L}\p{M}\p{N})\]}|‖!′″°∞…∅]|\S'|\\[^a-zA-Z]|[\^_][-+*∗†]|\d%|\.{3})$/u;
/** A formula has at least one of these. `$…$` with dots is an example of the marks. */
const CONTENT = /[\p{L}\p{N}\\∞∅]/u;
/** Formulas may end with the punctuation of their sentence. */
const PUNCTUATION = /[.,]$/;
/** Words as short as the names in formulas. */
const SHORT_WORD =
  /^(?:and|or|if|to|is|the|of|in|on|at|by|for|but|not|no|yes|end|END|id|Id|ID|var|VAR|foo|bar|key|url|per|vs|etc|USD|EUR)$/;
const ONE_SIGN = /^[-+=<>×÷±≤≥≠≈∈→·*/]$/;
const MULTIPLE_OF_MONEY = /^\d[\d.,]*\s?(?:[kKMB]|bn|mn)?$/;
const NUMBER_WITH_SUFFIX = /[kKMBn]$/;
const SIGN = /[-+=<>*/^_≤≥≠≈×÷·±∈→∣|]/;
const WORD = /[A-Za-z]+/g;
/** Longer words are prose or names of variables in programs. */
const LONGEST_NAME = 3;
/** Names with an underscore: `my_var`, `_private`, `a_b_c`. */
const IDENTIFIER = /[A-Za-z]{2,}\d*_[A-Za-z]|_[A-Za-z\d]+_|^_[A-Za-z]/;
/** The letters of all other scripts than those of formulas, and their punctuation. */
const FOREIGN_LETTER = /(?![\p{Script=Latin}\p{Script=Greek}])\p{L}/u;
const FOREIGN_PUNCTUATION = /[，。；：！？、「」“”]/;
/** The start of a heading, of code, of bold text or of a table. */
const BLOCK_OF_TEXT = /^(?:#{1,6} |`{3}|~{3}|\*\*|\|.*\|$)/;
const DIFFERENTIAL = /^d[a-z]$/;

/**
 * Tells if the text between the marks of a formula is one. Money, shell variables, programs and
 * regular expressions have the same marks. In doubt it is none: then all characters are shown.
 */
export function looksLikeFormula(source: string, marks: FormulaMarks): boolean {
  const text = source.trim();
  const mayEndSentence = marks !== 'dollar' || hasLatex(text);
  const formula = mayEndSentence ? text.replace(PUNCTUATION, '').trim() : text;

  if (ONE_SIGN.test(formula)) return marks === 'dollar' || marks === 'parentheses';
  if (!hasEnds(formula, marks) || REGULAR_EXPRESSION.test(formula.replaceAll('\\\\', ' ')))
    return false;
  if (marks === 'brackets' && isEscapedText(source)) return false;

  const prose = withoutCommands(formula);
  if (hasLatex(formula)) return !hasSentence(prose);
  return (
    !isProgram(formula) && !isText(formula) && !hasSentence(prose) && !hasLongWord(prose, marks)
  );
}

/** Tells if a line is prose, or the beginning of a block of text, and belongs to no formula. */
export function looksLikeProse(line: string): boolean {
  const text = line.trim();
  const prose = withoutCommands(text.replaceAll(/[*`"“”]/g, ''));
  return BLOCK_OF_TEXT.test(text) || hasSentence(prose) || isForeignText(prose);
}

/** True if the formula begins and ends as formulas do. */
function hasEnds(formula: string, marks: FormulaMarks): boolean {
  const isEnd = END.test(formula) || (marks === 'double-dollar' && /\w\*$/.test(formula));
  const isWhole = CONTENT.test(formula) && hasBalancedBraces(formula) && !hasOddBars(formula);
  return isWhole && START.test(formula) && isEnd;
}

function hasBalancedBraces(formula: string): boolean {
  let depth = 0;
  for (const [brace] of formula.matchAll(/\\.|[{}]/gs)) {
    if (brace === '{') depth += 1;
    if (brace === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function isProgram(formula: string): boolean {
  return PROGRAM.test(formula) || SHELL_EXPANSION.test(formula) || IDENTIFIER.test(formula);
}

function isText(formula: string): boolean {
  return SHORT_WORD.test(formula) || isMoney(formula) || isForeignText(formula);
}

/** True with a command that LaTeX has, or with braces behind `^` or `_`. */
function hasLatex(formula: string): boolean {
  const commands = [...formula.matchAll(COMMAND)].map(([, name = '']) => name);
  return /[\^_]\{/.test(formula) || commands.some((name) => LATEX_COMMANDS.has(name));
}

/** The formula with a sign in place of its commands, texts and scripts. */
function withoutCommands(formula: string): string {
  return formula
    .replaceAll(/\\(?:text\w*|mathrm|mathbf|operatorname|mbox|begin|end)\s*\{[^{}]*\}/g, '¤')
    .replaceAll(/[\^_]\{[^{}]*\}/g, '')
    .replaceAll(/\{[^{}]*\}/g, '¤')
    .replaceAll(COMMAND, '¤');
}

/** True if two words, or a word and a number, follow each other without a sign between. */
function hasSentence(prose: string): boolean {
  const parts = prose.split(/\s+/);
  return parts.some((part, index) => {
    const isWord = /^[A-Za-z][A-Za-z'’]+[,.;:]?$/.test(part) && !isKnownName(part);
    if (!isWord) return false;
    return (
      /[\p{L}\p{N},.;]$/u.test(parts[index - 1] ?? '') ||
      /^[\p{L}\p{N}]/u.test(parts[index + 1] ?? '')
    );
  });
}

function hasLongWord(prose: string, marks: FormulaMarks): boolean {
  const isEquation = marks !== 'dollar' && /[=<>≤≥]/.test(prose);
  return (prose.match(WORD) ?? []).some((word) => {
    if (word.length <= LONGEST_NAME || isKnownName(word) || isFigure(word)) return false;
    return !isEquation;
  });
}

function isKnownName(word: string): boolean {
  return (
    FUNCTION_NAMES.has(word) || LIMIT_NAMES.has(word) || word === 'mod' || DIFFERENTIAL.test(word)
  );
}

/** Figures are named by capitals in the order of the alphabet: `ABCD`. */
function isFigure(word: string): boolean {
  return (
    /^[A-Z]+$/.test(word) &&
    [...word].every((letter, index) => index === 0 || letter > (word[index - 1] ?? ''))
  );
}

function isMoney(formula: string): boolean {
  return MULTIPLE_OF_MONEY.test(formula) && NUMBER_WITH_SUFFIX.test(formula);
}

/** `速度 = 路程/时间` is a formula, and `5到10` is none. */
function isForeignText(formula: string): boolean {
  if (FOREIGN_PUNCTUATION.test(formula)) return true;
  return FOREIGN_LETTER.test(formula) && !SIGN.test(formula);
}

/** A backslash before a bracket may also be an escape: `\[1\]`, `\[optional\]`, `\[x\]`. */
function isEscapedText(source: string): boolean {
  return /^(?:[xX]|\d+|[\w-]{2,}(?:[ ,.][\w -]*)?)$/.test(source);
}

/**
 * Bars at an end come in pairs, which are absolute values. One between words is that of a regular
 * expression: `foo\|bar`. One between letters may be `P(A\|B)` in a table.
 */
function hasOddBars(formula: string): boolean {
  if (/[A-Za-z]{2}\\\||\\\|[A-Za-z]{2}/.test(formula)) return true;
  if (/\\right|\\[lr]angle/.test(formula)) return false;

  const isOdd = (formula.match(/(?<!\\)\|/g)?.length ?? 0) % 2 === 1;
  return /^\||\|$/.test(formula) && isOdd;
}
