import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, type RawServer, startRawServer } from './raw-server.ts';

export type Step = 'create' | 'ask' | 'order' | 'events' | 'message' | 'delete' | 'models';

export interface OpenAssistantServer extends RawServer {
  /** How the events of an answer are sent from now on. */
  answerQuestion: Handler;
  /** Steps that are answered in another way from now on. */
  readonly overrides: Partial<Record<Step, Handler>>;
  /** What became of the answer, for those who ask for the message itself. */
  storedAnswer: { readonly state: string; readonly content: string };
  readonly steps: readonly Step[];
  /** Chats that are there now. */
  readonly chats: ReadonlyMap<string, unknown>;
  /** What was asked last. */
  lastQuestion: string;
}

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

/** One event, with the line ends that its server writes. */
export function event(type: string, fields: object = {}): string {
  return `data: ${JSON.stringify({ event_type: type, ...fields })}\r\n\r\n`;
}

export const pendingEvent = event('pending', { queue_position: 1, queue_size: 2 });

export function tokenEvent(text: string): string {
  return event('token', { text });
}

export function finalEvent(content: string): string {
  return event('message', { message: { content, role: 'assistant', state: 'complete' } });
}

/** First it waits in the queue, then come tokens, then the whole message. No content type: the website passes none on. */
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

/** A stand-in for Open Assistant's website, with its chats in memory. Only who has the cookie is let in. */
export async function startOpenAssistantServer(
  script: Handler = sayAsTokens('Hello!'),
): Promise<OpenAssistantServer> {
  const chats = new Map<string, string[]>();
  const steps: Step[] = [];

  /** The id of a new message, if there is such a chat and its last message is the parent. */
  const add = ({
    chat_id: chat,
    parent_id: parent,
  }: {
    chat_id: string;
    parent_id: string | null;
  }) => {
    const messages = chats.get(chat);
    if (!messages || (messages.at(-1) ?? null) !== parent) return undefined;
    const id = randomUUID();
    messages.push(id);
    return id;
  };
  const isAnswer = ({ query }: Exchange) =>
    chats.get(query.get('chat_id') ?? '')?.indexOf(query.get('message_id') ?? '') === 1;

  const usual: Record<Step, Handler> = {
    create(exchange) {
      const id = randomUUID();
      chats.set(id, []);
      exchange.respond(200, { id, title: null, hidden: false });
    },
    ask(exchange) {
      const id = typeof exchange.json.content === 'string' ? add(exchange.json) : undefined;
      if (!id) return exchange.respond(400, { message: 'Parent message not found' });
      server.lastQuestion = exchange.json.content;
      exchange.respond(200, { id, role: 'prompter', state: 'manual' });
    },
    order(exchange) {
      const { model_config_name: model, sampling_parameters: sampling, plugins } = exchange.json;
      const isGood = sampling.max_new_tokens > 0 && 'top_p' in sampling && Array.isArray(plugins);
      if (!/^OA_/.test(model) || !isGood) return exchange.respond(422, { message: 'secret' });
      const id = add(exchange.json);
      if (!id) return exchange.respond(400, { message: 'Parent message not found' });
      exchange.respond(200, { id, role: 'assistant', state: 'pending' });
    },
    events: (exchange) =>
      isAnswer(exchange) ? server.answerQuestion(exchange) : exchange.respond(500),
    message: (exchange) =>
      isAnswer(exchange) ? exchange.respond(200, server.storedAnswer) : exchange.respond(404),
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
    return (server.overrides[step] ?? usual[step])(exchange);
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
