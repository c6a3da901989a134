/** Reads `name=character` pairs with spaces between them. */
function readPairs(pairs: string): ReadonlyMap<string, string> {
  return new Map(
    pairs.split(' ').map((pair) => {
      const separator = pair.indexOf('=');
      return [pair.slice(0, separator), pair.slice(separator + 1)];
    }),
  );
}

const readWords = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Commands for one letter, or for a sign that stands before its operand as a letter does. */
export const LETTER_SYMBOLS = readPairs(
  [
    'alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ',
    'nu=ν xi=ξ omicron=ο pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω',
    'Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω digamma=ϝ',
    'partial=∂ nabla=∇ infty=∞ hbar=ℏ ell=ℓ Re=ℜ Im=ℑ aleph=ℵ beth=ℶ wp=℘ imath=ı jmath=ȷ emptyset=∅ varnothing=∅',
    'forall=∀ exists=∃ nexists=∄ neg=¬ lnot=¬ top=⊤ bot=⊥ angle=∠ measuredangle=∡ triangle=△ square=□ Box=□ blacksquare=■',
    'degree=° dagger=† ddagger=‡ checkmark=✓ complement=∁ AA=Å S=§ P=¶ copyright=© R=ℝ N=ℕ Z=ℤ Q=ℚ',
  ].join(' '),
);

/**
 * Commands for signs beside which a fraction needs no brackets: they bind more weakly than its bar,
 * or as multiplication does, where the order makes no difference.
 */
export const WEAK_SIGNS = readPairs(
  [
    'times=× cdot=· pm=± mp=∓ le=≤ leq=≤ leqslant=≤ ge=≥ geq=≥ geqslant=≥ ne=≠ neq=≠ ll=≪ gg=≫ lt=< gt=>',
    'approx=≈ equiv=≡ cong=≅ sim=∼ simeq=≃ propto=∝ doteq=≐ triangleq=≜ coloneqq=≔ asymp=≍ nless=≮ ngtr=≯ nleq=≰ ngeq=≱',
    'in=∈ notin=∉ ni=∋ subset=⊂ subseteq=⊆ subsetneq=⊊ supset=⊃ supseteq=⊇ supsetneq=⊋ nsubseteq=⊈ prec=≺ succ=≻ preceq=⪯ succeq=⪰',
    'vdash=⊢ dashv=⊣ models=⊨ vDash=⊨ perp=⊥ parallel=∥ nparallel=∦ mid=∣ nmid=∤ therefore=∴ because=∵ Vdash=⊩',
    'to=→ rightarrow=→ longrightarrow=⟶ leftarrow=← longleftarrow=⟵ gets=← leftrightarrow=↔ longleftrightarrow=⟷',
    'Rightarrow=⇒ Longrightarrow=⟹ implies=⟹ Leftarrow=⇐ Longleftarrow=⟸ impliedby=⟸ Leftrightarrow=⇔',
    'Longleftrightarrow=⟺ iff=⟺ mapsto=↦ longmapsto=⟼ uparrow=↑ downarrow=↓ updownarrow=↕ Uparrow=⇑ Downarrow=⇓',
    'hookrightarrow=↪ hookleftarrow=↩ rightharpoonup=⇀ rightleftharpoons=⇌ leftrightharpoons=⇋ nearrow=↗ searrow=↘ swarrow=↙ nwarrow=↖',
    'rightrightarrows=⇉ leadsto=⇝ rightsquigarrow=⇝ nrightarrow=↛ nRightarrow=⇏ land=∧ wedge=∧ lor=∨ vee=∨',
  ].join(' '),
);

/** Commands for signs that would take a part of a fraction that stands beside them. */
export const STRONG_SIGNS = readPairs(
  'div=÷ ast=∗ star=⋆ circ=∘ bullet=• oplus=⊕ ominus=⊖ otimes=⊗ oslash=⊘ odot=⊙ cup=∪ cap=∩ setminus=∖ sqcup=⊔ sqcap=⊓ uplus=⊎ wr=≀ ltimes=⋉ rtimes=⋊ Join=⋈ bowtie=⋈ amalg=⨿',
);

/** Commands for signs that separate, and for those that stand for what is left out. */
export const SEPARATORS = readPairs(
  'ldots=… dots=… dotsc=… dotso=… cdots=⋯ dotsb=⋯ dotsm=⋯ dotsi=⋯ vdots=⋮ ddots=⋱ colon=: semicolon=; ldotp=. textendash=– textemdash=— pounds=£ euro=€ yen=¥',
);

/** Commands for operators whose operand is everything behind them. */
export const BIG_SIGNS = readPairs(
  'sum=∑ prod=∏ coprod=∐ int=∫ smallint=∫ iint=∬ iiint=∭ oint=∮ oiint=∯ bigcup=⋃ bigcap=⋂ bigoplus=⨁ bigotimes=⨂ bigwedge=⋀ bigvee=⋁ bigsqcup=⨆ biguplus=⨄',
);

/** Commands for brackets that open. */
export const OPENING_BRACKETS = readPairs(
  'langle=⟨ lfloor=⌊ lceil=⌈ lbrace={ lbrack=[ lparen=( lvert=| lVert=‖ llbracket=⟦',
);

/** Commands for brackets that close. */
export const CLOSING_BRACKETS = readPairs(
  'rangle=⟩ rfloor=⌋ rceil=⌉ rbrace=} rbrack=] rparen=) rvert=| rVert=‖ rrbracket=⟧',
);

/** Commands for bars, which open or close. */
export const BARS = readPairs('vert=| Vert=‖');

/** Commands for functions, which are written as their names. */
export const FUNCTION_NAMES = readWords(
  'sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth sech csch log ln lg exp det dim ker deg gcd lcm Pr arg hom tg ctg tr sgn',
);

/** Commands for functions whose operand is everything behind them. */
export const LIMIT_NAMES: ReadonlyMap<string, string> = new Map([
  ...[...readWords('lim max min sup inf')].map((name) => [name, name] as const),
  ['limsup', 'lim sup'],
  ['liminf', 'lim inf'],
  ['argmax', 'arg max'],
  ['argmin', 'arg min'],
]);

/** Keeps two formulas in one line apart, as in `x = 1 \quad y = 2`. */
const EM_SPACE = '\u2003';

/** Commands for white space. */
export const SPACES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ',': ' ',
    ';': ' ',
    ':': ' ',
    '>': ' ',
    '!': '',
    thinspace: ' ',
    enspace: ' ',
    ' ': ' ',
    '\n': ' ',
    quad: EM_SPACE,
    qquad: EM_SPACE,
    space: ' ',
  }),
);

/** Commands that only change the size or the look of what follows. */
export const IGNORED_COMMANDS = readWords(
  'big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits rm bf it cal nonumber notag hfill boldmath',
);

/** Commands for text in words. */
export const TEXT_COMMANDS = readWords(
  'text textbf textit textrm texttt textsf textup textnormal textmd textsc mbox hbox',
);

/** Commands whose argument is shown without its special font. */
export const PLAIN_FONTS = readWords(
  'mathrm mathit mathsf mathtt mathnormal mathop mathbin mathrel mathord mathpunct mathopen mathclose mathinner smash boxed fbox mathstrut emph',
);

/** Commands for a fraction. */
export const FRACTION_COMMANDS = readWords('frac dfrac tfrac cfrac nicefrac sfrac');

/** Commands for an accent over one letter, as combining marks. */
export const ACCENT_MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hat: '\u0302',
    widehat: '\u0302',
    bar: '\u0304',
    vec: '\u20d7',
    overrightarrow: '\u20d7',
    dot: '\u0307',
    ddot: '\u0308',
    dddot: '\u20db',
    tilde: '\u0303',
    widetilde: '\u0303',
    check: '\u030c',
    breve: '\u0306',
    acute: '\u0301',
    grave: '\u0300',
    mathring: '\u030a',
  }),
);

/** Commands for a line over, under or through all letters and digits of their argument. */
export const LINE_MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    overline: '\u0305',
    underline: '\u0332',
    cancel: '\u0336',
    bcancel: '\u0336',
    xcancel: '\u0336',
    sout: '\u0336',
  }),
);

/** Commands that are LaTeX without doubt, but that only a full renderer can show. */
const UNREADABLE_COMMANDS = readWords(
  'begin end left right middle sqrt binom dbinom tbinom overbrace underbrace overset underset stackrel substack xrightarrow xleftarrow phantom hphantom vphantom over choose atop overleftarrow pmod bmod mod pod not operatorname tag label color textcolor colorbox hspace vspace ce pu mathbf boldsymbol bm pmb mathbb mathcal mathscr mathfrak Bbb prime def newcommand',
);

/** All commands for a sign or a name, and what each shows. */
const LATEX_SYMBOLS: ReadonlyMap<string, string> = new Map([
  ...LETTER_SYMBOLS,
  ...WEAK_SIGNS,
  ...STRONG_SIGNS,
  ...SEPARATORS,
  ...BIG_SIGNS,
  ...OPENING_BRACKETS,
  ...CLOSING_BRACKETS,
  ...BARS,
  ...LIMIT_NAMES,
  ...[...FUNCTION_NAMES].map((name) => [name, name] as const),
]);

/** All commands of these tables: none of them is a part of a path or of a regular expression. */
export const LATEX_COMMANDS: ReadonlySet<string> = new Set([
  ...[LATEX_SYMBOLS, SPACES, ACCENT_MARKS, LINE_MARKS].flatMap((table) => [...table.keys()]),
  ...[IGNORED_COMMANDS, TEXT_COMMANDS, PLAIN_FONTS, FRACTION_COMMANDS].flatMap((names) => [
    ...names,
  ]),
  ...UNREADABLE_COMMANDS,
]);
