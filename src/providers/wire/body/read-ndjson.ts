import { parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';

const MAX_LINE_CHARACTERS = 4 * 1024 * 1024;

/**
 * Cuts newline-delimited JSON into its lines, in the batches in which they arrive. Skips empty
 * lines. A last line without a line end counts when it is complete.
 *
 * @throws A `WireFault` for a web page and for an endless line; an `Error` when the last line is
 * cut off.
 */
export async function* readNdjson(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let hasBegun = false;
  /** The pieces of the incomplete line. They are joined only once, since a long line has many. */
  let pieces: string[] = [];
  let characters = 0;

  const takeLines = (text: string): string[] => {
    // Checked one chunk late, so that the lines before the endless one are still read.
    if (characters > MAX_LINE_CHARACTERS) throw new WireFault('sent a line that is too long');

    const [first = '', ...others] = text.split(/\r\n|[\r\n]/);
    const lines = [];
    pieces.push(first);
    characters += first.length;

    for (const next of others) {
      lines.push(pieces.join(''));
      pieces = [next];
      characters = next.length;
    }

    return lines.filter((line) => line.trim() !== '');
  };

  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });

    if (!hasBegun && text.trim() !== '') {
      hasBegun = true;
      if (text.trimStart().startsWith('<'))
        throw new WireFault('sent a web page instead of an answer');
    }

    yield takeLines(text);
  }

  const lastLines = takeLines(`${decoder.decode()}\n`);
  // Not a fault: after a good status, `classifyFailure` takes any other error for a broken
  // connection.
  if (lastLines.some(isCutOff)) throw new Error('the last line was cut off');
  yield lastLines;
}

/** A line that was never JSON is not cut off: its decoder judges it. */
function isCutOff(line: string): boolean {
  return /^\s*["{[]/.test(line) && parseJson(line) === undefined;
}
