import type { Channel, ChatMessage } from '../../src/contracts/chat-message.ts';
import type { Turn } from '../../src/contracts/turns.ts';

/** The direct channel of a fake platform. */
export const fakeChannel: Channel = { platform: 'fake', id: '7', kind: 'direct' };

/** A direct message from a person. */
export function createFakeMessage(change: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: '1',
    channel: fakeChannel,
    author: { id: '7', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] },
    addressed: 'direct',
    text: 'Hello?',
    attachments: [],
    sentAt: 0,
    ...change,
  };
}

/** A running turn with one question and without an answer. */
export function createFakeTurn(change: Partial<Turn> = {}): Turn {
  return {
    id: 'fake:7#1',
    conversation: 'fake:7',
    sequence: 1,
    epoch: 0,
    state: 'running',
    inputs: [createFakeMessage()],
    address: { channel: fakeChannel, questionId: '1' },
    answerMessages: [],
    creating: false,
    versions: [],
    shownVersion: 0,
    resumes: 0,
    acceptedAt: 0,
    format: 1,
    ...change,
  };
}
