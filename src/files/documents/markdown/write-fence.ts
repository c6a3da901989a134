import { fenceFor } from '../../../lib/fence-for.ts';

/** Code in a fence that is longer than every fence inside. */
export function writeFence(code: string, language = ''): string {
  const fence = fenceFor(code);
  const info = language.replace(/[^\w+#.-]/g, '');
  return `${fence}${info}\n${code.replace(/\n+$/, '')}\n${fence}`;
}
