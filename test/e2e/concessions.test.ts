import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sayText, startOpenAiServer } from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley, waitForAnswer } from '../helpers/start-parley.ts';

const WHOLE = { choices: [{ message: { content: 'All at once.' }, finish_reason: 'stop' }] };

describe('a model that takes less than others', () => {
  test('answers the first question, and costs one request from the second one on', async (t) => {
    // lobehub/lobehub #9385 (the stream) and vllm-project/vllm PR 2964 (the system role).
    const server = await startOpenAiServer({
      script: (stream) => {
        if (stream.body.messages[0]?.role === 'system') {
          return stream.refuse(400, { object: 'error', message: 'System role not supported' });
        }
        if (stream.body.stream) {
          const message = 'Your organization must be verified to stream this model.';
          return stream.refuse(400, {
            error: { message, param: 'stream', code: 'unsupported_value' },
          });
        }
        stream.refuse(200, WHOLE);
      },
    });
    t.after(() => server.stop());
    const { telegram } = await startParley(t, {
      OPENAI_BASE_URL: server.url,
      SYSTEM_PROMPT: 'Be brief.',
    });
    const roomId = roomOf(telegram, 'direct');

    for (const expectedRequests of [3, 4]) {
      const question = await telegram.say({ roomId, text: 'Hello?' });
      await waitForAnswer(telegram, question, /^All at once\.$/);
      assert.equal(server.streams.length, expectedRequests);
      assert.equal(botMessages(telegram, roomId, question).length, 1);
    }
    const [first] = server.streams.at(-1)?.body.messages ?? [];
    assert.equal(first?.role, 'user');
    assert.match(first?.content ?? '', /^Be brief\..*Hello\?$/s);

    server.script = sayText('Streams again.');
    await waitForAnswer(telegram, await telegram.say({ roomId, text: 'Now?' }), /Streams again/);
  });
});
