/**
 * Marks a case that the types rule out, so an unhandled new kind is a compile error.
 *
 * @throws A `TypeError` when the case happens all the same.
 */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
