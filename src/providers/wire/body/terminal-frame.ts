/** The last frame of a Chat Completions stream. Gateways send it in other protocols too. */
export const TERMINAL_FRAME = '[DONE]';

const MAX_TERMINAL_CHARACTERS = 16;
const SPELLINGS = /^[\s,]*"?\[DONE\]"?[\s,\]]*$/i;

/** True for the frame after which nothing follows. */
export function isTerminalFrame(frame: string): boolean {
  // The length comes first, since this runs for every delta.
  return frame.length <= MAX_TERMINAL_CHARACTERS && SPELLINGS.test(frame);
}
