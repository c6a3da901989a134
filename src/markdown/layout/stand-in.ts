/** Stands for the text of a block that was shown already. It is invisible, and no space. */
export const STAND_IN = '\u2060';
