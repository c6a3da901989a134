import { isDeepStrictEqual } from 'node:util';
import type { Rendering } from '../contracts/dialect.ts';
import type { Controls, Place, PutOptions, ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { Draft } from './draft.ts';
import type { ReplyParts } from './reply-parts.ts';

/** The next thing to do on the network. */
export interface Write {
  /** People see nothing of the answer yet. */
  readonly isFirst: boolean;
  /** The answer stands without it. */
  readonly isSpare: boolean;
  /** Makes a new message. */
  readonly creates: boolean;
  /** How the message is left by it. */
  readonly state: PutOptions['state'];
  run(told: NonNullable<PutOptions['told']>): Promise<void>;
  /** Takes it as done, because the network will never accept it. A page is tried once more in the final text. */
  skip(): void;
}

/** Which page stands in which message, and what is still to be written. */
export interface Pages {
  /** The first page that differs from what its message shows; after the final one, what is left of an earlier, longer text. */
  next(draft: Draft): Write | undefined;
  /** See the contract `Reply`. */
  think(reasoning: string): void;
}

/** What a message shows. */
interface Shown {
  readonly page: unknown;
  readonly controls: Controls | undefined;
}

const SPARE = { isFirst: false, isSpare: true, creates: false, state: 'final' } as const;

export function createPages(parts: ReplyParts): Pages {
  const { signal } = parts;
  let { surface } = parts;
  // Of this run only: a message that an earlier run created and removed again must not be taken for one that stands.
  const key = `${parts.key}@${parts.clock.now()}`;
  let reasoning: string | undefined;
  let rendering: Rendering<unknown> | undefined;
  let hasWords = false;
  const places: Place[] = [...(parts.places ?? [])];
  /** By index; absent: unknown, or not there. */
  const shown: Shown[] = [];
  const skipped = new Set<number>();
  let mayExist = parts.mayExist ?? false;

  const save = async (creating = mayExist) => parts.save?.([...places], creating);

  async function create(index: number, page: unknown, options: PutOptions): Promise<void> {
    await save(true);
    const after = places[index - 1];
    const place = await surface
      .put(places[index], page, { ...options, ...(after && { after }), mayExist })
      .catch((error: unknown) => {
        // The next try looks first. Not for every error: looking draws on the limit that a refused write waits for.
        mayExist ||= mayHaveArrived(error);
        throw error;
      });
    mayExist = false;
    places[index] = place;
    await save();
  }

  async function edit(index: number, place: Place, page: unknown, options: PutOptions): Promise<void> {
    const stands = await surface.put(place, page, options);
    places[index] = stands;
    // Where a chat has moved, another message stands for it now.
    if (!isDeepStrictEqual(stands, place)) await save();
  }

  /** A message that only an earlier run knows of may be gone: that run may have died while it removed it. */
  const wasGone = (error: unknown, index: number) =>
    error instanceof PlatformError && error.kind === 'gone' && index < places.length && shown[index] === undefined;

  /** Leaves it to the next write to make up for this one. */
  async function recover(error: unknown, index: number): Promise<void> {
    if (error instanceof PlatformError && error.kind === 'unsupported' && surface.plainer) {
      goOnPlainer(surface.plainer);
    } else if (wasGone(error, index)) {
      places.splice(index, 1);
      await save();
    } else throw error;
  }

  /** All is written once more, over what stands. */
  function goOnPlainer(plainer: ReplySurface): void {
    surface = plainer;
    rendering = undefined;
    shown.length = 0;
    skipped.clear();
  }

  function writePage(index: number, shows: Shown, { stage }: Draft, state: PutOptions['state']): Write {
    const { page, controls } = shows;
    const creates = !places[index] || (places[index].isDraft === true && state === 'final');
    return {
      isFirst: !hasWords,
      isSpare: false,
      creates,
      state,
      async run(told) {
        const options = {
          ...{ state, key: `${key}.${index}`, onlyAsker: parts.onlyAsker ?? false, signal, told },
          ...(controls && { controls }),
        };
        const place = places[index];
        try {
          await (place && !creates ? edit(index, place, page, options) : create(index, page, options));
        } catch (error) {
          return recover(error, index);
        }
        shown[index] = shows;
        skipped.delete(index);
        hasWords ||= stage !== 'waiting';
      },
      skip() {
        shown[index] = shows;
        skipped.add(index);
      },
    };
  }

  /** A line that waits is no part of the text: it is rendered alone. */
  function render({ stage, text, closing }: Draft): readonly unknown[] {
    if (stage === 'waiting') return surface.dialect.open().update(text, 'final').slice(0, 1);
    rendering ??= surface.dialect.open(reasoning, parts.mostMessages);
    return rendering.update(text, stage, closing);
  }

  function isShown(index: number, { page, controls }: Shown, isFinal: boolean): boolean {
    const now = shown[index];
    return (
      now !== undefined &&
      surface.dialect.same(now.page, page) &&
      sameControls(now.controls, controls) &&
      !(isFinal && skipped.has(index))
    );
  }

  /** What an earlier run created beyond this text, and could not note. */
  function findSurplus(): Write {
    const after = places.at(-1);
    return {
      ...SPARE,
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
      ...SPARE,
      async run() {
        await surface.remove(place);
        places.pop();
        await save();
      },
      skip: () => void places.pop(),
    };
  }

  return {
    next(draft) {
      const isFinal = draft.stage === 'final';
      const rendered = render(draft);
      const isLast = (at: number) => at === rendered.length - 1;
      // Buttons are under the last message.
      const wanted = rendered.map((page, at) => ({ page, controls: isLast(at) ? draft.controls : undefined }));
      const index = wanted.findIndex((shows, at) => !isShown(at, shows, isFinal));
      const shows = wanted[index];
      if (shows) return writePage(index, shows, draft, isFinal || !isLast(index) ? 'final' : 'growing');
      if (!isFinal) return undefined;
      if (mayExist && surface.find) return findSurplus();
      const surplus = places.length > rendered.length ? places.at(-1) : undefined;
      return surplus && removeSurplus(surplus);
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

function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof PlatformError) || ['network', 'server', 'canceled'].includes(error.kind);
}
