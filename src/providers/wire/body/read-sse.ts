import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isJsonObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';

/** Models that draw send whole pictures in one event; more than this is no answer. */
const LONGEST_EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * Server-sent events, in the batches in which they arrived: of each its `data`, or what `frameOf` makes of it. Bare JSON, as errors and
 * servers that cannot stream send it, in place of events or after them, is one event. A web page is a `WireFault`.
 */
export async function* readSse(
  body: AsyncIterable<Uint8Array>,
  frameOf: (event: EventSourceMessage) => string = usualFrame,
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
  // An empty one says nothing.
  const toFrames = (batch: readonly EventSourceMessage[]) =>
    batch.map(frameOf).filter((frame) => frame !== '');
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
  yield toFrames(take(sniffed.start));
  for await (const chunk of sniffed.rest)
    yield toFrames(take(decoder.decode(chunk, { stream: true })));
  const rest = take(decoder.decode());
  if (bare.text) yield [bare.text];
  // Some servers leave out the empty line after the last event. One that was cut in half says nothing.
  else
    yield toFrames([...rest, ...take('\n\n').filter(({ data }) => parseJson(data) !== undefined)]);
}

/** Most protocols say in the data itself what it is; pings, whose data may be a date, and errors may say it only by their names. */
function usualFrame({ event, data }: EventSourceMessage): string {
  if (event === 'ping') return '';
  if (event !== 'error') return data;
  const said = parseJson(data) ?? data;
  return isJsonObject(said) && said.error ? data : JSON.stringify({ error: said });
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
      if (text.length > LONGEST_EVENT_CHARACTERS)
        throw new WireFault('sent an answer that is too long');
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
  // Strings before expressions: those look at every character of every delta, which takes a twentieth of the time of all.
  if (!LINE_STARTS.some((start) => text.includes(start))) return -1;
  return text.search(/[\r\n][{[]/) + 1;
}

const LINE_STARTS = ['\n{', '\n[', '\r{', '\r['];

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
