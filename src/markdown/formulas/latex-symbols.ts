/** Reads `name=character` pairs with spaces between them. */
function readPairs(pairs: string): ReadonlyMap<string, string> {
  return new Map(
    pairs.split(' ').map((pair) => {
      const separator = pair.indexOf('=');
      return [pair.slice(0, separator), pair.slice(separator + 1)];
    }),
  );
}

/** Commands for one character, by their names without the backslash. */
export const LATEX_SYMBOLS = readPairs(
  [
    'alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ',
    'nu=ν xi=ξ pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω',
    'Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω',
    'times=× div=÷ cdot=· pm=± mp=∓ ast=∗ star=⋆ circ=∘ bullet=• oplus=⊕ ominus=⊖ otimes=⊗ odot=⊙',
    'le=≤ leq=≤ leqslant=≤ ge=≥ geq=≥ geqslant=≥ ne=≠ neq=≠ ll=≪ gg=≫ approx=≈ equiv=≡ cong=≅ sim=∼ simeq=≃ propto=∝',
    'in=∈ notin=∉ ni=∋ subset=⊂ subseteq=⊆ supset=⊃ supseteq=⊇ cup=∪ cap=∩ setminus=∖ emptyset=∅ varnothing=∅',
    'forall=∀ exists=∃ nexists=∄ neg=¬ lnot=¬ land=∧ wedge=∧ lor=∨ vee=∨ vdash=⊢ models=⊨ top=⊤ bot=⊥ perp=⊥ parallel=∥ mid=∣',
    'to=→ rightarrow=→ longrightarrow=⟶ leftarrow=← gets=← leftrightarrow=↔ Rightarrow=⇒ implies=⟹ Leftarrow=⇐',
    'Leftrightarrow=⇔ iff=⟺ mapsto=↦ uparrow=↑ downarrow=↓ hookrightarrow=↪ rightleftharpoons=⇌',
    'sum=∑ prod=∏ int=∫ iint=∬ iiint=∭ oint=∮ partial=∂ nabla=∇ infty=∞ hbar=ℏ ell=ℓ Re=ℜ Im=ℑ aleph=ℵ',
    'angle=∠ triangle=△ square=□ therefore=∴ because=∵ prime=′ degree=° dagger=† ldots=… dots=… cdots=⋯ vdots=⋮ ddots=⋱',
    'langle=⟨ rangle=⟩ lfloor=⌊ rfloor=⌋ lceil=⌈ rceil=⌉ lvert=| rvert=| lVert=‖ rVert=‖ Vert=‖ colon=:',
  ].join(' '),
);

/** Commands for functions, which are written as their names. */
export const FUNCTION_NAMES: readonly string[] =
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim limsup liminf max min sup inf det dim ker deg gcd Pr arg'.split(
    ' ',
  );

/** Commands for spaces, and commands that only change the size or the look of what follows. */
export const SPACING_COMMANDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ',': ' ',
    ';': ' ',
    ':': ' ',
    ' ': ' ',
    '!': '',
    quad: '  ',
    qquad: '    ',
    left: '',
    right: '',
    big: '',
    Big: '',
    bigl: '',
    bigr: '',
    Bigl: '',
    Bigr: '',
    displaystyle: '',
    textstyle: '',
    limits: '',
  }),
);

/** Commands whose argument is shown without its special font. */
export const WRAPPER_COMMANDS: readonly string[] =
  'text textbf textit textrm mathrm mathbf mathit mathsf mathtt mathcal boldsymbol operatorname mbox'.split(
    ' ',
  );

/** The letters of `\mathbb`. */
export const BLACKBOARD_LETTERS = readPairs('R=ℝ N=ℕ Z=ℤ Q=ℚ C=ℂ P=ℙ H=ℍ E=𝔼 F=𝔽');

/** Commands for an accent over one letter, as combining marks. */
export const ACCENT_MARKS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hat: '\u0302',
    bar: '\u0304',
    overline: '\u0304',
    vec: '\u20d7',
    dot: '\u0307',
    ddot: '\u0308',
    tilde: '\u0303',
  }),
);

/** Maps each character of `plain` to the one at the same index of `shifted`. */
function mapCharacters(plain: string, shifted: string): ReadonlyMap<string, string> {
  const shiftedCharacters = [...shifted];
  return new Map(
    [...plain].map((character, index) => [character, shiftedCharacters[index] ?? character]),
  );
}

/** The characters that Unicode has as superscripts. */
export const SUPERSCRIPTS = mapCharacters(
  '0123456789+-=()niabcdefghjklmoprstuvwxyzTβγδθ',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵝᵞᵟᶿ',
);

/** The characters that Unicode has as subscripts. */
export const SUBSCRIPTS = mapCharacters(
  '0123456789+-=()aehijklmnoprstuvxβγρφχ',
  '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ',
);
