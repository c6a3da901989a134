import { createParser } from 'eventsource-parser';
import { parseJson } from './json.ts';
import { WireFault } from './wire-fault.ts';

/** Models that draw send whole pictures in one event; more than this is no answer. */
const LONGEST_EVENT_CHARACTERS = 4 * 1024 * 1024;

/**
 * The `data` of server-sent events, in the batches in which they arrived. A body that is bare JSON, as errors and servers that
 * cannot stream send it, is one event. A web page is a `WireFault`.
 */
export async function* readSse(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let events: string[] = [];
  let isTooLong = false;
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT_CHARACTERS,
    onEvent: ({ data }) => events.push(data),
    onError: ({ type }) => {
      isTooLong ||= type === 'max-buffer-size-exceeded';
    },
  });
  const take = (text: string) => {
    parser.feed(text);
    if (isTooLong) throw new WireFault('sent an event that is too long');
    const batch = events;
    events = [];
    return batch;
  };

  const sniffed = await sniff(body, decoder);
  if (sniffed.start.startsWith('<')) throw new WireFault('sent a web page instead of an answer');
  if (/^[{[]/.test(sniffed.start)) {
    yield [await readWhole(sniffed, decoder)];
    return;
  }
  yield take(sniffed.start);
  for await (const chunk of sniffed.rest) yield take(decoder.decode(chunk, { stream: true }));
  // Some servers leave out the empty line after the last event. One that was cut in half says nothing.
  yield take(`${decoder.decode()}\n\n`).filter((event) => parseJson(event) !== undefined);
}

interface Sniffed {
  /** From the first character that is not white space. */
  readonly start: string;
  readonly rest: AsyncIterable<Uint8Array>;
}

/** The parser drops lines that are not SSE without a word, so what kind of body it is must be seen before. */
async function sniff(body: AsyncIterable<Uint8Array>, decoder: TextDecoder): Promise<Sniffed> {
  const chunks = body[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => chunks };
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const start = decoder.decode(next.value, { stream: true }).trimStart();
    if (start) return { start, rest };
  }
  return { start: '', rest };
}

async function readWhole({ start, rest }: Sniffed, decoder: TextDecoder): Promise<string> {
  let text = start;
  for await (const chunk of rest) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_EVENT_CHARACTERS) throw new WireFault('sent an answer that is too long');
  }
  return text + decoder.decode();
}
