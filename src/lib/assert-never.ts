/**
 * Marks a case that the types rule out, so an unhandled new kind is a compile error.
 *
 * @throws A `TypeError` when the case happens all the same, as with data of a newer program. It names the kind only: the
 * rest may be what people wrote.
 */
export function assertNever(value: never): never {
  const { kind = typeof value }: { readonly kind?: unknown } = Object(value);
  throw new TypeError(`Unexpected kind: ${String(kind).slice(0, MOST_CHARACTERS)}`);
}

const MOST_CHARACTERS = 40;
