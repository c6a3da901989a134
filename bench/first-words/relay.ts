/**
 * A minimal bot that makes the same requests by hand. It keeps no history, checks nothing, and
 * loses everything when it dies, so no real bot is much faster.
 */
import { Agent, request, setGlobalDispatcher } from 'undici';

const { TELEGRAM_API_URL, TELEGRAM_TOKEN, OPENAI_BASE_URL } = process.env;

const ENOUGH_CHARACTERS = 30;
const GAP_MS = 1_100;

setGlobalDispatcher(new Agent({ bodyTimeout: 0, headersTimeout: 0 }));

interface Update {
  readonly update_id: number;
  readonly message: { readonly chat: { readonly id: number }; readonly text: string };
}

for (let offset = 0; ; ) {
  const updates = (await telegram('getUpdates', { offset, limit: 100, timeout: 30 })) as Update[];
  for (const { update_id, message } of updates) {
    offset = update_id + 1;
    void answer(message.chat.id, message.text);
  }
}

async function telegram(method: string, body: object): Promise<unknown> {
  const response = await request(`${TELEGRAM_API_URL}/bot${TELEGRAM_TOKEN}/${method}`, post(body));
  return ((await response.body.json()) as { result: unknown }).result;
}

async function answer(chatId: number, question: string): Promise<void> {
  void telegram('sendChatAction', { chat_id: chatId, action: 'typing' });
  let text = '';
  let shown = '';
  let messageId: number | undefined;
  let wroteAt = Number.NEGATIVE_INFINITY;
  let isOver = false;
  let wake = () => {};

  async function write(): Promise<void> {
    while (!isOver || shown !== text) {
      const isEnough = messageId !== undefined || text.length >= ENOUGH_CHARACTERS;
      const waitMs = wroteAt + GAP_MS - performance.now();
      if (shown === text || (!isOver && (!isEnough || waitMs > 0))) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      shown = text;
      wroteAt = performance.now();
      if (messageId === undefined) {
        const sent = (await telegram('sendMessage', { chat_id: chatId, text })) as {
          message_id: number;
        };
        messageId = sent.message_id;
      } else await telegram('editMessageText', { chat_id: chatId, message_id: messageId, text });
    }
  }

  const writing = write();
  for await (const delta of deltas(question)) {
    text += delta;
    wake();
  }
  isOver = true;
  wake();
  await writing;
}

async function* deltas(question: string): AsyncGenerator<string> {
  const messages = [{ role: 'user', content: question }];
  const response = await request(
    `${OPENAI_BASE_URL}/chat/completions`,
    post({ model: 'test-model', stream: true, messages }),
  );
  let rest = '';
  for await (const bytes of response.body.setEncoding('utf8')) {
    const events = (rest + bytes).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      if (event === 'data: [DONE]') return;
      const delta = JSON.parse(event.slice('data: '.length)).choices[0]?.delta.content;
      if (delta) yield delta;
    }
  }
}

function post(body: object) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  } as const;
}
