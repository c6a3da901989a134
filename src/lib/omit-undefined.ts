/** The same object type, with each property that may be undefined made optional instead. */
type OmitUndefined<Value> = {
  [Name in keyof Value as undefined extends Value[Name] ? never : Name]: Value[Name];
} & {
  [Name in keyof Value as undefined extends Value[Name] ? Name : never]?: Exclude<
    Value[Name],
    undefined
  >;
};

/**
 * Copies `value` without the properties that are undefined. With `exactOptionalPropertyTypes`, an
 * optional property may be absent but not undefined.
 */
export function omitUndefined<Value extends object>(value: Value): OmitUndefined<Value> {
  const entries = Object.entries(value).filter(([, property]) => property !== undefined);
  // Only the properties that the type makes optional are left out.
  return Object.fromEntries(entries) as OmitUndefined<Value>;
}
