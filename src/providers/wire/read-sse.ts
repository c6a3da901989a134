import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { parseJson } from './json.ts';
import { WireFault } from './wire-fault.ts';

/** Models that draw send whole pictures in one event; more than this is no answer. */
const LONGEST_EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * Server-sent events, in the batches in which they arrived: of each its `data`, or what `frameOf` makes of it. Bare JSON, as errors and
 * servers that cannot stream send it, in place of events or after them, is one event. A web page is a `WireFault`.
 */
export async function* readSse(
  body: AsyncIterable<Uint8Array>,
  frameOf: (event: EventSourceMessage) => string = ({ data }) => data,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  let isTooLong = false;
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT_CHARACTERS,
    onEvent: (event) => events.push(event),
    onError: ({ type }) => {
      isTooLong ||= type === 'max-buffer-size-exceeded';
    },
  });
  const bare = createBareJson();
  const take = (text: string) => {
    // Not at once: what came before it in the same piece is still seen.
    if (isTooLong) throw new WireFault('sent an event that is too long');
    parser.feed(bare.takeFrom(text));
    const batch = events;
    events = [];
    return batch;
  };

  const sniffed = await sniff(body, decoder);
  if (sniffed.start.startsWith('<')) throw new WireFault('sent a web page instead of an answer');
  yield take(sniffed.start).map(frameOf);
  for await (const chunk of sniffed.rest) yield take(decoder.decode(chunk, { stream: true })).map(frameOf);
  const rest = take(decoder.decode());
  if (bare.text) yield [bare.text];
  // Some servers leave out the empty line after the last event. One that was cut in half says nothing.
  else yield [...rest, ...take('\n\n').filter(({ data }) => parseJson(data) !== undefined)].map(frameOf);
}

/** The parser drops lines that are not SSE without a word. None of those begins with a bracket, so what does is JSON to its end. */
function createBareJson() {
  let text = '';
  let isAtLineStart = true;
  return {
    get text() {
      return text;
    },
    /** Takes what is bare JSON, and gives back what came before it. */
    takeFrom(more: string): string {
      if (text.length > LONGEST_EVENT_CHARACTERS) throw new WireFault('sent an answer that is too long');
      const from = text ? 0 : findBareJson(more, isAtLineStart);
      if (more) isAtLineStart = /[\r\n]$/.test(more);
      if (from < 0) return more;
      text += more.slice(from);
      return more.slice(0, from);
    },
  };
}

function findBareJson(text: string, isAtLineStart: boolean): number {
  if (isAtLineStart && /^[{[]/.test(text)) return 0;
  const lineEnd = text.search(/[\r\n][{[]/);
  return lineEnd < 0 ? lineEnd : lineEnd + 1;
}

interface Sniffed {
  /** From the first character that is not white space. */
  readonly start: string;
  readonly rest: AsyncIterable<Uint8Array>;
}

/** What kind of body it is must be seen before the parser drops it. */
async function sniff(body: AsyncIterable<Uint8Array>, decoder: TextDecoder): Promise<Sniffed> {
  const chunks = body[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => chunks };
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const start = decoder.decode(next.value, { stream: true }).trimStart();
    if (start) return { start, rest };
  }
  return { start: '', rest };
}
