/** Code in a fence that is longer than every fence inside. */
export function writeFence(code: string, language = ''): string {
  const longest = Math.max(2, ...fencesIn(code));
  const fence = '`'.repeat(longest + 1);
  const info = language.replace(/[^\w+#.-]/g, '');
  return `${fence}${info}\n${code.replace(/\n+$/, '')}\n${fence}`;
}

function* fencesIn(code: string): Generator<number> {
  for (const [run] of code.matchAll(/`{3,}/g)) yield run.length;
}
