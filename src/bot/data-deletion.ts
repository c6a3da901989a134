import type { Author, Channel } from '../contracts/chat-message.ts';
import type { RelayEvent } from '../contracts/fleet.ts';
import type { ForgottenEvent } from '../contracts/inbox.ts';
import type { Nearby } from '../contracts/nearby.ts';
import type { DeletedData, PersonalData } from '../contracts/personal-data.ts';
import type { People } from '../contracts/settings.ts';
import type { Turn, Turns } from '../contracts/turns.ts';
import type { Usage } from '../contracts/usage.ts';
import type { MissedQuestions } from './missed-questions.ts';
import type { QuestionEditor } from './question-editor.ts';

/** Deletes what people have said because they want it. */
export interface DataDeletion {
  /**
   * Deletes everything of a person on the network of a channel. What is in chats of other processes is found now, and
   * deleted by them soon.
   */
  deleteAll(person: Pick<Author, 'id'>, channel: Pick<Channel, 'platform'>): Promise<DeletedData>;
  /** Deletes what a person has said in one conversation, in the process that answers there. */
  deleteIn(event: ForgottenEvent): Promise<void>;
}

/** The parts that keep something of people. */
export interface DataDeletionParts {
  readonly turns: Pick<Turns, 'openOf'>;
  readonly personalData: PersonalData;
  readonly nearby: Pick<Nearby, 'deleteAuthor' | 'deleteAuthorIn'>;
  readonly people: Pick<People, 'change'>;
  readonly usage: Pick<Usage, 'forgetPerson'>;
  readonly missed: Pick<MissedQuestions, 'forgetPerson'>;
  /** Deletes what other parts keep of a person. */
  forgetElsewhere?(platform: string, personId: string): Promise<void>;
  /** Absent: this process answers in all chats. */
  readonly relay?: RelayEvent;
}

/** Creates the deletion. */
export function createDataDeletion(
  parts: DataDeletionParts,
  editor: Pick<QuestionEditor, 'forget'>,
): DataDeletion {
  const { turns, personalData, nearby, people, usage, missed, relay } = parts;

  /** An open turn has a run, which removes what is visible of its answer. */
  async function forgetAll(open: readonly Turn[]): Promise<void> {
    for (const turn of open) await editor.forget(turn);
  }

  return {
    async deleteAll({ id }, { platform }) {
      const elsewhere = new Map<string, Channel>();
      const note = (conversation: string, channel: Channel) =>
        void elsewhere.set(conversation, channel);

      const open = turns.openOf(platform, id);
      await forgetAll(open);
      const saidAround = await nearby.deleteAuthor(platform, id, note);
      const found = await personalData.delete(platform, id, open, note);
      for (const [conversation, channel] of elsewhere)
        await relay?.({ kind: 'forgotten', channel, conversation, personId: id });

      const offered = await missed.forgetPerson(platform, id);
      const questions = found.questions + offered;
      const deleted: DeletedData = { ...found, questions, quotes: found.quotes + saidAround };
      await people.change(platform, id, () => ({}));
      await usage.forgetPerson(platform, id);
      await parts.forgetElsewhere?.(platform, id);
      if (Object.values(deleted).some((count) => count > 0)) await personalData.purge();
      return deleted;
    },

    async deleteIn({ channel, conversation, personId }) {
      const open = turns.openOf(channel.platform, personId);
      await forgetAll(open.filter((turn) => turn.conversation === conversation));
      await nearby.deleteAuthorIn(conversation, personId);
      await personalData.deleteIn(conversation, personId);
      // Takes long in a large database, and nobody waits for it. It does not reject.
      void personalData.purge();
    },
  };
}
