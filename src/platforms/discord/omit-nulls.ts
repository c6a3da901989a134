/**
 * Copies plain data without its `null` fields: some servers write null where Discord leaves a field
 * out.
 */
export function omitNulls<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data, (_name, value) => value ?? undefined));
}
