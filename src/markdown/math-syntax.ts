import type { Literal } from 'mdast';
import type { CompileContext, Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Extension, Token } from 'micromark-util-types';
import { CHARACTER_CODES } from './character-codes.ts';
import { tokenizeInlineMath } from './tokenize-inline-math.ts';
import { tokenizeMathFlow } from './tokenize-math-flow.ts';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    inlineMath: 'inlineMath';
    inlineMathLine: 'inlineMathLine';
    mathFlow: 'mathFlow';
    mathFlowLine: 'mathFlowLine';
  }
}

export interface InlineMath extends Literal {
  type: 'inlineMath';
}

export interface MathBlock extends Literal {
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

/** `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, in a line or, the second and the last, over several. */
export const mathSyntaxExtension: Extension = {
  text: {
    [CHARACTER_CODES.dollar]: {
      name: 'inlineMath',
      tokenize: tokenizeInlineMath,
      previous: (code) => code !== CHARACTER_CODES.dollar,
    },
    [CHARACTER_CODES.backslash]: { name: 'inlineMathBrackets', tokenize: tokenizeInlineMath },
  },
  flow: {
    [CHARACTER_CODES.dollar]: { name: 'mathFlow', tokenize: tokenizeMathFlow, concrete: true },
    [CHARACTER_CODES.backslash]: {
      name: 'mathFlowBrackets',
      tokenize: tokenizeMathFlow,
      concrete: true,
    },
  },
};

export const mathTreeExtension: TreeExtension = {
  enter: {
    inlineMath(token) {
      this.enter({ type: 'inlineMath', value: formula(this.sliceSerialize(token)) }, token);
    },
    mathFlow(token) {
      this.enter({ type: 'math', value: '' }, token);
    },
  },
  exit: { inlineMath: leave, mathFlowLine: addLine, mathFlow: leaveFlow },
};

function leave(this: CompileContext, token: Token): undefined {
  this.exit(token);
}

function addLine(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'math') node.value += `${node.value && '\n'}${this.sliceSerialize(token)}`;
}

function leaveFlow(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'math') node.value = formula(node.value);
  this.exit(token);
}

const formula = (source: string) =>
  source
    .trim()
    .replace(/^(?:\$\$?|\\[([])/, '')
    .replace(/(?<!\\)(?:\$\$?|\\[)\]])$/, '')
    .trim();
