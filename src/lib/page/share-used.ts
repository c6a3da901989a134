/** From this share on, people and operators are told that a limit is nearly reached. */
export const NEARLY_SHARE = 0.8;

/** The share of a limit that is used. A limit of 0 is used up by nothing. */
export function shareUsed({ used, most }: { readonly used: number; readonly most: number }) {
  return most > 0 ? used / most : 1;
}
