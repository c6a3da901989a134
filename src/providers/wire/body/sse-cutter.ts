import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isJsonObject, parseJson } from '../json.ts';
import { WireFault } from '../wire-fault.ts';
import { createDataMarker } from './data-marker.ts';
import type { FrameCutter } from './frame-cutter.ts';
import { isIdleText } from './idle-text.ts';
import { createJsonSplitter, type JsonSplitter } from './json-splitter.ts';
import { createLineBuffer, MAX_FRAME_CHARACTERS } from './line-buffer.ts';
import { isCutOff, takeApart } from './take-apart.ts';
import { isTerminalFrame } from './terminal-frame.ts';

/** The names of events that only keep the connection open. */
const KEEP_ALIVE_EVENT = /^(?:ping|keep[-_]?alive|heart[-_]?beat)$/i;

/**
 * Cuts server-sent events into frames: those that `toFrame` makes of each event. By default that is
 * its `data`, which is JSON.
 *
 * Bare JSON, in place of events or between them, counts as events: errors come in this form, and
 * the answers of servers that cannot stream or that send lines or a list instead.
 *
 * Throws a `WireFault` for a web page and for an endless event.
 */
export function createSseCutter(toFrame?: (event: EventSourceMessage) => string): FrameCutter {
  /** The frames since the last batch. */
  let frames: string[] = [];
  let hasBegun = false;
  let isTooLong = false;
  let isFinishing = false;
  const lineBuffer = createLineBuffer();
  /** Made when it is needed: most servers send events only. */
  let bareJson: JsonSplitter | undefined;
  // Plain text may look like whole JSON in the middle of an event.
  const openEvent = toFrame ? undefined : createOpenEvent();
  const dataMarker = toFrame ? undefined : createDataMarker();

  const parser = createParser({
    maxBufferSize: MAX_FRAME_CHARACTERS,
    onEvent(event) {
      // Half an event of plain text cannot be told from a whole one.
      if (isFinishing && toFrame && parseJson(event.data) === undefined) return;

      const frame = toFrame ? toFrame(event) : readData(event);
      // An empty frame says nothing.
      if (frame !== '') frames.push(frame);
    },
    onError({ type, line = '' }) {
      if (type === 'unknown-field') {
        bareJson ??= createJsonSplitter();
        frames.push(...bareJson.takeLine(line));
      }
      isTooLong ||= type === 'max-buffer-size-exceeded';
    },
  });

  const takeFrames = (): readonly string[] => {
    const batch = frames;
    frames = [];
    return batch;
  };

  /** The parser drops the beginning of an unknown line, so it is given whole lines only. */
  const feed = (wholeLines: string) => {
    // Checked one chunk late, so that the events before the endless one are still read.
    if (isTooLong) throw new WireFault('sent an event that is too long');

    const lines = dataMarker?.mark(wholeLines) ?? wholeLines;
    parser.feed(lines);
    if (openEvent?.isWholeAfter(lines)) parser.feed('\n');
  };

  const takeText = (text: string): readonly string[] => {
    const lines = lineBuffer.take(text);
    if (lines !== '') feed(lines);
    return takeFrames();
  };

  return {
    take(text) {
      if (hasBegun) return takeText(text);

      const start = text.trimStart();
      hasBegun = start !== '';
      // The parser would silently drop a web page.
      if (start.startsWith('<')) throw new WireFault('sent a web page instead of an answer');
      return takeText(start);
    },

    // Some servers leave out the empty line after the last event, or the end of the last line.
    finish(lastText) {
      isFinishing = true;
      const lastLine = lineBuffer.takeRest() + lastText;
      if (!isPartOfFieldName(lastLine)) feed(`${lastLine}\n`);
      feed('\n');

      const lastFrames = [...takeFrames(), bareJson?.takeRest() ?? '']
        .flatMap((frame) => (!toFrame && isCutOff(frame) ? takeApart(frame) : [frame]))
        .filter((frame) => frame !== '' && !isCutOff(frame));
      // A cut is no sign of anything: the protocol itself says where an answer ends.
      return { frames: lastFrames, isCutOff: false };
    },
  };
}

/**
 * In most protocols the data says what the event is. Only keep-alives, whose data may be a date,
 * and errors may have nothing but the event's name to say so.
 */
function readData({ event, data }: EventSourceMessage): string {
  if (isIdleText(data)) return '';
  if (event === undefined) return data;
  if (KEEP_ALIVE_EVENT.test(event)) return '';
  if (event !== 'error') return data;

  const error = parseJson(data) ?? data;
  return isJsonObject(error) && error.error ? data : JSON.stringify({ error });
}

/**
 * Watches for an event that is whole although no empty line has ended it. Some gateways send none
 * between their events, and each event would wait for the end of the answer.
 */
function createOpenEvent() {
  /** Made when it is needed: most servers end each event. */
  let data: JsonSplitter | undefined;
  let hasFrame = false;

  const reset = () => {
    data = undefined;
    hasFrame = false;
  };

  const readLine = (line: string) => {
    if (line === '') reset();
    if (!line.startsWith('data:')) return;

    data ??= createJsonSplitter();
    const newFrames = data.take(`${line.slice('data:'.length)}\n`);
    hasFrame ||= newFrames.some((frame) => frame.startsWith('{') || isTerminalFrame(frame));
  };

  return {
    /** True when the event under way is whole after these lines. */
    isWholeAfter(lines: string): boolean {
      if (endsWithEmptyLine(lines)) {
        reset();
        return false;
      }

      for (const line of lines.trimEnd().split(/\r\n|[\r\n]/)) readLine(line);
      const isWhole = hasFrame && !data?.isInside();
      if (isWhole) reset();
      return isWhole;
    },
  };
}

function endsWithEmptyLine(lines: string): boolean {
  return (
    lines.endsWith('\n\n') ||
    lines.endsWith('\n\r\n') ||
    lines.endsWith('\r\r') ||
    lines.endsWith('\n\r')
  );
}

/** A connection that breaks inside of the name of a field leaves nothing to read. */
function isPartOfFieldName(line: string): boolean {
  return ['data:', 'event:', 'id:', 'retry:'].some((field) => field.startsWith(line));
}
