/** The text of each delta that the model server sends. */
export const DELTA_TEXT = ' word';
