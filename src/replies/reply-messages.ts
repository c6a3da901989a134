import { isDeepStrictEqual } from 'node:util';
import type { ReplyRequest } from '../contracts/replies.ts';
import type {
  MessageRef,
  PutOptions,
  ReplySurface,
  WriteCalls,
} from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { observeWrite, type WriteObserverParts } from './observe-write.ts';

/**
 * The messages of one answer, in order. Saves each change, and announces each create before it is
 * made, so that a restart knows which messages may exist.
 */
export interface ReplyMessages {
  readonly count: number;
  /** The page is in a message. */
  hasMessage(index: number): boolean;
  /** The page is in a draft, which the network forgets by itself. */
  hasDraft(index: number): boolean;
  /** Writes a page into its message. Creates the message when there is none, or only a draft. */
  put(surface: ReplySurface, index: number, page: unknown, options: PutOptions): Promise<void>;
  /** Forgets a message that is gone. Those after it move up. */
  drop(index: number): Promise<void>;
  /** One more message may exist: of an earlier run, or of a create whose answer was lost. */
  readonly mayHaveMore: boolean;
  /** Looks for one more message on the network, and adds it. */
  findMore(surface: ReplySurface, signal: AbortSignal): Promise<void>;
  /** Gives up the search for one more message. */
  assumeNoMore(): void;
  removeLast(surface: ReplySurface, calls: WriteCalls): Promise<void>;
  /** Leaves the last message on the network, as no part of the answer. */
  forgetLast(): void;
}

/** More attempts than a write gets before something else is written. */
const MAX_ATTEMPTS = 20;

/** Makes the messages of an answer, starting with those of an earlier run. */
export function createReplyMessages(
  parts: Pick<ReplyRequest, 'messages' | 'mayExist' | 'save'> & WriteObserverParts,
): ReplyMessages {
  const { messages: earlierMessages = [], mayExist = false, save } = parts;
  const refs: MessageRef[] = [...earlierMessages];
  let mayHaveMore = mayExist;
  /** The pages that this run tried to create as one more message. `undefined`: an earlier run tried. */
  let attempts: unknown[] | undefined = mayExist ? undefined : [];

  async function saveRefs(isCreating = mayHaveMore): Promise<void> {
    // A refused page leaves a hole in the array. `Object.values` skips it.
    await save?.(Object.values(refs), isCreating);
  }

  async function create(
    surface: ReplySurface,
    index: number,
    page: unknown,
    options: PutOptions,
  ): Promise<void> {
    await saveRefs(true);
    const position = omitUndefined({ after: refs[index - 1], mayExist: mayHaveMore, attempts });
    const write = () => surface.put(refs[index], page, { ...options, ...position });
    try {
      refs[index] = await observeWrite(parts, { surface, call: 'create', write });
    } catch (error) {
      // The next try looks for the message first. Only after errors that leave a doubt: looking
      // draws on the limit that a refused write waits for.
      if (mayHaveArrived(error)) {
        mayHaveMore = true;
        rememberAttempt(page);
      }
      throw error;
    }
    expectNoMore();
    await saveRefs();
  }

  function rememberAttempt(page: unknown): void {
    attempts = attempts && [...attempts, page].slice(-MAX_ATTEMPTS);
  }

  function expectNoMore(): void {
    mayHaveMore = false;
    attempts = [];
  }

  async function edit(
    surface: ReplySurface,
    index: number,
    page: unknown,
    options: PutOptions,
  ): Promise<void> {
    const before = refs[index];
    const write = () => surface.put(before, page, options);
    const after = await observeWrite(parts, { surface, call: 'edit', write });
    refs[index] = after;
    // The reference changes when the chat has moved.
    if (!isDeepStrictEqual(after, before)) await saveRefs();
  }

  /** Saves that the last message is no longer part of the answer, although it still exists. */
  async function saveWithout(last: MessageRef): Promise<void> {
    refs.pop();
    try {
      await saveRefs(true);
    } catch (error) {
      refs.push(last);
      throw error;
    }
  }

  return {
    get count() {
      return refs.length;
    },

    get mayHaveMore() {
      return mayHaveMore;
    },

    hasMessage: (index) => refs[index] !== undefined && refs[index].isDraft !== true,
    hasDraft: (index) => refs[index]?.isDraft === true,

    put(surface, index, page, options) {
      const ref = refs[index];
      const becomesMessage = ref?.isDraft && options.state === 'final';
      return ref && !becomesMessage
        ? edit(surface, index, page, options)
        : create(surface, index, page, options);
    },

    async drop(index) {
      refs.splice(index, 1);
      await saveRefs();
    },

    async findMore(surface, signal) {
      const position = omitUndefined({ after: refs.at(-1), attempts });
      const found = await surface.findNext?.({ ...position, signal });
      expectNoMore();
      if (found) refs.push(found);
      await saveRefs();
    },

    assumeNoMore: expectNoMore,

    async removeLast(surface, calls) {
      const last = refs.at(-1);
      if (!last) return;
      // A network that finds messages reports deletions too. Without this, our own would look like
      // that of a person who stops the answer.
      const isReported = surface.findNext !== undefined;
      if (isReported) await saveWithout(last);

      try {
        const write = () => surface.remove(last, calls);
        await observeWrite(parts, { surface, call: 'remove', write });
      } catch (error) {
        if (isReported) refs.push(last);
        throw error;
      }
      if (!isReported) refs.pop();
      await saveRefs();
    },

    forgetLast() {
      refs.pop();
    },
  };
}

function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof PlatformError)) return true;
  return error.kind === 'network' || error.kind === 'server' || error.kind === 'canceled';
}
