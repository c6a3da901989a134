import type { Env } from '../lib/env.ts';
import { editDistance } from '../lib/nearest-words.ts';
import { listVariables } from './list-variables.ts';

/** A variable that is set and that nothing reads, and the name that was probably meant. */
export interface VariableSuggestion {
  readonly name: string;
  readonly meant: string;
}

/** The letters that may differ in a misspelt name. */
const MAX_DISTANCE = 2;
const SHORTEST_NAME = 5;
/** Variables of other programs whose names are near to ours. */
const OF_OTHERS = new Set(['HTTP_PROXY', 'https_proxy', 'no_proxy', 'OLLAMA_HOST', 'LOGNAME']);
/** Words that other programs have in the names of the same variables, as `TELEGRAM_BOT_TOKEN`. */
const FILLERS = new Set(['BOT', 'API', 'BASE']);
/** Google's and the older libraries of OpenAI read other names; Grok is a model of xAI, and no misspelt Groq. */
const SAME_WORDS: Readonly<Record<string, string>> = {
  TOKEN: 'KEY',
  HOST: 'URL',
  ENDPOINT: 'URL',
  CLAUDE: 'ANTHROPIC',
  GOOGLE: 'GEMINI',
  GROK: 'XAI',
};

/**
 * Finds the variables that are probably misspelt names of ours, whose own variable is not set. A name that
 * resembles none of ours belongs to another program.
 *
 * @param services The names of all services of models.
 */
export function suggestVariables(
  env: Env,
  services: readonly string[],
): readonly VariableSuggestion[] {
  const known = listVariables(services);
  const isKnown = new Set(known);
  const names = Object.keys(env).filter(
    (name) =>
      /^[A-Z][A-Z0-9_]+$/i.test(name) &&
      !isKnown.has(name) &&
      !OF_OTHERS.has(name) &&
      isSet(env, name),
  );

  return names.flatMap((name) => {
    const meant = findMeant(name, known);
    return meant && !isSet(env, meant) ? { name, meant } : [];
  });
}

/** An empty value counts as not set. */
function isSet(env: Env, name: string): boolean {
  return Boolean(env[name]?.trim());
}

/** Tells the operator about one suggestion. */
export function explainSuggestion({ name, meant }: VariableSuggestion): string {
  return `${name} is set, but nothing reads it. Did you mean ${meant}?`;
}

function findMeant(given: string, known: readonly string[]): string | undefined {
  // Many programs have variables in small letters, so only the very name counts.
  if (/[a-z]/.test(given)) return known.find((each) => each === given.toUpperCase());

  const name = given.replace(/_API_BASE$/, '_URL');
  const words = reduceToWords(name);
  const withSameWords = known.find((each) => reduceToWords(each) === words);
  if (withSameWords || name.length < SHORTEST_NAME) return withSameWords;

  const ranked = known
    .filter((each) => Math.abs(each.length - name.length) <= MAX_DISTANCE)
    .map((each) => ({ each, distance: editDistance(name, each) }))
    .sort((one, other) => one.distance - other.distance);
  const [best] = ranked;
  return best && best.distance <= MAX_DISTANCE ? best.each : undefined;
}

/** `OPENAI_KEY` and `OPENAI_API_KEY` have the same words. */
function reduceToWords(name: string): string {
  const words = name.split('_').filter((word) => !FILLERS.has(word));
  return words.map((word) => SAME_WORDS[word] ?? word).join('_');
}
