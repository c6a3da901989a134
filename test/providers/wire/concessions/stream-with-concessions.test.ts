import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChatRequest } from '../../../../src/contracts/provider.ts';
import type { Clock } from '../../../../src/lib/clock.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import type { Exchange, Handler } from '../../../helpers/raw-server.ts';
import { readOutcome } from '../../../helpers/read-outcome.ts';
import { FULL_REQUEST, type PartRefusal, partRefusals } from '../../faults/part-refusals.ts';
import { openai } from '../../protocols/openai.ts';
import { event, type Protocol } from '../../protocols/protocol.ts';
import { never, startConversation } from '../../protocols/start-conversation.ts';

const WHOLE_COMPLETION = {
  choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
};

/** Starts a server that refuses as the row says, and counts the requests for answers. */
async function start(
  t: TestContext,
  protocol: Protocol,
  refuse: (exchange: Exchange) => readonly [status: number, body: unknown] | undefined,
  clock?: Clock,
) {
  const asked: Exchange[] = [];
  const answer: Handler = (exchange) => {
    const sideAnswer = protocol.answerSideRequest(exchange, url);
    if (sideAnswer !== undefined) return exchange.respond(200, sideAnswer);

    asked.push(exchange);
    const refusal = refuse(exchange);
    if (refusal) return exchange.respond(...refusal);
    if (exchange.json.stream === false) return exchange.respond(200, wholeAnswer(protocol));
    exchange.respond(200, protocol.head + protocol.text('Hi') + protocol.end('stop'));
  };
  const { provider, url } = await startConversation(t, protocol, answer, {}, clock);
  const ask = (request: Partial<ChatRequest> = {}) =>
    readOutcome(provider.stream({ model: protocol.model, ...FULL_REQUEST, ...request }, never));
  return { asked, ask };
}

function wholeAnswer({ name }: Protocol): unknown {
  if (name !== 'openai_responses') return WHOLE_COMPLETION;
  const output = [{ content: [{ type: 'output_text', text: 'Hi' }] }];
  return { object: 'response', status: 'completed', output };
}

describe('a refusal that names a part of the request', () => {
  for (const row of partRefusals) {
    const { source, protocol, status, body, isRefused, request } = row;
    it(`is answered by a request without it, and learnt: ${protocol.name}, ${source}`, async (t) => {
      const { asked, ask } = await start(t, protocol, ({ json, path }) =>
        isRefused(json, path) ? [status, body] : undefined,
      );
      assert.match(await ask(request), /^Hi \| stop/);
      assert.equal(asked.length, 2);
      assert.match(await ask(request), /^Hi \| stop/);
      assert.equal(asked.length, 2 + (isOnlyForThisPrompt(row) ? 2 : 1));
    });
  }
});

/** The room for the answer is only a guess where the server did not count the whole prompt. */
function isOnlyForThisPrompt({ body }: PartRefusal): boolean {
  return /contains at least/.test(JSON.stringify(body));
}

describe('refusals one after another', () => {
  const REFUSED = [
    'temperature',
    'top_p',
    'presence_penalty',
    'frequency_penalty',
    'seed',
    'stop',
    'max_tokens',
    'max_completion_tokens',
  ];
  const refuseFirst = ({ json }: Exchange, names: readonly string[]) => {
    const name = names.find((candidate) => candidate in json);
    const error = { message: `Unsupported parameter: '${name}'`, param: name };
    return name ? ([400, { error }] as const) : undefined;
  };

  it('each change one part, as many as there are', async (t) => {
    const { asked, ask } = await start(t, openai, (exchange) => refuseFirst(exchange, REFUSED));
    assert.equal(await ask(), 'Hi | stop 3+4');
    assert.equal(asked.length, 9);
    assert.equal(await ask(), 'Hi | stop 3+4');
    assert.equal(asked.length, 10);
  });

  it('end as a failure when the next one asks for nothing new', async (t) => {
    const { asked, ask } = await start(t, openai, () => [
      400,
      { error: { message: "Unsupported parameter: 'seed'", param: 'seed' } },
    ]);
    assert.equal(await ask(), ' | bad_request');
    assert.equal(asked.length, 2);
  });

  it('take both names of a limit, then leave it out', async (t) => {
    const { asked, ask } = await start(t, openai, (exchange) =>
      refuseFirst(exchange, ['max_tokens', 'max_completion_tokens']),
    );
    assert.equal(await ask(), 'Hi | stop 3+4');
    assert.deepEqual(
      asked.map(({ json }) => [json.max_tokens, json.max_completion_tokens]),
      [
        [4_000, undefined],
        [undefined, 4_000],
        [undefined, undefined],
      ],
    );
  });
});

describe('a refusal that is no objection', () => {
  for (const quoted of [
    "Why do I read: Unsupported parameter: 'temperature' is not supported with this model?",
    'My server says that your organization must be verified to stream this model. Why?',
  ]) {
    for (const [form, write] of [
      ['in another spelling', quoted.toUpperCase()],
      ['cut short', `${quoted.slice(0, 60)}…`],
    ]) {
      it(`is not obeyed when it quotes the question ${form}: ${quoted}`, async (t) => {
        const { asked, ask } = await start(t, openai, () => [
          400,
          { error: { message: `Cannot process "${write}` } },
        ]);
        await ask({ messages: [{ role: 'user', text: quoted }] });
        assert.equal(asked.length, 1);
      });
    }
  }

  it('does not cost a second request because of its status 422', async (t) => {
    // FastAPI's form for a field, and TabbyAPI's message (SillyTavern/SillyTavern #3543).
    for (const detail of [
      [{ type: 'value_error', loc: ['body', 'messages', 1, 'content'], msg: 'Value error' }],
      'Request length 71599 + 2048 is greater than max_seq_len 65536',
    ]) {
      const { asked, ask } = await start(t, openai, () => [422, { detail }]);
      await ask({ messages: [{ role: 'user', text: 'Hello?' }] });
      assert.equal(asked.length, 1);
    }
  });
});

describe('a request', () => {
  it('keeps all its words when the system role is refused', async (t) => {
    const { asked, ask } = await start(t, openai, ({ json }) =>
      json.messages[0].role === 'system'
        ? [400, { error: 'System role not supported' }]
        : undefined,
    );
    await ask({ messages: [{ role: 'user', text: 'Hello?' }] });
    assert.deepEqual(asked.at(-1)?.json.messages, [
      { role: 'user', content: 'Be brief and kind.\n\nHello?' },
    ]);
  });

  it('says where an image was when images are refused', async (t) => {
    const { asked, ask } = await start(t, openai, ({ text }) =>
      text.includes('image_url')
        ? [400, { error: 'This model does not support images' }]
        : undefined,
    );
    await ask();
    assert.equal(
      asked.at(-1)?.json.messages[1].content,
      'What is this picture?\n[pictures are here, which you cannot see]',
    );
  });

  it('is changed after an error inside of a stream too, while nothing is visible', async (t) => {
    // lmstudio-ai/lmstudio-bug-tracker: LM Studio accepts the request, then its template fails.
    const error = { error: { message: 'Error rendering prompt: System role not supported' } };
    const { asked, ask } = await start(t, openai, (exchange) => {
      if (exchange.json.messages[0].role !== 'system') return undefined;
      return [200, event(error, 'error')];
    });
    assert.equal(await ask(), 'Hi | stop 3+4');
    assert.equal(asked.length, 2);
  });

  it('is sent once when the refusal names nothing that can be changed', async (t) => {
    const bodies: readonly unknown[] = [
      { error: { message: 'Invalid request' } },
      { error: { message: 'Bad field', param: 'messages' } },
      { error: { message: "The model 'x' does not exist", param: 'model' } },
      // The message quotes the prompt.
      {
        error: {
          message: `We can't answer: "${FULL_REQUEST.messages.at(-1)?.text}". It is unsupported.`,
        },
      },
      'stop',
      '',
    ];
    for (const body of bodies) {
      const { asked, ask } = await start(t, openai, () => [400, body]);
      assert.match(await ask(), /^ \| (bad_request|not_found)$/, JSON.stringify(body));
      assert.equal(asked.length, 1, JSON.stringify(body));
    }
  });

  it('has all its parts again after a day', async (t) => {
    const clock = createFakeClock();
    const { asked, ask } = await start(
      t,
      openai,
      ({ json }) =>
        'seed' in json ? [400, { error: { message: 'no', param: 'seed' } }] : undefined,
      clock,
    );
    for (const hours of [0, 23, 1.1]) {
      await clock.advance(hours * 60 * 60_000);
      assert.match(await ask(), /^Hi/);
    }
    assert.deepEqual(
      asked.map(({ json }) => 'seed' in json),
      [true, false, false, true, false],
    );
  });

  it('is not learnt from when its change did not help', async (t) => {
    let isBroken = true;
    const { asked, ask } = await start(t, openai, () =>
      isBroken ? [400, { error: { message: 'no', param: 'temperature' } }] : undefined,
    );
    assert.equal(await ask(), ' | bad_request');
    assert.equal(asked.length, 2);
    isBroken = false;
    await ask();
    assert.equal(asked.at(-1)?.json.temperature, 0.2);
  });

  it('fails soon when the refusal is long and hostile', async (t) => {
    const long = [
      'x'.repeat(60_000),
      ' '.repeat(60_000),
      'a and '.repeat(10_000),
      '{"'.repeat(30_000),
    ];
    for (const body of long) {
      const { asked, ask } = await start(t, openai, () => [400, body]);
      assert.equal(await ask(), ' | bad_request');
      assert.equal(asked.length, 1);
    }
  });
});
