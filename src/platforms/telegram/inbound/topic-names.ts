import type { Fleet } from '../../../contracts/fleet.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader, patternReader } from '../../../lib/json-reader.ts';
import type { UpdateMessage } from './read-update.ts';
import { titleReader } from './readers.ts';

/** The names of topics that messages have contained so far. */
export interface TopicNames {
  /** Learns the name that a message contains, if any, and gives the name of its topic. */
  learn(topicId: string, message: NamingMessage): string | undefined;
  /**
   * Tells the other processes the names that people give, and learns those that they tell: a name is given once, and
   * one process gets the message about it. Gives the function that ends it.
   */
  share(fleet: Pick<Fleet, 'tell' | 'onTold'>, botId: number): () => void;
}

/** The parts of a message that can contain the name of its topic. */
export type NamingMessage = Partial<
  Pick<UpdateMessage, 'forum_topic_created' | 'reply_to_message' | 'others'>
>;

const REMEMBERED_TOPICS = 1_000;
const edited = fieldsReader({ name: titleReader });
const naming = fieldsReader(
  { topicId: patternReader(/^-?\d+\/[\w-]+$/), name: titleReader },
  'topicId',
  'name',
);

/**
 * Creates the memory of one bot. Only messages that reply to nothing else bring the message that created
 * their topic. That one holds the first name, so a newer one is kept.
 */
export function createTopicNames(clock: Clock): TopicNames {
  const names = createExpiringMap<string, string>({ clock, maxEntries: REMEMBERED_TOPICS });
  let tell = (_topicId: string, _name: string) => {};

  return {
    learn(topicId, message) {
      const given = readNewName(message) ?? (message.forum_topic_created?.name || undefined);
      if (given !== undefined) tell(topicId, given);
      const name = given ?? names.get(topicId) ?? firstTopicName(message);
      if (name !== undefined) names.set(topicId, name);
      return name;
    },

    share(fleet, botId) {
      const topic = `telegram:${botId}:topics`;
      tell = (topicId, name) => fleet.tell(topic, { topicId, name });
      return fleet.onTold(topic, (content) => {
        const told = naming(content);
        if (told) names.set(told.topicId, told.name);
      });
    },
  };
}

/** The name that the topic of a message had at first. `undefined`: the message does not contain it. */
export function firstTopicName({
  forum_topic_created: created,
  reply_to_message: replied,
}: NamingMessage): string | undefined {
  return (created ?? replied?.forum_topic_created)?.name || undefined;
}

function readNewName({ others = [] }: NamingMessage): string | undefined {
  const [, change] = others.find(([field]) => field === 'forum_topic_edited') ?? [];
  return edited(change)?.name || undefined;
}
