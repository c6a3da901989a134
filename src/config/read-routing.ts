import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { LimitRules } from '../contracts/limits.ts';
import type { Routing } from '../contracts/routing.ts';
import { ConfigError } from '../errors.ts';
import { nearestWord } from '../lib/nearest-word.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { type Complaint, checkNames, type ProviderNames } from './check-names.ts';
import { locate } from './locate.ts';
import { keysAt, routingSchema } from './routing-schema.ts';

/** The content of a valid `parley.yaml`. */
export interface RoutingResult {
  readonly routing: Routing;
  /**
   * Things that are valid but perhaps not intended, one line each:
   * `file:line path: what is wrong. What helps.`
   */
  readonly warnings: readonly string[];
}

type YamlDocument = ReturnType<typeof parseDocument>;

/**
 * The number of problems that an error lists. A file that is no `parley.yaml` at all has very many.
 */
const MAX_COMPLAINTS = 20;

/**
 * Matches the names of YAML keys that look like secrets. People show
 * `parley.yaml` to each other, so secrets belong elsewhere.
 */
const SECRET_NAME = /key|token|secret|password/i;

const NUMBER = /^\d+$/;

/**
 * Reads the text of a `parley.yaml`.
 *
 * @throws A `ConfigError` with one line for each problem:
 * `file:line path: what is wrong. What helps.`
 */
export function readRouting(file: string, text: string, providers: ProviderNames): RoutingResult {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const lineOf = (offset: number) => `${file}:${lines.linePos(offset).line}`;

  /** Writes one line for each complaint, in the order of the file. */
  function writeLines(complaints: readonly Complaint[]): readonly string[] {
    return complaints
      .map(({ path, message }) => ({ ...locate(document.contents, path), message }))
      .sort((a, b) => a.offset - b.offset)
      .map(
        ({ offset, path, message }) => `${lineOf(offset)} ${hideApiKeys(`${path}: ${message}`)}`,
      );
  }

  if (document.errors.length > 0) {
    const problems = document.errors.map(
      ({ pos, code }) => `${lineOf(pos[0])} ${describeYamlError(code)}`,
    );
    throw createError(file, problems);
  }
  const result = routingSchema.safeParse(toPlainData(document, file));
  if (!result.success) {
    throw createError(file, writeLines(result.error.issues.flatMap(toComplaints)));
  }

  const { aliases = {}, fallbacks = {}, models = {}, personas, scopes = {} } = result.data;
  const routing: Routing = omitUndefined({
    defaultModel: result.data.default,
    aliases: new Map(Object.entries(aliases)),
    fallbacks,
    models: new Map(Object.entries(models)),
    personas,
    scopes: new Map(Object.entries(scopes).map(([name, { rules }]) => [name, rules])),
    limits: collectLimits(result.data.limits, scopes),
    access: result.data.access,
  });
  const { errors, warnings } = checkNames(routing, providers);
  if (errors.length > 0) throw createError(file, writeLines(errors));
  return { routing, warnings: writeLines(warnings) };
}

/** The limits by scope, those of the whole bot first. `undefined`: there are none. */
function collectLimits(
  ofBot: LimitRules | undefined,
  scopes: Readonly<Record<string, { readonly limits: LimitRules | undefined }>>,
): ReadonlyMap<string, LimitRules> | undefined {
  const limits = new Map<string, LimitRules>();
  if (ofBot) limits.set('bot', ofBot);
  for (const [name, scope] of Object.entries(scopes)) {
    if (scope.limits) limits.set(name, scope.limits);
  }
  return limits.size > 0 ? limits : undefined;
}

function createError(file: string, problems: readonly string[]): ConfigError {
  const remaining = problems.length - MAX_COMPLAINTS;
  const rest = remaining > 0 ? [`${file}: and ${remaining} more.`] : [];
  return new ConfigError([...problems.slice(0, MAX_COMPLAINTS), ...rest].join('\n'));
}

/** Converts the document to plain data. A section that only has its heading counts as absent. */
function toPlainData(document: YamlDocument, file: string): unknown {
  function dropEmpty(this: unknown, key: unknown, value: unknown): unknown {
    // `{ usd_per_day: 0,5 }` has two entries: the second one is 5, without a value.
    const isRestOfNumber = NUMBER.test(String(key)) && !Array.isArray(this);
    return value ?? (isRestOfNumber ? null : undefined);
  }

  try {
    return document.toJS({ reviver: dropEmpty }) ?? {};
  } catch (cause) {
    // An anchor does not exist, or contains itself.
    throw new ConfigError(
      `${file}: its anchors (&) and aliases (*) do not fit together. Write out what they stand for.`,
      { cause },
    );
  }
}

/** Describes an error without words of the file, which may contain secrets. */
function describeYamlError(code: string): string {
  const problem = code.toLowerCase().replaceAll('_', ' ');
  return `cannot be read as YAML (${problem}). Check the colons, quotes and indents there.`;
}

/**
 * Hides API keys that people pasted in place of names. No model
 * has this many letters and digits in a row.
 */
function hideApiKeys(text: string): string {
  const looksLikeApiKey = (run: string) => run.length >= 12 && /\d/.test(run) && /[a-z]/i.test(run);
  return text.replace(/[\w+=-]{12,}/g, (word) =>
    word.split(/[^a-z0-9]/i).some(looksLikeApiKey) ? '[looks like a key]' : word,
  );
}

function toComplaints({ message, path, ...issue }: z.core.$ZodIssue): readonly Complaint[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ path, message: `${message.replace(/\.$/, '')}.` }];

  return issue.keys.map((key) => ({
    path: [...path, key],
    message: describeUnknownKey(key, keysAt(path)),
  }));
}

function describeUnknownKey(key: string, possibleKeys: readonly string[]): string {
  const suggestion = nearestWord(key, possibleKeys);
  if (suggestion) return `is not known here. Did you mean ${suggestion}?`;
  if (NUMBER.test(key)) return 'is not known here. Write decimals with a point, as in 0.5.';
  if (SECRET_NAME.test(key)) return 'is not known here. Keys and tokens belong in .env.';
  return `is not known here. Possible keys: ${possibleKeys.join(', ')}.`;
}
