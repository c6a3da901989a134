const MATHML_NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** The signs of LaTeX commands. A command that is not here shows its name. */
const SIGNS: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Sigma: 'Σ',
  Phi: 'Φ',
  Omega: 'Ω',
  sum: '∑',
  prod: '∏',
  int: '∫',
  infty: '∞',
  pm: '±',
  times: '×',
  cdot: '·',
  div: '÷',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  neq: '≠',
  ne: '≠',
  approx: '≈',
  equiv: '≡',
  in: '∈',
  subset: '⊂',
  cup: '∪',
  cap: '∩',
  to: '→',
  rightarrow: '→',
  Rightarrow: '⇒',
  partial: '∂',
  nabla: '∇',
  forall: '∀',
  exists: '∃',
  ldots: '…',
  dots: '…',
  cdots: '⋯',
  left: '',
  right: '',
  ',': ' ',
  ';': ' ',
  '!': '',
  quad: ' ',
  '{': '{',
  '}': '}',
};
const TOKEN = /\\(?:[a-zA-Z]+|.)|\d+(?:[.,]\d+)*|\S/gu;
const MAX_TOKENS = 2000;

/** Creates the view of a formula in LaTeX, as Telegram's apps draw it. Reads the usual parts of it. */
export function createFormula(latex: string, isBlock: boolean): Element {
  const tokens = (latex.match(TOKEN) ?? []).slice(0, MAX_TOKENS);
  const formula = create('math', ...readUntil(tokens, undefined));
  if (isBlock) formula.setAttribute('display', 'block');
  formula.setAttribute('title', latex);
  return formula;
}

/** Reads tokens from the front of `tokens`, up to the closing one. */
function readUntil(tokens: string[], closing: string | undefined): Element[] {
  const elements: Element[] = [];
  for (
    let token = tokens.shift();
    token !== undefined && token !== closing;
    token = tokens.shift()
  ) {
    if (token === '^' || token === '_') {
      const base = elements.pop() ?? create('mrow');
      elements.push(addScript(base, token, readOne(tokens)));
    } else {
      elements.push(readToken(token, tokens));
    }
  }
  return elements;
}

/** The next part, which braces hold together. */
function readOne(tokens: string[]): Element {
  const token = tokens.shift();
  return token === undefined ? create('mrow') : readToken(token, tokens);
}

function readToken(token: string, tokens: string[]): Element {
  if (token === '{') return create('mrow', ...readUntil(tokens, '}'));
  if (token === '\\frac') return create('mfrac', readOne(tokens), readOne(tokens));
  if (token === '\\sqrt') return create('msqrt', readOne(tokens));
  if (token.startsWith('\\')) return createSign(token.slice(1), tokens);
  if (/^\d/.test(token)) return create('mn', token);
  return /^\p{L}/u.test(token) ? create('mi', token) : create('mo', token === '-' ? '−' : token);
}

function createSign(name: string, tokens: string[]): Element {
  // The words in `\text{…}` and in the names of functions stand upright.
  if (/^(?:text|mathrm|operatorname|mathbf)$/.test(name)) {
    const words = create('mtext');
    words.textContent = readOne(tokens).textContent;
    return words;
  }
  const sign = Object.hasOwn(SIGNS, name) ? SIGNS[name] : name;
  return create(sign !== undefined && /^\p{L}/u.test(sign) ? 'mi' : 'mo', sign ?? '');
}

/** A power or an index; an element with both has them above each other. */
function addScript(base: Element, mark: '^' | '_' | string, script: Element): Element {
  const [inner, other] = base.children;
  const isOtherKind = base.localName === (mark === '^' ? 'msub' : 'msup');
  if (!isOtherKind || inner === undefined || other === undefined)
    return create(mark === '^' ? 'msup' : 'msub', base, script);
  return mark === '^'
    ? create('msubsup', inner, other, script)
    : create('msubsup', inner, script, other);
}

function create(name: string, ...children: readonly (Element | string)[]): Element {
  const created = document.createElementNS(MATHML_NAMESPACE, name);
  created.append(...children);
  return created;
}
