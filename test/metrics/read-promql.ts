/** One use of a metric in an expression of PromQL. */
export interface MetricUse {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** `outcome=~"auth|payment"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** What an expression reads. */
export interface PromQl {
  readonly metrics: readonly MetricUse[];
  /** The labels that remain after an aggregation: `by (le)`. */
  readonly grouping: readonly string[];
}

const TOKEN =
  /\s+|(?<duration>\[(?:\d+[smhdwy]|\$__rate_interval)+\])|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<word>[a-zA-Z_:][\w:]*)|(?<symbol>=~|!~|==|!=|>=|<=|[-+*/(){},<>=])/y;
const AGGREGATIONS = ['sum', 'min', 'max', 'avg', 'count'];
const FUNCTIONS = ['rate', 'increase', 'changes', 'histogram_quantile'];
const CALLS = [...AGGREGATIONS, ...FUNCTIONS];
const WORDS = ['and', 'or', 'unless'];

interface Token {
  readonly kind: 'duration' | 'string' | 'number' | 'word' | 'symbol';
  readonly text: string;
}

/** The tokens of an expression, one after another. */
interface Reader {
  readonly isAtEnd: boolean;
  peek(text: string): boolean;
  next(): Token;
  /** @throws */
  fail(problem: string): never;
}

/**
 * Reads which metrics and labels an expression uses. Knows as much of the language as Parley's documents use.
 *
 * @throws When it meets anything else, as a misspelt function.
 */
export function readPromQl(expression: string): PromQl {
  const tokens = tokenize(expression);
  checkBrackets(tokens, expression);
  const reader = createReader(tokens, expression);
  const metrics: MetricUse[] = [];
  const grouping: string[] = [];

  while (!reader.isAtEnd) {
    const { kind, text } = reader.next();
    if (/^[{}["]/.test(text)) reader.fail(text);
    if (kind !== 'word' || WORDS.includes(text)) continue;
    if (AGGREGATIONS.includes(text)) grouping.push(...readGrouping(reader));
    if (!CALLS.includes(text)) metrics.push(readMetric(reader, text));
    else if (!reader.peek('(')) reader.fail(`${text} without (`);
  }
  if (metrics.length === 0) reader.fail('no metric');
  return { metrics, grouping };
}

function checkBrackets(tokens: readonly Token[], expression: string): void {
  let depth = 0;
  for (const { text } of tokens) {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth < 0) break;
  }
  if (depth !== 0) throw new Error(`a bracket too many, in ${expression}`);
}

function readGrouping(reader: Reader): readonly string[] {
  const labels: string[] = [];
  if (!reader.peek('by')) return labels;
  reader.next();
  if (!reader.peek('(')) reader.fail('by without (');
  while (!reader.peek(')')) {
    reader.next();
    const { kind, text } = reader.next();
    if (kind !== 'word') reader.fail(`the label ${text}`);
    labels.push(text);
    if (!reader.peek(',') && !reader.peek(')')) reader.fail(`what follows ${text}`);
  }
  reader.next();
  return labels;
}

function readMetric(reader: Reader, metric: string): MetricUse {
  if (reader.peek('(')) reader.fail(`the function ${metric}`);
  const matchers: Matcher[] = [];
  if (reader.peek('{')) {
    do {
      reader.next();
      matchers.push(readMatcher(reader));
    } while (reader.peek(','));
    if (reader.next().text !== '}') reader.fail(`the matchers of ${metric}`);
  }
  if (reader.peek('[')) reader.next();
  return { metric, matchers };
}

function readMatcher(reader: Reader): Matcher {
  const label = reader.next().text;
  const operator = reader.next().text;
  const value = reader.next();
  if (!isOperator(operator) || value.kind !== 'string') return reader.fail(`the matcher ${label}`);
  return { label, operator, value: value.text.slice(1, -1) };
}

function createReader(tokens: readonly Token[], expression: string): Reader {
  let index = 0;
  const fail = (problem: string): never => {
    throw new Error(`${problem}, in ${expression}`);
  };

  return {
    get isAtEnd() {
      return index >= tokens.length;
    },
    // A duration is one token, which begins with [.
    peek: (text) =>
      text === '[' ? tokens[index]?.kind === 'duration' : tokens[index]?.text === text,
    next: () => tokens[index++] ?? fail('an end too early'),
    fail,
  };
}

function isOperator(text: string): text is Matcher['operator'] {
  return ['=', '!=', '=~', '!~'].includes(text);
}

function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expression);
    if (!match) throw new Error(`what is ${expression.slice(at, at + 20)}: ${expression}`);
    const found = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined);
    if (found) tokens.push({ kind: found[0] as Token['kind'], text: found[1] as string });
  }
  return tokens;
}
