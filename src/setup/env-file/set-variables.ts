import { parseEnv } from 'node:util';
import { BotError } from '../../errors.ts';
import type { Env } from '../../lib/env.ts';
import { writeAssignment } from './write-assignment.ts';

/** A place of the file where a variable gets its value. */
interface Assignment {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A comment, which may hold anything, or the beginning of an assignment up to its value. */
const LINE_START = /^[^\S\r\n]*(?:#[^\r\n]*|(?:export\s+)?([\w.-]+)[^\S\r\n]*=[^\S\r\n]*)/gm;
/** A value between quotes may have several lines; what follows it in its line does not count. */
const QUOTED_VALUE = /(["'`])[\s\S]*?\1[^\r\n]*/y;
const PLAIN_VALUE = /[^\r\n]*/y;

/**
 * Gives the text of an environment file with other values for some variables. Everything else stays byte for byte:
 * comments, order, line ends. A variable that the file does not have comes at its end.
 *
 * @throws A `ConfigError` for a value that cannot be written, and a `BotError` where the file is so unusual that
 *   another variable would change.
 */
export function setVariables(text: string, changes: Readonly<Record<string, string>>): string {
  const changed = Object.entries(changes).reduce(setVariable, text);
  if (!isSame(parseEnv(changed), { ...parseEnv(text), ...changes })) {
    throw new BotError(
      'The environment file has a form in which a change would reach other variables, so it stays as it is. Look for quotes that do not end.',
    );
  }
  return changed;
}

function setVariable(text: string, [name, value]: [string, string]): string {
  if (parseEnv(text)[name] === value) return text;

  const assignment = writeAssignment(name, value);
  // The last assignment of a name is the one that counts.
  const existing = findAssignments(text).findLast((each) => each.name === name);
  if (existing) return text.slice(0, existing.start) + assignment + text.slice(existing.end);

  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return text + separator + assignment + lineEnd;
}

function findAssignments(text: string): readonly Assignment[] {
  const assignments: Assignment[] = [];
  LINE_START.lastIndex = 0;
  for (let match = LINE_START.exec(text); match; match = LINE_START.exec(text)) {
    const [, name] = match;
    if (name === undefined) continue;

    const end = endOfValue(text, LINE_START.lastIndex);
    assignments.push({ name, start: match.index, end });
    LINE_START.lastIndex = end;
  }
  return assignments;
}

function endOfValue(text: string, start: number): number {
  for (const pattern of [QUOTED_VALUE, PLAIN_VALUE]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return start;
}

function isSame(one: Env, other: Env): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
