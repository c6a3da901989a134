import { toOneLine } from '../../../lib/to-one-line.ts';

/** A code span whose marks are longer than those inside. */
export function writeCodeSpan(code: string): string {
  const words = toOneLine(code);
  if (!words) return '';
  if (!words.includes('`')) return `\`${words}\``;
  const runs = [...words.matchAll(/`+/g)].map(([run]) => run.length);
  const marks = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run), 0) + 1);
  return `${marks} ${words} ${marks}`;
}
