/** A formula that plain characters on one line cannot show. Caught where the formula is read. */
export class NotReadableError extends Error {}
