import { parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';

const LONGEST_LINE_CHARACTERS = 4 * 1024 * 1024;

/**
 * The lines of newline-delimited JSON, in the batches in which they arrived. A last line without its end counts when it is whole; one that
 * was cut off is an error. A web page is a `WireFault`.
 */
export async function* readNdjson(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let hasBegun = false;
  /** What has come of the line that is not at its end yet; joined when it is, since a long line comes in many pieces. */
  let pieces: string[] = [];
  let characters = 0;

  const take = (text: string): string[] => {
    // Not at once: what came before it in the same piece is still seen.
    if (characters > LONGEST_LINE_CHARACTERS) throw new WireFault('sent a line that is too long');
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
    yield take(text);
  }
  const rest = take(`${decoder.decode()}\n`);
  // As with all that breaks off, `classify` sees it by the status that was good.
  if (rest.some(isCut)) throw new Error('the last line was cut off');
  yield rest;
}

/** What was never JSON is for others to judge. */
function isCut(line: string): boolean {
  return /^\s*["{[]/.test(line) && parseJson(line) === undefined;
}
