import type { Store } from '../../src/contracts/store.ts';
import type { AnswerVersion, NewTurn, Turn } from '../../src/contracts/turns.ts';
import { turnId } from '../../src/conversations/keys.ts';
import { headChange, turnChange } from '../../src/conversations/records.ts';

/** The words of a question and of an answer: about those of a chat. */
const QUESTION = 'How long does the dough have to rest before it goes into the oven? '.repeat(2);
const ANSWER = 'It rests for an hour at room temperature, or overnight in the fridge. '.repeat(8);
const BATCH_SIZE = 500;

/** The answer of each turn. */
export const ANSWERED: AnswerVersion = {
  text: ANSWER,
  provider: 'openai',
  model: 'gpt-6.1-terra',
  end: 'stop',
};

/** A question in a room. */
export function questionIn(room: string, index: number): NewTurn {
  const channel = { platform: 'bench', id: room, kind: 'group' } as const;
  const id = `${room}-${index}`;
  return {
    message: {
      id,
      channel,
      author: { id: '7', name: 'Ada', isBot: false, isServerAdmin: false, roles: [] },
      addressed: 'mention',
      text: QUESTION,
      attachments: [],
      sentAt: 1_790_000_000_000 + index,
    },
    address: { channel, questionId: id },
  };
}

/** Writes a conversation of `count` answered turns into the store, as they stay there after their end. */
export async function storeConversation(store: Store, room: string, count: number): Promise<void> {
  const conversation = `bench:${room}`;
  for (let from = 1; from <= count; from += BATCH_SIZE) {
    const size = Math.min(BATCH_SIZE, count - from + 1);
    const turns = Array.from({ length: size }, (_, index) => answeredTurn(room, from + index));
    await store.write(turns.map(turnChange));
  }
  const head = { sequence: count, epoch: 0, settings: {}, format: 1 } as const;
  await store.write([headChange(conversation, head)]);
}

function answeredTurn(room: string, sequence: number): Turn {
  const { message, address } = questionIn(room, sequence);
  const conversation = `bench:${room}`;
  return {
    id: turnId(conversation, sequence),
    conversation,
    sequence,
    epoch: 0,
    state: 'done',
    inputs: [message],
    address,
    answerMessages: [{ messageId: `answer-${sequence}` }],
    creating: false,
    versions: [ANSWERED],
    shownVersion: 0,
    resumes: 0,
    acceptedAt: message.sentAt,
    format: 1,
  };
}
