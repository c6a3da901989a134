import { WireFault } from '../wire-fault.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { createLineBuffer } from './line-buffer.ts';
import { isCutOff, takeApart } from './take-apart.ts';

/**
 * Cuts newline-delimited JSON into its lines, in the batches in which they arrive. Skips empty
 * lines. A last line without a line end counts when it is complete. An object on
 * several lines is one frame.
 *
 * @throws A `WireFault` for a web page and for an endless line; an `Error` when the last line is
 * cut off.
 */
export async function* readNdjson(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  const lineBuffer = createLineBuffer();
  const splitter = createJsonSplitter();
  let hasBegun = false;

  const toFrames = (line: string): readonly string[] => {
    const isPart = splitter.isInside || (/^\s*[{[]/.test(line) && !line.trimEnd().endsWith('}'));
    return isPart ? splitter.takeLine(line) : [line];
  };

  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    const isBlank = text.trim() === '';

    if (!hasBegun && !isBlank) {
      hasBegun = true;
      if (text.trimStart().startsWith('<'))
        throw new WireFault('sent a web page instead of an answer');
    }

    // To cut many empty lines apart takes long, and one says the same.
    const lines = lineBuffer.take(isBlank ? text.replace(/\n\s*\n/, '\n') : text);
    yield splitLines(lines).flatMap(toFrames);
  }

  const lastLine = lineBuffer.takeRest() + decoder.decode();
  const lastFrames = [...splitLines(lastLine).flatMap(toFrames), splitter.takeRest()];
  const wholeFrames = lastFrames.flatMap((frame) => (isCutOff(frame) ? takeApart(frame) : [frame]));

  yield wholeFrames.filter((frame) => frame !== '' && !isCutOff(frame));
  // Not a fault: after a good status, `classifyFailure` takes any other error for a broken
  // connection.
  if (wholeFrames.some(isCutOff)) throw new Error('the last line was cut off');
}

function splitLines(text: string): readonly string[] {
  return text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== '');
}
