/** Marks a case that the types rule out: a new kind that nobody handles is a compile error here. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
