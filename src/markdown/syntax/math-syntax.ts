import type { Literal } from 'mdast';
import type { CompileContext, Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Extension, Token } from 'micromark-util-types';
import { CHARACTER_CODES, isWordCharacter } from './character-codes.ts';
import { createMathBlockTokenizer } from './math-block-tokenizer.ts';
import { tokenizeInlineMath } from './tokenize-inline-math.ts';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    inlineMath: 'inlineMath';
    inlineMathLine: 'inlineMathLine';
    mathBlock: 'mathBlock';
    mathBlockLine: 'mathBlockLine';
  }
}

/** A formula in a line of text, without its marks. */
interface InlineMath extends Literal {
  type: 'inlineMath';
}

/** A formula that is a block of its own, without its marks. */
interface MathBlock extends Literal {
  type: 'math';
}

declare module 'mdast' {
  interface RootContentMap {
    inlineMath: InlineMath;
    math: MathBlock;
  }
  interface PhrasingContentMap {
    inlineMath: InlineMath;
  }
  interface BlockContentMap {
    math: MathBlock;
  }
}

const INLINE: Extension['text'] = {
  [CHARACTER_CODES.dollar]: {
    name: 'inlineMath',
    tokenize: tokenizeInlineMath,
    // `US$5` and `$a$b` are no formulas.
    previous: (code) => code !== CHARACTER_CODES.dollar && !isWordCharacter(code),
  },
  [CHARACTER_CODES.backslash]: { name: 'inlineMathBrackets', tokenize: tokenizeInlineMath },
};

/**
 * Makes micromark find the formulas of a source: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. Those between
 * `$$…$$` and `\[…\]` may span several lines.
 */
export function mathSyntax(source: string): Extension {
  const tokenize = createMathBlockTokenizer(source);

  return {
    text: INLINE,
    flow: {
      [CHARACTER_CODES.dollar]: { name: 'mathBlock', tokenize, concrete: true },
      [CHARACTER_CODES.backslash]: { name: 'mathBlockBrackets', tokenize, concrete: true },
    },
  };
}

/** Makes mdast nodes of the formulas that `mathSyntax` finds. */
export const mathTreeExtension: TreeExtension = {
  enter: { inlineMath: addInlineMath, mathBlock: openMathBlock },
  exit: { inlineMath: closeNode, mathBlockLine: addMathLine, mathBlock: closeMathBlock },
};

function addInlineMath(this: CompileContext, token: Token): undefined {
  const source = this.sliceSerialize(token);
  // In a table, `\|` is a bar that ends no cell.
  const formula = this.data.inTable ? source.replaceAll('\\|', '|') : source;
  this.enter({ type: 'inlineMath', value: removeMarks(formula) }, token);
}

function closeNode(this: CompileContext, token: Token): undefined {
  this.exit(token);
}

/** The closing mark of a block, and the punctuation behind it, which belongs to the formula. */
const PUNCTUATED_END = /\s*((?<!\\)\$\$|\\{1,2}\])([.,;:])\s*$/;

function openMathBlock(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'math', value: '' }, token);
}

function addMathLine(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'math') node.value += `${node.value && '\n'}${this.sliceSerialize(token)}`;
}

function closeMathBlock(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'math') node.value = removeMarks(node.value.replace(PUNCTUATED_END, '$2$1'));
  this.exit(token);
}

/** Gives the formula between its dollars or brackets. */
function removeMarks(source: string): string {
  const text = source.trim();
  if (/^\\\\[([]/.test(text)) return removeMarks(text.replaceAll('\\\\', '\\'));

  return text
    .replace(/^(?:\$\$|\$`?|\\[([])/, '')
    .replace(/(?<!\\)(?:\$\$|`?\$|\\[)\]])$/, '')
    .trim();
}
