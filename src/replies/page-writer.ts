import type { Rendering } from '../contracts/dialect.ts';
import type { Controls, PutOptions, ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { createReplyMessages } from './reply-messages.ts';
import type { LimitName, ReplyParts } from './reply-parts.ts';
import type { Revision } from './revision.ts';

/** The next thing to do on the network. */
export interface PageWrite {
  /** People see nothing of the answer yet. */
  readonly isFirst: boolean;
  /** The answer stands without it. */
  readonly isSpare: boolean;
  /** Makes a new message. */
  readonly creates: boolean;
  /** It draws on this one. */
  readonly limit: LimitName;
  run(onRateLimit: NonNullable<PutOptions['onRateLimit']>): Promise<void>;
  /** Takes it as done, because the network will never accept it. A page is tried once more in the final text. */
  skip(): void;
}

/** Which page stands in which message, and what is still to be written. */
export interface PageWriter {
  /** The first page that differs from what its message shows; after the final one, what is left of an earlier, longer text. */
  next(draft: Revision): PageWrite | undefined;
  /** See the contract `Reply`. */
  think(reasoning: string): void;
}

/** What a message shows. */
interface Shown {
  readonly page: unknown;
  readonly controls: Controls | undefined;
}

/** A page as it should stand. */
interface Wanted extends Shown {
  readonly state: PutOptions['state'];
}

const SPARE = { isFirst: false, isSpare: true, creates: false, limit: 'messages' } as const;

export function createPageWriter(parts: ReplyParts): PageWriter {
  const { signal } = parts;
  let { surface } = parts;
  // Of this run only: a message that an earlier run created and removed again must not be taken for one that stands.
  const key = `${parts.key}@${parts.clock.now()}`;
  const messages = createReplyMessages(parts);
  let reasoning: string | undefined;
  let rendering: Rendering<unknown> | undefined;
  let hasWords = false;
  /** By index; absent: unknown, or not there. */
  const shown: Shown[] = [];
  const skipped = new Set<number>();

  /** A line that waits is no part of the text: it is rendered alone. */
  function render({ stage, text, closing }: Revision): readonly unknown[] {
    if (stage === 'waiting') return surface.dialect.open().update(text, 'final').slice(0, 1);
    rendering ??= surface.dialect.open(reasoning, parts.mostMessages);
    return rendering.update(text, stage, closing);
  }

  /** Buttons are under the last message, and only that one still grows. */
  function wantedOf(draft: Revision): Wanted[] {
    return render(draft).map((page, index, all) => {
      const isLast = index === all.length - 1;
      const state = isLast && draft.stage !== 'final' ? 'growing' : 'final';
      return { page, controls: isLast ? draft.controls : undefined, state };
    });
  }

  function isShown(index: number, { page, controls, state }: Wanted): boolean {
    const now = shown[index];
    if (!now || (state === 'final' && messages.hasDraft(index))) return false;
    return surface.dialect.same(now.page, page) && sameControls(now.controls, controls);
  }

  function writePage(index: number, wanted: Wanted, { stage }: Revision): PageWrite {
    const { page, controls, state } = wanted;
    const isPreview = state === 'growing' && !messages.hasMessage(index);
    return {
      isFirst: !hasWords,
      isSpare: false,
      creates: !messages.hasMessage(index) && !(messages.hasDraft(index) && state === 'growing'),
      limit: isPreview ? 'previews' : 'messages',
      async run(onRateLimit) {
        const options = {
          ...{
            state,
            key: `${key}.${index}`,
            onlyAsker: parts.onlyAsker ?? false,
            signal,
            onRateLimit,
          },
          ...(controls && { controls }),
        };
        try {
          await messages.put(surface, index, page, options);
        } catch (error) {
          return recover(error, index);
        }
        shown[index] = wanted;
        skipped.delete(index);
        hasWords ||= stage !== 'waiting';
      },
      skip() {
        shown[index] = wanted;
        skipped.add(index);
      },
    };
  }

  /** Leaves it to the next write to make up for this one. */
  async function recover(error: unknown, index: number): Promise<void> {
    const kind = error instanceof PlatformError ? error.kind : undefined;
    // A message that only an earlier run knows of may be gone: that run may have died while it removed it.
    const isOfEarlierRun = index < messages.count && shown[index] === undefined;
    if (kind === 'unsupported' && surface.plainSurface) goOnPlainer(surface.plainSurface);
    else if (kind === 'gone' && isOfEarlierRun) await messages.drop(index);
    else throw error;
  }

  /** All is written once more, over what stands. */
  function goOnPlainer(plainer: ReplySurface): void {
    surface = plainer;
    rendering = undefined;
    shown.length = 0;
    skipped.clear();
  }

  /** What an earlier run created beyond this text. */
  function clearSurplus(pages: number): PageWrite | undefined {
    if (messages.mayHaveMore && surface.findNext)
      return { ...SPARE, run: () => messages.find(surface, signal), skip: messages.assumeNoMore };
    if (messages.count <= pages) return undefined;
    return { ...SPARE, run: () => messages.removeLast(surface), skip: messages.forgetLast };
  }

  return {
    next(draft) {
      const isFinal = draft.stage === 'final';
      const pages = wantedOf(draft);
      const index = pages.findIndex(
        (wanted, at) => !isShown(at, wanted) || (isFinal && skipped.has(at)),
      );
      const wanted = pages[index];
      if (wanted) return writePage(index, wanted, draft);
      return isFinal ? clearSurplus(pages.length) : undefined;
    },
    think(thought) {
      reasoning = thought;
    },
  };
}

/** Keys stand in one order: both come from the same code. */
function sameControls(a: Controls = [], b: Controls = []): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
