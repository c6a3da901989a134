import type { MessageRef, PutOptions, ReplySurface } from '../../src/contracts/reply-surface.ts';
import { PlatformError, type PlatformErrorKind } from '../../src/errors.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** A chat network in memory. The test decides what its answers are. */
export interface FakeSurface extends ReplySurface<string> {
  /** The page that each message shows, by id, oldest first. */
  readonly messages: Map<string, string>;
  /** All writes that arrived. */
  readonly writes: {
    readonly messageId: string;
    readonly page: string;
    readonly options: PutOptions;
  }[];
  /** Fails the next writes, one kind each. `lost`: the write arrives, its answer does not. */
  readonly faults: (PlatformErrorKind | 'lost')[];
  /** The reactions that were added, and `undefined` for each removal. */
  readonly reactions: (string | undefined)[];
  /** Fails every write of such a page. `undefined`: the network takes it. */
  refuses: (page: string, isCreate: boolean) => PlatformErrorKind | 'too_long' | undefined;
  /** Fails the next removals, one kind each. */
  readonly removeFaults: PlatformErrorKind[];
  /** A message that an earlier run created and did not save. */
  unsavedMessage: MessageRef | undefined;
  /** New ids of messages whose chat has moved, by their old ids. */
  readonly movedIds: Map<string, string>;
  /** Holds all writes until the function that it gives is called. */
  holdWrites(): () => void;
  isTyping: boolean;
}

/** The properties of a fake network. */
export interface FakeSurfaceOptions {
  /** The name of the limit that writes draw on. */
  readonly scope?: string;
  /** The number of characters that a message can hold. */
  readonly pageLimit?: number;
  /** The pause that a `rate_limit` fault asks for. */
  readonly retryAfterMs?: number;
  readonly gapMs?: number;
}

/** The beginning of a page that stands for a file. */
const FILE = 'file: ';
/** The same for a picture. */
const PICTURE = 'picture: ';

/** Makes a surface whose writes succeed at once, except for the faults that the test adds. */
export function createFakeSurface({
  scope = 'fake',
  pageLimit = 100,
  retryAfterMs,
  gapMs = 1_000,
}: FakeSurfaceOptions = {}): FakeSurface {
  let held: PromiseWithResolvers<void> | undefined;
  let lastMessageNumber = 0;

  function fail(refusal: PlatformErrorKind | 'too_long'): never {
    const isTooLong = refusal === 'too_long';
    throw new PlatformError(`refused: ${refusal}`, {
      kind: isTooLong ? 'invalid' : refusal,
      isTooLong,
      platform: 'fake',
      ...omitUndefined({ retryAfterMs }),
    });
  }

  const surface: FakeSurface = {
    messages: new Map(),
    writes: [],
    faults: [],
    refuses: () => undefined,
    removeFaults: [],
    reactions: [],
    unsavedMessage: undefined,
    movedIds: new Map(),
    isTyping: false,

    async react(emoji) {
      surface.reactions.push(emoji);
    },

    holdWrites() {
      const gate = Promise.withResolvers<void>();
      held = gate;
      return () => {
        held = undefined;
        gate.resolve();
      };
    },

    budget: () => ({ scope, calls: 20, windowMs: 20_000, gapMs }),

    dialect: {
      open: (
        reasoning = '',
        maxPages = Number.POSITIVE_INFINITY,
        { largestFill = 1, withoutFile = false } = {},
      ) => ({
        update(markdown, _state, closing = '', file = undefined) {
          const before = reasoning && `(${reasoning}) `;
          const after = closing && `\n\n${closing}`;
          const pages = pagesOf(before + markdown + after, pageLimit * largestFill);
          if (file) return [...pages, `${'picture' in file ? PICTURE : FILE}${file.name}`];
          if (pages.length <= maxPages) return pages;
          return withoutFile
            ? [...pages.slice(0, maxPages), '(no file)']
            : [...pages.slice(0, maxPages), `${FILE}${markdown}`];
        },
      }),
      isFile: (page) => page.startsWith(FILE) || page.startsWith(PICTURE),
      isPicture: (page) => page.startsWith(PICTURE),
      same: (a, b) => a === b,
    },

    async put(message: MessageRef | undefined, page: string, options: PutOptions) {
      await held?.promise;
      const fault = surface.faults.shift() ?? surface.refuses(page, !message);
      if (fault && fault !== 'lost') fail(fault);

      const id = message?.messageId ?? `m${++lastMessageNumber}`;
      const messageId = surface.movedIds.get(id) ?? id;
      surface.messages.set(messageId, page);
      surface.writes.push({ messageId, page, options });
      if (fault === 'lost') fail('network');
      return { messageId };
    },

    async findNext() {
      return surface.unsavedMessage;
    },

    async remove({ messageId }) {
      const fault = surface.removeFaults.shift();
      if (fault) fail(fault);
      surface.messages.delete(messageId);
    },

    showTyping(until) {
      surface.isTyping = true;
      until.addEventListener('abort', () => {
        surface.isTyping = false;
      });
    },
  };
  return surface;
}

/** Cuts plain text into pages. A page ends at a space, or where it is full. */
export function pagesOf(text: string, pageLimit: number): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.length <= pageLimit) return [trimmed];

  const space = trimmed.lastIndexOf(' ', pageLimit);
  const end = space > 0 ? space : pageLimit;
  return [trimmed.slice(0, end), ...pagesOf(trimmed.slice(end), pageLimit)];
}
