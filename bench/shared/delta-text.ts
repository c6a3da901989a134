/** What the model says in each delta. */
export const DELTA_TEXT = ' word';
