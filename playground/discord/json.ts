/** A JSON object in its wire shape. */
export type Json = Record<string, unknown>;
