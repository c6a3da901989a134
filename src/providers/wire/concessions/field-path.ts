import { isJsonObject, type JsonObject } from '../json.ts';

/** The names of a field, from the outermost object on: `['generationConfig', 'topK']`. */
export type FieldPath = readonly string[];

/** The models of a vendor think with all parts of these objects or not at all. */
const WHOLE_OBJECT = /^thinking(config)?$/;
const LENGTH_FIELDS = [
  'maxtokens',
  'maxcompletiontokens',
  'maxoutputtokens',
  'maxnewtokens',
  'numpredict',
];

/** One spelling for all: vendors name `top_p` as `topP`, `top-p` and `` `top_p` ``. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Tells whether this is the name of a field that limits the length of the answer. */
export function isLengthField(name: string): boolean {
  return LENGTH_FIELDS.includes(normalizeName(name));
}

/** The paths of all fields of a body: the objects, and the fields inside of them. */
export function listFieldPaths(body: JsonObject): readonly FieldPath[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (!isJsonObject(value) || WHOLE_OBJECT.test(normalizeName(name))) return [[name]];
    return [[name], ...listFieldPaths(value).map((path) => [name, ...path])];
  });
}

/** The value at the end of a path. */
export function readField(body: JsonObject, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (parent, name) => (isJsonObject(parent) ? parent[name] : undefined),
    body,
  );
}

/**
 * The body with another value at the end of a path. `undefined` removes the field, and the objects
 * that are then empty.
 */
export function replaceField(body: JsonObject, path: FieldPath, value: unknown): JsonObject {
  const [name = '', ...rest] = path;
  const child = body[name];
  const replaced =
    rest.length > 0 && isJsonObject(child) ? replaceField(child, rest, value) : value;
  const isEmpty = isJsonObject(replaced) && Object.keys(replaced).length === 0;

  const { [name]: _, ...others } = body;
  return replaced === undefined || isEmpty ? others : { ...body, [name]: replaced };
}
