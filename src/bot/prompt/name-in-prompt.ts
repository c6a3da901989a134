import { cutEnd } from '../../lib/cut-end.ts';

const MAX_NAME_CHARACTERS = 80;

/** A name that people chose, for the instructions of a model: it must not become an instruction itself. */
export function nameInPrompt(name = ''): string {
  return cutEnd(name.replace(/[\s\p{Cc}“”⟦⟧]+/gu, ' ').trim(), MAX_NAME_CHARACTERS);
}
