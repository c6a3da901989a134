import type { ServerResponse } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import type { LogTail } from '../lib/log-tail.ts';
import { RequestError } from '../lib/web/request-error.ts';
import type { Responder } from '../lib/web/responder.ts';
import type { ConsoleEvent, ConsoleState, EndedTurn } from './protocol.ts';
import { toLogLine } from './to-log-line.ts';

/** The streams (Server-Sent Events) by which open pages follow the bot. */
export interface ConsoleStreams {
  /** Sends the whole state, the kept lines of the log, and then every change. Ends when `isAllowed` says no. */
  open(response: ServerResponse, isAllowed: () => Promise<boolean>): void;
  sendTurn(turn: EndedTurn): void;
  /** True: somebody reads. */
  readonly hasReaders: boolean;
  closeAll(): void;
}

interface StreamParts {
  readState(): ConsoleState;
  readonly logTail?: LogTail | undefined;
  readonly responder: Pick<Responder, 'respond'>;
  /** Writes JSON without secrets. */
  toJson(value: unknown): string;
  readonly clock: Clock;
}

interface Reader {
  readonly response: ServerResponse;
  readonly isAllowed: () => Promise<boolean>;
}

const MAX_STREAMS = 16;
/** A page that does not read is cut off. When it wakes up, it connects again and gets the whole state. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Of the lines so far, at the beginning of a stream: much less, or a page that reads would be cut off, too. */
const MAX_FIRST_CHARACTERS = 1024 * 1024;
const LOOK_EVERY_MS = 500;
/** Proxies close a connection that is silent for long. */
const LOOKS_PER_HEARTBEAT = 20;
/** At the level debug, a busy bot writes thousands of lines a second. */
const MAX_LINES_PER_LOOK = 100;

/** Creates the streams. While nobody reads, they cost nothing. */
export function createConsoleStreams(parts: StreamParts): ConsoleStreams {
  const { readState, logTail, responder, toJson, clock } = parts;
  const readers = new Set<Reader>();
  let lines: string[] = [];
  let lastState = '';
  let looks = 0;
  let stop: (() => void) | undefined;

  function write(response: ServerResponse, text: string): void {
    if (response.destroyed) return;
    response.write(text);
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
  }

  function sendAll(text: string): void {
    for (const { response } of readers) write(response, text);
  }

  const frame = (event: ConsoleEvent) => `data: ${toJson(event)}\n\n`;
  const frameOfLine = (line: string) => frame({ kind: 'log', line: toLogLine(line) });

  function newestFrames(kept: readonly string[]): string {
    const frames: string[] = [];
    let room = MAX_FIRST_CHARACTERS;
    for (const line of kept.toReversed()) {
      const next = frameOfLine(line);
      room -= next.length;
      if (room < 0) break;
      frames.push(next);
    }
    return frames.toReversed().join('');
  }

  function look(): void {
    const state = frame({ kind: 'state', state: readState() });
    if (state !== lastState) sendAll(state);
    lastState = state;
    sendAll(lines.map(frameOfLine).join(''));
    lines = [];
    looks += 1;
    if (looks % LOOKS_PER_HEARTBEAT === 0) beat();
  }

  function beat(): void {
    sendAll(': alive\n\n');
    for (const { response, isAllowed } of readers) {
      isAllowed().then(
        (isStill) => isStill || response.destroy(),
        () => response.destroy(),
      );
    }
  }

  /** Looks for changes while somebody reads. */
  function start(): () => void {
    lastState = frame({ kind: 'state', state: readState() });
    const unwatch = logTail?.watch((line) => {
      lines.push(line);
      if (lines.length > MAX_LINES_PER_LOOK) lines.shift();
    });
    let cancel = clock.after(LOOK_EVERY_MS, lookAgain);
    function lookAgain(): void {
      cancel = clock.after(LOOK_EVERY_MS, lookAgain);
      look();
    }
    return () => {
      cancel();
      unwatch?.();
      lines = [];
    };
  }

  function leave(reader: Reader): void {
    readers.delete(reader);
    if (readers.size > 0) return;
    stop?.();
    stop = undefined;
  }

  return {
    get hasReaders() {
      return readers.size > 0;
    },

    open(response, isAllowed) {
      if (readers.size >= MAX_STREAMS)
        throw new RequestError(503, `${MAX_STREAMS} pages are open already. Close some.`);

      const reader = { response, isAllowed };
      response.once('close', () => leave(reader));
      // A proxy that collects an answer before it passes it on would show nothing.
      response.setHeader('x-accel-buffering', 'no');
      responder.respond(response, 200, 'text/event-stream; charset=utf-8');
      write(
        response,
        `retry: 2000\n\n${frame({ kind: 'state', state: readState(), isFirst: true })}`,
      );
      write(response, newestFrames(logTail?.lines() ?? []));
      readers.add(reader);
      stop ??= start();
    },

    sendTurn: (turn) => sendAll(frame({ kind: 'turn', turn })),

    closeAll() {
      for (const { response } of readers) response.destroy();
    },
  };
}
