import type { JsonObject } from '../json.ts';
import type { Concessions } from './concessions.ts';
import { isLengthField, listFieldPaths, readField, replaceField } from './field-path.ts';
import { roomInWindow } from './room-in-window.ts';

/** The body as this model takes it. */
export function concedeBody(body: JsonObject, concessions: Concessions): JsonObject {
  const { omitted = [], isWhole, lengthField } = concessions;
  const kept = omitted.reduce((rest, path) => replaceField(rest, path.split('.'), undefined), body);
  const path = findLengthField(kept);
  const shortened = path ? replaceField(kept, path, answerTokensOf(body, concessions)) : kept;
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

/** The most tokens of the answer, as the request says it. `body` is as before any concession. */
export function answerTokensOf(body: JsonObject, concessions: Concessions): number {
  const { longestAnswer = Infinity, roomForAnswer = Infinity, window } = concessions;
  const path = findLengthField(body);
  const asked = path ? Number(readField(body, path)) : Infinity;
  return Math.min(asked, longestAnswer, roomForAnswer, roomInWindow(body, window));
}

function renameLengthField(body: JsonObject, name: string): JsonObject {
  const path = findLengthField(body);
  if (!path || path.at(-1) === name) return body;

  const without = replaceField(body, path, undefined);
  return replaceField(without, [...path.slice(0, -1), name], readField(body, path));
}
