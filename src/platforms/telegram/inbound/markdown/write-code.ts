import { fenceFor } from '../../../../lib/fence-for.ts';

/** Code within a line. */
export function writeInlineCode(code: string): string {
  const fence = '`'.repeat(longestRun(code) + 1);
  const gap = /^`|`$|^ .* $/s.test(code) ? ' ' : '';
  return `${fence}${gap}${code}${gap}${fence}`;
}

/** A block of code, in a fence that is longer than any inside. */
export function writeFencedCode(code: string, language = ''): string {
  const fence = fenceFor(code);
  const name = /^[\w+#.-]{1,40}$/.test(language) ? language : '';
  return `${fence}${name}\n${code.replace(/\n$/, '')}\n${fence}`;
}

function longestRun(code: string): number {
  return (code.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
