import { parseJson } from '../json.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { isTerminalFrame } from './terminal-frame.ts';

/** More than an answer has deltas. Each part takes some microseconds. */
const MAX_SALVAGED_PARTS = 20_000;

/**
 * Cuts a frame that cannot be read into the frames that gateways glue together: whole objects,
 * `[DONE]`, and anything else between them. Keep-alives, comments and prefixes are left out.
 */
export function takeApart(frame: string): readonly string[] {
  const splitter = createJsonSplitter();
  const frames = splitter.take(`${unquote(frame)}\n`);
  const [cutOff, ...lines] = splitter.takeRest().split(/[\r\n]+/);

  // The objects behind a broken one are taken line by line.
  const linesWithObjects = lines.filter((line) => line.includes('{'));
  const others = linesWithObjects.slice(0, MAX_SALVAGED_PARTS).flatMap(takeObjects);
  return [...frames, ...(cutOff ? [cutOff] : []), ...others].flatMap(takeBehindPrefix);
}

/** The frame itself, or its parts when another frame begins inside of it, as in `{"id":"data: {`. */
function takeBehindPrefix(frame: string): readonly string[] {
  const [start = '', ...others] = frame.split(/data:\s*(?=\{)/);
  if (others.length === 0 || !isCutOff(frame)) return [frame];

  const parts = others.slice(0, MAX_SALVAGED_PARTS).flatMap(takeObjects);
  return [start, ...parts].filter((part) => part !== '');
}

/** True for a frame that a broken connection cut off. */
export function isCutOff(frame: string): boolean {
  return /^\s*["{[]/.test(frame) && !isTerminalFrame(frame) && parseJson(frame) === undefined;
}

function takeObjects(line: string): readonly string[] {
  return createJsonSplitter().take(`${line}\n`);
}

/** Some gateways send each frame as a JSON string. */
function unquote(frame: string): string {
  const json = frame.startsWith('"') ? parseJson(frame) : undefined;
  return typeof json === 'string' ? json : frame;
}
