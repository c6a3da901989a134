import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../src/errors.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** A surface in memory. */
export interface FakeSurface extends ReplySurface<string> {
  /** The page of each message by its id, oldest first. */
  readonly messages: Map<string, string>;
  readonly writes: {
    readonly messageId: string;
    readonly page: string;
    readonly options: PutOptions;
  }[];
  /** Fails the next writes, one kind each. `lost`: the write arrives, its answer does not. */
  readonly faults: (PlatformErrorKind | 'lost')[];
  /** Fails the next removals, one kind each. */
  readonly removeFaults: PlatformErrorKind[];
  /** A message that an earlier run created without storing it. */
  unnoted: MessageRef | undefined;
  /** Other ids that messages get when they are edited. */
  readonly moves: Map<string, string>;
  /** Holds all writes back, until the returned function is called. */
  hold(): () => void;
  typingNow: boolean;
}

/** The limits of a fake surface. */
export interface FakeSurfaceOptions {
  readonly limit?: number;
  readonly retryAfterMs?: number;
  readonly gapMs?: number;
}

/** Creates a surface whose failures the test decides. */
export function createFakeSurface({
  limit = 100,
  retryAfterMs,
  gapMs = 1_000,
}: FakeSurfaceOptions = {}): FakeSurface {
  let held: PromiseWithResolvers<void> | undefined;
  let count = 0;
  const fail = (kind: PlatformErrorKind) => {
    const options = omitUndefined({ kind, platform: 'fake', retryAfterMs });
    throw new PlatformError(`refused: ${kind}`, options);
  };
  const surface: FakeSurface = {
    messages: new Map(),
    writes: [],
    faults: [],
    removeFaults: [],
    unnoted: undefined,
    moves: new Map(),
    typingNow: false,
    hold() {
      const gate = Promise.withResolvers<void>();
      held = gate;
      return () => {
        held = undefined;
        gate.resolve();
      };
    },
    budget: () => ({ scope: 'fake', calls: 20, windowMs: 20_000, gapMs }),
    dialect: {
      open: (reasoning) => ({
        update: (markdown, _state, closing) =>
          pagesOf(
            [reasoning && `(${reasoning}) `, markdown, closing && `\n\n${closing}`]
              .filter(Boolean)
              .join(''),
            limit,
          ),
      }),
      same: (a, b) => a === b,
    },
    async put(message: MessageRef | undefined, page: string, options: PutOptions) {
      await held?.promise;
      const fault = surface.faults.shift();
      if (fault && fault !== 'lost') fail(fault);
      const before = message?.messageId ?? `m${++count}`;
      const messageId = surface.moves.get(before) ?? before;
      surface.messages.set(messageId, page);
      surface.writes.push({ messageId, page, options });
      if (fault === 'lost') fail('network');
      return { messageId };
    },
    async findNext() {
      return surface.unnoted;
    },
    async remove(message) {
      const fault = surface.removeFaults.shift();
      if (fault) fail(fault);
      surface.messages.delete(message.messageId);
    },
    showTyping(until) {
      surface.typingNow = true;
      until.addEventListener('abort', () => {
        surface.typingNow = false;
      });
    },
  };
  return surface;
}

/** Splits plain text into pages, which end at a space or where they are full. */
export function pagesOf(text: string, limit: number): string[] {
  const whole = text.trim();
  if (whole.length <= limit) return whole === '' ? [] : [whole];
  const space = whole.lastIndexOf(' ', limit);
  const cut = space > 0 ? space : limit;
  return [whole.slice(0, cut), ...pagesOf(whole.slice(cut), limit)];
}
