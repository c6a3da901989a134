/** An object of the wire, whatever it holds. */
export type Json = Record<string, unknown>;
