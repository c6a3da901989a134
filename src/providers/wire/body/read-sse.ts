import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isJsonObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';

/** Image models send a whole picture in one event. A longer event is not an answer. */
const MAX_EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * Reads server-sent events, in the batches in which they arrive. Gives the frame that `toFrame`
 * makes of each event: by default its `data`. Bare JSON, in place of events or after them, counts
 * as one event: errors come in this form, and the answers of servers that cannot stream.
 *
 * @throws A `WireFault` for a web page and for an endless event.
 */
export async function* readSse(
  body: AsyncIterable<Uint8Array>,
  toFrame: (event: EventSourceMessage) => string = readData,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  let isTooLong = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent: (event) => events.push(event),
    onError: ({ type }) => {
      isTooLong ||= type === 'max-buffer-size-exceeded';
    },
  });
  const bareJson = createBareJson();

  // An empty frame says nothing.
  const toFrames = (batch: readonly EventSourceMessage[]) =>
    batch.map(toFrame).filter((frame) => frame !== '');

  const parse = (text: string) => {
    // Checked one chunk late, so that the events before the endless one are still read.
    if (isTooLong) throw new WireFault('sent an event that is too long');

    parser.feed(bareJson.takeFrom(text));
    const batch = events;
    events = [];
    return batch;
  };

  const { start, rest } = await skipWhiteSpace(body, decoder);
  if (start.startsWith('<')) throw new WireFault('sent a web page instead of an answer');

  yield toFrames(parse(start));
  for await (const chunk of rest) yield toFrames(parse(decoder.decode(chunk, { stream: true })));

  const lastEvents = parse(decoder.decode());

  if (bareJson.text) {
    yield [bareJson.text];
  } else {
    // Some servers leave out the empty line after the last event. Half an event is not JSON.
    const unclosed = parse('\n\n').filter(({ data }) => parseJson(data) !== undefined);
    yield toFrames([...lastEvents, ...unclosed]);
  }
}

/**
 * In most protocols the data says what the event is. Only pings, whose data may be a date, and
 * errors may have nothing but the event's name to say so.
 */
function readData({ event, data }: EventSourceMessage): string {
  if (event === 'ping') return '';
  if (event !== 'error') return data;

  const error = parseJson(data) ?? data;
  return isJsonObject(error) && error.error ? data : JSON.stringify({ error });
}

/**
 * Collects bare JSON, since the parser silently drops lines that are not part of an event. No line
 * of an event begins with a bracket, so a line that does is JSON, to the end of the body.
 */
function createBareJson() {
  let json = '';
  let isAtLineStart = true;

  return {
    get text() {
      return json;
    },

    /** Takes the bare JSON out of `text`, and gives back the events before it. */
    takeFrom(text: string): string {
      if (json.length > MAX_EVENT_CHARACTERS)
        throw new WireFault('sent an answer that is too long');

      const index = json ? 0 : findBareJson(text, isAtLineStart);
      if (text) isAtLineStart = /[\r\n]$/.test(text);
      if (index < 0) return text;

      json += text.slice(index);
      return text.slice(0, index);
    },
  };
}

const BARE_JSON_STARTS = ['\n{', '\n[', '\r{', '\r['];

/** The index at which bare JSON begins, or -1. */
function findBareJson(text: string, isAtLineStart: boolean): number {
  if (isAtLineStart && /^[{[]/.test(text)) return 0;

  // Strings before the regular expression, which looks at every character of every delta: that
  // takes a twentieth of the whole time.
  if (!BARE_JSON_STARTS.some((start) => text.includes(start))) return -1;
  return text.search(/[\r\n][{[]/) + 1;
}

interface OpenedBody {
  /** The first text that is not white space. */
  readonly start: string;
  /** The chunks after it. */
  readonly rest: AsyncIterable<Uint8Array>;
}

/**
 * Reads up to the first text, which shows whether the body is a web page. The parser would silently
 * drop a web page.
 */
async function skipWhiteSpace(
  body: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
): Promise<OpenedBody> {
  const chunks = body[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => chunks };

  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const start = decoder.decode(next.value, { stream: true }).trimStart();
    if (start) return { start, rest };
  }

  return { start: '', rest };
}
