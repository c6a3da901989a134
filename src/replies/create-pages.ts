import type { Place } from '../contracts/reply-surface.ts';
import type { ReplyParts } from './reply-parts.ts';
import type { Draft } from './wait-for-first-words.ts';

/** The next page to write. */
export interface Page {
  readonly index: number;
  readonly content: unknown;
  readonly state: 'growing' | 'final';
  /** People see nothing of the answer yet. */
  readonly isFirst: boolean;
}

/** Which page stands in which message, and what is still to be written. */
export interface Pages {
  /** The first page that differs from what its message shows. */
  next(draft: Draft): Page | undefined;
  put(page: Page): Promise<void>;
  /** Takes a page as written that the network will never accept; the next text is another page. */
  skip(page: Page): void;
  /** Removes messages of an earlier, longer text. */
  removeSurplus(): Promise<void>;
}

export function createPages(parts: ReplyParts): Pages {
  const { surface, key, signal } = parts;
  const rendering = surface.dialect.open();
  const places: Place[] = [...(parts.places ?? [])];
  /** By index; absent: unknown, or not there. */
  const shown: unknown[] = [];
  let mayExist = parts.mayExist ?? false;
  let count = 0;

  async function create(page: Page): Promise<Place> {
    await parts.save?.([...places], true);
    const after = places[page.index - 1];
    const place = await surface
      .put(undefined, page.content, { ...options(page), ...(after && { after }), mayExist })
      .catch((error: unknown) => {
        // It may have arrived although its answer did not: the next try looks first.
        mayExist = true;
        throw error;
      });
    mayExist = false;
    places[page.index] = place;
    await parts.save?.([...places], false);
    return place;
  }

  const options = (page: Page) => ({
    state: page.state,
    key: `${key}.${page.index}`,
    onlyAsker: parts.onlyAsker ?? false,
    // Under the last message: the others stand as they are.
    ...(parts.controls && page.index === count - 1 && { controls: parts.controls }),
    signal,
  });

  return {
    next({ text, final }) {
      const rendered = rendering.update(text, final ? 'final' : 'growing');
      count = rendered.length;
      const index = rendered.findIndex((page, at) => shown[at] === undefined || !surface.dialect.same(shown[at], page));
      if (index < 0) return undefined;
      const state = final || index < count - 1 ? 'final' : 'growing';
      return { index, content: rendered[index], state, isFirst: shown.length === 0 };
    },
    async put(page) {
      const place = places[page.index];
      if (place) places[page.index] = await surface.put(place, page.content, options(page));
      else await create(page);
      shown[page.index] = page.content;
    },
    skip(page) {
      shown[page.index] = page.content;
    },
    async removeSurplus() {
      for (const place of places.splice(count)) await surface.remove(place);
      if (parts.save && count < (parts.places?.length ?? 0)) await parts.save([...places], false);
    },
  };
}
