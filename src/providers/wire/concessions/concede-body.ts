import type { JsonObject } from '../json.ts';
import type { Concessions } from './concessions.ts';
import { isLengthField, listFieldPaths, readField, replaceField } from './field-path.ts';

/** The body as this model takes it. */
export function concedeBody(body: JsonObject, concessions: Concessions): JsonObject {
  const { omitted = [], isWhole, lengthField } = concessions;
  const kept = omitted.reduce((rest, path) => replaceField(rest, path.split('.'), undefined), body);
  const shortened = shortenAnswer(kept, concessions);
  const renamed = lengthField ? renameLengthField(shortened, lengthField) : shortened;
  if (!isWhole || !renamed.stream) return renamed;

  // The option is an error without a stream.
  const { stream_options: _, ...others } = renamed;
  return { ...others, stream: false };
}

/** The path of the field that limits the length of the answer. `undefined`: nothing limits it. */
export function findLengthField(body: JsonObject): readonly string[] | undefined {
  return listFieldPaths(body).find((path) => isLengthField(path.at(-1) ?? ''));
}

function shortenAnswer(
  body: JsonObject,
  { longestAnswer = Infinity, roomForAnswer = Infinity }: Concessions,
): JsonObject {
  const path = findLengthField(body);
  const tokens = path && readField(body, path);
  const longest = Math.min(longestAnswer, roomForAnswer);
  return path && Number(tokens) > longest ? replaceField(body, path, longest) : body;
}

function renameLengthField(body: JsonObject, name: string): JsonObject {
  const path = findLengthField(body);
  if (!path || path.at(-1) === name) return body;

  const without = replaceField(body, path, undefined);
  return replaceField(without, [...path.slice(0, -1), name], readField(body, path));
}
