import type { Turn } from '../contracts/turns.ts';

/** Something of what it is to do may stand already: people must see how it ends. */
export function hasStarted({ state, answerMessages, creating, resumes, rerun }: Turn): boolean {
  const isShown = rerun ? rerun.hasBegun === true : answerMessages.length > 0;
  return state === 'running' || isShown || creating || resumes > 0;
}
