import type { Place } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { ReplyParts } from './reply-parts.ts';
import type { Draft } from './wait-for-first-words.ts';

/** The next thing to do on the network. */
export interface Write {
  /** People see nothing of the answer yet. */
  readonly isFirst: boolean;
  /** The answer stands without it. */
  readonly isSpare: boolean;
  run(): Promise<void>;
  /** Takes it as done, because the network will never accept it. A page is tried once more in the final text. */
  skip(): void;
}

/** Which page stands in which message, and what is still to be written. */
export interface Pages {
  /** The first page that differs from what its message shows; after the final one, what is left of an earlier, longer text. */
  next(draft: Draft): Write | undefined;
}

export function createPages(parts: ReplyParts): Pages {
  const { surface, signal } = parts;
  // Of this run only: a message that an earlier run created and removed again must not be taken for one that stands.
  const key = `${parts.key}@${parts.clock.now()}`;
  const rendering = surface.dialect.open();
  const places: Place[] = [...(parts.places ?? [])];
  /** By index; absent: unknown, or not there. */
  const shown: unknown[] = [];
  const skipped = new Set<number>();
  let mayExist = parts.mayExist ?? false;

  const save = async (creating = mayExist) => parts.save?.([...places], creating);

  async function create(index: number, page: unknown, options: ReturnType<typeof optionsOf>): Promise<void> {
    await save(true);
    const after = places[index - 1];
    const place = await surface
      .put(undefined, page, { ...options, ...(after && { after }), mayExist })
      .catch((error: unknown) => {
        // The next try looks first. Not for every error: looking draws on the limit that a refused write waits for.
        mayExist ||= mayHaveArrived(error);
        throw error;
      });
    mayExist = false;
    places[index] = place;
    await save();
  }

  async function edit(
    index: number,
    place: Place,
    page: unknown,
    options: ReturnType<typeof optionsOf>,
  ): Promise<void> {
    const stands = await surface.put(place, page, options);
    places[index] = stands;
    // Where a chat has moved, another message stands for it now.
    if (stands.messageId !== place.messageId) await save();
  }

  /** A message that only an earlier run knows of may be gone: that run may have died while it removed it. */
  const wasGone = (error: unknown, index: number) =>
    error instanceof PlatformError && error.kind === 'gone' && index < places.length && shown[index] === undefined;

  const optionsOf = (index: number, state: 'growing' | 'final', isLast: boolean) => ({
    state,
    key: `${key}.${index}`,
    onlyAsker: parts.onlyAsker ?? false,
    // Under the last message: the others stand as they are.
    ...(parts.controls && isLast && { controls: parts.controls }),
    signal,
  });

  function writePage(rendered: readonly unknown[], index: number, final: boolean): Write {
    const page = rendered[index];
    const isLast = index === rendered.length - 1;
    return {
      isFirst: shown.length === 0,
      isSpare: false,
      async run() {
        const options = optionsOf(index, final || !isLast ? 'final' : 'growing', isLast);
        const place = places[index];
        try {
          await (place ? edit(index, place, page, options) : create(index, page, options));
        } catch (error) {
          if (!wasGone(error, index)) throw error;
          places.splice(index, 1);
          return save();
        }
        shown[index] = page;
        skipped.delete(index);
      },
      skip() {
        shown[index] = page;
        skipped.add(index);
      },
    };
  }

  /** What an earlier run created beyond this text, and could not note. */
  function findSurplus(): Write {
    const after = places.at(-1);
    return {
      isFirst: false,
      isSpare: true,
      async run() {
        const found = await surface.find?.({ ...(after && { after }), signal });
        mayExist = false;
        if (found) places.push(found);
        await save();
      },
      skip() {
        mayExist = false;
      },
    };
  }

  function removeSurplus(place: Place): Write {
    return {
      isFirst: false,
      isSpare: true,
      async run() {
        await surface.remove(place);
        places.pop();
        await save();
      },
      skip: () => void places.pop(),
    };
  }

  return {
    next({ text, final }) {
      const rendered = rendering.update(text, final ? 'final' : 'growing');
      const isShown = (page: unknown, at: number) =>
        shown[at] !== undefined && surface.dialect.same(shown[at], page) && !(final && skipped.has(at));
      const index = rendered.findIndex((page, at) => !isShown(page, at));
      if (index >= 0) return writePage(rendered, index, final);
      if (!final) return undefined;
      if (mayExist && surface.find) return findSurplus();
      const surplus = places.length > rendered.length ? places.at(-1) : undefined;
      return surplus && removeSurplus(surplus);
    },
  };
}

function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof PlatformError) || ['network', 'server', 'canceled'].includes(error.kind);
}
