import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

/** The calls that an answer takes, and the list of models. */
export type Step = 'create' | 'ask' | 'order' | 'events' | 'message' | 'delete' | 'models';

/** A stand-in for Open Assistant's website. */
interface OpenAssistantServer extends RawServer {
  /** Sends the events of an answer. Tests replace it. */
  answerQuestion: Handler;
  /** Handlers that replace the usual ones, by step. */
  readonly overrides: Partial<Record<Step, Handler>>;
  /** The answer as the server keeps it, for the step `message`. */
  storedAnswer: { readonly state: string; readonly content: string };
  /** The steps of all requests so far. */
  readonly steps: readonly Step[];
  /** The chats that are not deleted, by id, with the ids of their messages. */
  readonly chats: ReadonlyMap<string, unknown>;
  /** The text of the last question. */
  lastQuestion: string;
}

/** The only cookie that the server accepts. */
export const openAssistantCookie = 'next-auth.session-token=secret-session';

const STEPS: Readonly<Record<string, Step>> = {
  'POST /api/chat': 'create',
  'POST /api/chat/prompter_message': 'ask',
  'POST /api/chat/assistant_message': 'order',
  'GET /api/chat/events': 'events',
  'GET /api/chat/message': 'message',
  'DELETE /api/chat': 'delete',
  'GET /api/chat/models': 'models',
};

/** An event with the line ends that the server of Open Assistant writes. */
export function event(type: string, fields: object = {}): string {
  return `data: ${JSON.stringify({ event_type: type, ...fields })}\r\n\r\n`;
}

/** The event of a question that waits in the queue. */
export const pendingEvent = event('pending', { queue_position: 1, queue_size: 2 });

/** The event of one token. */
export function tokenEvent(text: string): string {
  return event('token', { text });
}

/** The last event, which repeats the whole answer. */
export function finalEvent(content: string): string {
  return event('message', { message: { content, role: 'assistant', state: 'complete' } });
}

/**
 * Sends an answer: the wait in the queue, the tokens, the whole message. Without a content type, as
 * the website does.
 */
export function sayAsTokens(text: string, pauseMs = 0): Handler {
  return async (exchange) => {
    exchange.write(`: ping\r\n\r\n${pendingEvent}${pendingEvent}`);
    for (const [delta] of text.matchAll(/.{1,4}/gs)) {
      exchange.write(tokenEvent(delta));
      if (pauseMs > 0) await exchange.pause(pauseMs);
    }
    exchange.write(finalEvent(text));
    exchange.end();
  };
}

/**
 * Starts a stand-in for Open Assistant's website, with its chats in memory. It refuses requests
 * without the cookie.
 */
export async function startOpenAssistantServer(
  script: Handler = sayAsTokens('Hello!'),
): Promise<OpenAssistantServer> {
  const chats = new Map<string, string[]>();
  const steps: Step[] = [];

  /**
   * Adds a message. Gives its id, or `undefined` unless the chat exists and ends with the parent.
   */
  const addMessage = ({
    chat_id: chatId,
    parent_id: parentId,
  }: {
    chat_id: string;
    parent_id: string | null;
  }) => {
    const messages = chats.get(chatId);
    if (!messages || (messages.at(-1) ?? null) !== parentId) return undefined;
    const id = randomUUID();
    messages.push(id);
    return id;
  };
  const isAboutAnAnswer = ({ query }: Exchange) =>
    chats.get(query.get('chat_id') ?? '')?.indexOf(query.get('message_id') ?? '') === 1;

  const handlers: Record<Step, Handler> = {
    create(exchange) {
      const id = randomUUID();
      chats.set(id, []);
      exchange.respond(200, { id, title: null, hidden: false });
    },
    ask(exchange) {
      const id = typeof exchange.json.content === 'string' ? addMessage(exchange.json) : undefined;
      if (!id) return exchange.respond(400, { message: 'Parent message not found' });
      server.lastQuestion = exchange.json.content;
      exchange.respond(200, { id, role: 'prompter', state: 'manual' });
    },
    order(exchange) {
      const { model_config_name: model, sampling_parameters: sampling, plugins } = exchange.json;
      const isWellFormed =
        sampling.max_new_tokens > 0 && 'top_p' in sampling && Array.isArray(plugins);
      if (!/^OA_/.test(model) || !isWellFormed) return exchange.respond(422, { message: 'secret' });
      const id = addMessage(exchange.json);
      if (!id) return exchange.respond(400, { message: 'Parent message not found' });
      exchange.respond(200, { id, role: 'assistant', state: 'pending' });
    },
    events: (exchange) =>
      isAboutAnAnswer(exchange) ? server.answerQuestion(exchange) : exchange.respond(500),
    message: (exchange) =>
      isAboutAnAnswer(exchange)
        ? exchange.respond(200, server.storedAnswer)
        : exchange.respond(404),
    delete: (exchange) =>
      exchange.respond(chats.delete(exchange.query.get('chat_id') ?? '') ? 200 : 404),
    models: (exchange) =>
      exchange.respond(200, [{ name: 'OA_SFT_Llama_30B_6' }, { name: 'OA_new' }]),
  };

  const raw = await startRawServer((exchange) => {
    const step = STEPS[`${exchange.method} ${exchange.path}`];
    if (!step) return exchange.respond(404);
    steps.push(step);
    if (exchange.headers.cookie !== openAssistantCookie) return exchange.respond(403);
    return (server.overrides[step] ?? handlers[step])(exchange);
  });
  const server: OpenAssistantServer = Object.assign(raw, {
    answerQuestion: script,
    overrides: {},
    storedAnswer: { state: 'pending', content: '' },
    steps,
    chats,
    lastQuestion: '',
  });
  return server;
}
