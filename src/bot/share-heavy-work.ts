import type { CommandContext } from '../contracts/command.ts';
import type { Language } from '../contracts/language.ts';
import type { DeletedData } from '../contracts/personal-data.ts';
import type { Turn } from '../contracts/turns.ts';
import { channelKey } from '../lib/channel-key.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { createSharedRun } from '../lib/shared-run.ts';

type ContextIn = (language: Language) => CommandContext;

/**
 * The same contexts, in which nobody multiplies the two things that read much of the store: a history is read once
 * for all who export it at the same time, and the words of one person after the other are deleted, once for each.
 */
export function shareHeavyWork(contextIn: ContextIn): ContextIn {
  const readHistory = createSharedRun<readonly Turn[]>();
  const deleteOnce = createSharedRun<DeletedData>();
  const oneAtATime = createKeyedLock();

  return (language) => {
    const context = contextIn(language);
    return {
      ...context,
      history: (channel) => readHistory(channelKey(channel), () => context.history(channel)),
      deleteData(author, channel) {
        const person = channelKey({ platform: channel.platform, id: author.id });
        return deleteOnce(person, () =>
          oneAtATime('deletions', () => context.deleteData(author, channel)),
        );
      },
    };
  };
}
