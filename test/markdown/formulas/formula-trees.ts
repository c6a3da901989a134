import fc from 'fast-check';

/** A formula as a tree, which can be written in LaTeX and computed. */
export type FormulaTree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'mixed';
      readonly whole: number;
      readonly above: number;
      readonly below: number;
    }
  | { readonly kind: 'negative'; readonly of: FormulaTree }
  | {
      readonly kind:
        | 'sum'
        | 'difference'
        | 'dot'
        | 'times'
        | 'beside'
        | 'fraction'
        | 'divided'
        | 'power';
      readonly left: FormulaTree;
      readonly right: FormulaTree;
    }
  | { readonly kind: 'root'; readonly degree: number; readonly of: FormulaTree }
  | { readonly kind: 'sine'; readonly of: FormulaTree; readonly hasBrackets: boolean };

/** The values of the variables. */
export type Variables = Readonly<Record<string, number>>;

/** The operations of trees and of what is read back. They are defined for all numbers. */
export const OPERATIONS = {
  power: (base: number, exponent: number) => Math.sign(base) * Math.abs(base) ** exponent,
  root: (degree: number, radicand: number) =>
    Math.sign(radicand) * Math.abs(radicand) ** (1 / degree),
};

const { tree } = fc.letrec<{ tree: FormulaTree }>((tie) => {
  const number = fc
    .integer({ min: 1, max: 99 })
    .map((value): FormulaTree => ({ kind: 'number', value }));
  const variable = fc
    .constantFrom('a', 'b', 'q', 'x', '\\pi')
    .map((name): FormulaTree => ({ kind: 'variable', name }));
  const mixed = fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 10, max: 99 }),
    )
    .map(([whole, above, below]): FormulaTree => ({ kind: 'mixed', whole, above, below }));
  const binary = fc.record({
    kind: fc.constantFrom(
      'sum',
      'difference',
      'dot',
      'times',
      'beside',
      'beside',
      'fraction',
      'fraction',
      'divided',
      'power',
    ),
    left: tie('tree'),
    right: tie('tree'),
  }) as fc.Arbitrary<FormulaTree>;
  const negative = fc.record({
    kind: fc.constant('negative'),
    of: tie('tree'),
  }) as fc.Arbitrary<FormulaTree>;
  const root = fc.record({
    kind: fc.constant('root'),
    degree: fc.constantFrom(2, 2, 3, 5),
    of: tie('tree'),
  }) as fc.Arbitrary<FormulaTree>;
  const sine = fc.record({
    kind: fc.constant('sine'),
    of: tie('tree'),
    hasBrackets: fc.boolean(),
  }) as fc.Arbitrary<FormulaTree>;

  return {
    tree: fc.oneof(
      { depthSize: 'medium', maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: variable },
      { weight: 2, arbitrary: number },
      { weight: 1, arbitrary: mixed },
      { weight: 8, arbitrary: binary },
      { weight: 1, arbitrary: negative },
      { weight: 2, arbitrary: root },
      { weight: 1, arbitrary: sine },
    ),
  };
});

/** Trees of all kinds of formulas. */
export const formulaTrees: fc.Arbitrary<FormulaTree> = tree;

/** Computes a tree. */
export function computeTree(tree: FormulaTree, variables: Variables): number {
  const compute = (inner: FormulaTree) => computeTree(inner, variables);

  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'variable':
      return variables[tree.name.replace('\\pi', 'π')] ?? Number.NaN;
    case 'mixed':
      return tree.whole + tree.above / tree.below;
    case 'negative':
      return -compute(tree.of);
    case 'root':
      return OPERATIONS.root(tree.degree, compute(tree.of));
    case 'sine':
      return Math.sin(compute(tree.of));
    default:
      return BINARY[tree.kind](compute(tree.left), compute(tree.right));
  }
}

const BINARY = {
  sum: (left: number, right: number) => left + right,
  difference: (left: number, right: number) => left - right,
  dot: (left: number, right: number) => left * right,
  times: (left: number, right: number) => left * right,
  beside: (left: number, right: number) => left * right,
  fraction: (left: number, right: number) => left / right,
  divided: (left: number, right: number) => left / right,
  power: OPERATIONS.power,
};

type Kind = FormulaTree['kind'];

const inBrackets = (latex: string) => `\\left(${latex}\\right)`;
const wrap = (tree: FormulaTree, kinds: readonly Kind[]) =>
  kinds.includes(tree.kind) ? inBrackets(writeLatex(tree)) : writeLatex(tree);

const SUMS: readonly Kind[] = ['sum', 'difference', 'negative'];
const PRODUCTS: readonly Kind[] = ['dot', 'times', 'beside', 'divided'];

/** Writes a tree in LaTeX, with brackets wherever a typeset formula needs them. */
export function writeLatex(tree: FormulaTree): string {
  switch (tree.kind) {
    case 'number':
      return String(tree.value);
    case 'variable':
      return tree.name.startsWith('\\') ? `${tree.name} ` : tree.name;
    case 'mixed':
      return `${tree.whole}\\frac{${tree.above}}{${tree.below}}`;
    case 'negative':
      return `-${wrap(tree.of, SUMS)}`;
    case 'sum':
      return `${writeLatex(tree.left)} + ${wrap(tree.right, ['negative'])}`;
    case 'difference':
      return `${writeLatex(tree.left)} - ${wrap(tree.right, SUMS)}`;
    case 'dot':
    case 'times': {
      const sign = tree.kind === 'dot' ? '\\cdot' : '\\times';
      return `${writeLeftFactor(tree.left)} ${sign} ${wrap(tree.right, [...SUMS, ...PRODUCTS])}`;
    }
    case 'beside':
      return writeBeside(tree.left, tree.right);
    case 'fraction':
      return `\\frac{${writeLatex(tree.left)}}{${writeLatex(tree.right)}}`;
    case 'divided':
      return `${wrap(tree.left, [...SUMS, ...PRODUCTS, 'sine'])} / ${wrap(tree.right, [...SUMS, ...PRODUCTS, 'sine', 'mixed'])}`;
    case 'power':
      return `${wrap(tree.left, [...SUMS, ...PRODUCTS, 'power', 'sine', 'mixed'])}^{${writeLatex(tree.right)}}`;
    case 'root':
      return `\\sqrt${tree.degree === 2 ? '' : `[${tree.degree}]`}{${writeLatex(tree.of)}}`;
    case 'sine':
      return isBareSine(tree)
        ? `\\sin ${writeLatex(tree.of)}`
        : `\\sin${inBrackets(writeLatex(tree.of))}`;
  }
}

function writeLeftFactor(tree: FormulaTree): string {
  return endsInBareSine(tree) ? inBrackets(writeLatex(tree)) : wrap(tree, SUMS);
}

/** A sine without brackets would seem to be one of all that is behind it. */
function endsInBareSine(tree: FormulaTree): boolean {
  if (tree.kind === 'sine') return isBareSine(tree);
  return PRODUCTS.includes(tree.kind) && 'right' in tree && endsInBareSine(tree.right);
}

function isBareSine(tree: FormulaTree): boolean {
  if (tree.kind !== 'sine' || tree.hasBrackets) return false;
  return ['number', 'variable', 'fraction', 'root'].includes(tree.of.kind);
}

/** Two factors side by side: digits stand only before another factor, and operands end somewhere. */
function writeBeside(left: FormulaTree, right: FormulaTree): string {
  const first = endsInBareSine(left)
    ? inBrackets(writeLatex(left))
    : wrap(left, [...SUMS, 'dot', 'times', 'divided', 'mixed']);
  const second = wrap(right, [...SUMS, ...PRODUCTS, 'mixed', 'number']);
  const wouldBeDigits = /^\d/.test(second);
  const wouldBeMixed = /\d$/.test(first) && /^\\frac/.test(second);
  return wouldBeDigits || wouldBeMixed ? `${first} \\cdot ${second}` : `${first}${second}`;
}
