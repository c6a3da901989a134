import { isDeepStrictEqual } from 'node:util';
import type { ReplyRequest } from '../contracts/replies.ts';
import type { MessageRef, PutOptions, ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';

/** The messages of one answer, in order. Each change is noted by `save`, a create before it is made as well. */
export interface ReplyMessages {
  readonly count: number;
  /** A message is there. */
  hasMessage(index: number): boolean;
  /** A draft is there, which the network forgets, whatever it shows. */
  hasDraft(index: number): boolean;
  /** Writes a page there, into a new message if need be. */
  put(surface: ReplySurface, index: number, page: unknown, options: PutOptions): Promise<void>;
  /** It is gone: those after it move up. */
  drop(index: number): Promise<void>;
  /** An earlier run, or a create whose answer was lost, may have left one more after the last. */
  readonly mayHaveMore: boolean;
  find(surface: ReplySurface, signal: AbortSignal): Promise<void>;
  /** There is none, or nobody can tell. */
  assumeNoMore(): void;
  removeLast(surface: ReplySurface): Promise<void>;
  /** It stays where it is, and is no part of the answer any more. */
  forgetLast(): void;
}

type Earlier = Pick<ReplyRequest, 'messages' | 'mayExist' | 'save'>;

export function createReplyMessages({
  messages: earlier = [],
  mayExist = false,
  save,
}: Earlier): ReplyMessages {
  const places: MessageRef[] = [...earlier];
  let mayHaveMore = mayExist;

  /** A page that was refused leaves a hole before those after it: nothing stands there. */
  const note = async (creating = mayHaveMore) => save?.(Object.values(places), creating);

  async function create(
    surface: ReplySurface,
    index: number,
    page: unknown,
    options: PutOptions,
  ): Promise<void> {
    await note(true);
    const after = places[index - 1];
    try {
      places[index] = await surface.put(places[index], page, {
        ...options,
        ...(after && { after }),
        mayExist: mayHaveMore,
      });
    } catch (error) {
      // The next try looks first. Not for every error: looking draws on the limit that a refused write waits for.
      mayHaveMore ||= mayHaveArrived(error);
      throw error;
    }
    mayHaveMore = false;
    await note();
  }

  async function edit(
    surface: ReplySurface,
    index: number,
    page: unknown,
    options: PutOptions,
  ): Promise<void> {
    const before = places[index];
    const place = await surface.put(before, page, options);
    places[index] = place;
    // Where a chat has moved, another message stands for it now.
    if (!isDeepStrictEqual(place, before)) await note();
  }

  return {
    get count() {
      return places.length;
    },
    get mayHaveMore() {
      return mayHaveMore;
    },
    hasMessage: (index) => places[index] !== undefined && places[index].isDraft !== true,
    hasDraft: (index) => places[index]?.isDraft === true,
    put(surface, index, page, options) {
      const isEdit = places[index] && !(places[index].isDraft && options.state === 'final');
      return isEdit ? edit(surface, index, page, options) : create(surface, index, page, options);
    },
    async drop(index) {
      places.splice(index, 1);
      await note();
    },
    async find(surface, signal) {
      const after = places.at(-1);
      const found = await surface.findNext?.({ ...(after && { after }), signal });
      mayHaveMore = false;
      if (found) places.push(found);
      await note();
    },
    assumeNoMore() {
      mayHaveMore = false;
    },
    async removeLast(surface) {
      const last = places.at(-1);
      if (last) await surface.remove(last);
      places.pop();
      await note();
    },
    forgetLast: () => void places.pop(),
  };
}

function mayHaveArrived(error: unknown): boolean {
  return (
    !(error instanceof PlatformError) || ['network', 'server', 'canceled'].includes(error.kind)
  );
}
