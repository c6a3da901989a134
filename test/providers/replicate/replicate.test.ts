import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventually } from '../../helpers/eventually.ts';
import { exchangeWith, FULL_REQUEST, hello, never, PNG_BASE64 } from '../protocols/exchange-with.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import { replicate } from '../protocols/replicate.ts';

const GOLDEN = `event: output
id: 1690212292:0
data: Hello

event: output
id: 1690212293:0
data:  world,
data: 
data: and {"you": 1}

event: done
id: 1690212294:0
data: {}

`;

protocolSuite(replicate);

it('replicate makes a prediction, reads its output from where it is told, and asks what it took', async (t) => {
  const { ask, exchanges, url } = await exchangeWith(t, replicate, (exchange) => {
    const told = replicate.tell({ ...exchange, path: exchange.path }, url);
    if (told === undefined) exchange.answer(200, GOLDEN);
    else exchange.answer(exchange.method === 'POST' ? 201 : 200, told);
  });
  const parameters = { temperature: 0.5, topK: 5, maxOutputTokens: 100, stop: ['x'] };
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), [
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: ' world,\n\nand {"you": 1}' },
    { type: 'end', reason: 'stop', raw: 'done' },
    { type: 'usage', inputTokens: 3, outputTokens: 4 },
  ]);
  const prompt = 'User: Ann: Hi\n\nAssistant: Hello\n\nUser: Bob: And I?\n\nAssistant:';
  assert.deepEqual(exchanges[0]?.json, {
    input: {
      prompt,
      system_prompt: 'Be brief.',
      image: `data:image/png;base64,${PNG_BASE64}`,
      temperature: 0.5,
      top_k: 5,
      max_tokens: 100,
    },
    stream: true,
  });
  assert.deepEqual(
    exchanges.map(({ method, path, headers }) => [method, decodeURIComponent(path), headers.authorization]),
    [
      ['POST', '/v1/models/org/test/predictions', 'Bearer r8-test'],
      ['GET', `/stream/${prompt}`, 'Bearer r8-test'],
      ['GET', '/v1/predictions/x', 'Bearer r8-test'],
    ],
  );
});

it('replicate cancels the prediction of an answer that is not read to its end', async (t) => {
  const { provider, exchanges, url } = await exchangeWith(t, replicate, (exchange) => {
    const told = replicate.tell(exchange, url);
    if (told === undefined) exchange.bytes(replicate.text('Hello'));
    else exchange.answer(200, told);
  });
  const isCanceled = () => exchanges.filter(({ path }) => path === '/v1/predictions/x/cancel').length;
  for await (const event of provider.stream({ model: 'org/test', ...hello }, never)) if (event.type !== 'end') break;
  await eventually('the first is canceled', () => isCanceled() === 1);

  const stopping = new AbortController();
  for await (const _ of provider.stream({ model: 'org/test', ...hello }, stopping.signal)) stopping.abort();
  await eventually('the second is canceled', () => isCanceled() === 2);
});

it('replicate tells refused predictions, models that do not stream, and names that are none', async (t) => {
  let [status, body]: [number, unknown] = [422, { detail: 'Input validation failed', status: 422 }];
  const { provider, ask } = await exchangeWith(t, replicate, (exchange) => exchange.answer(status, body));
  await assert.rejects(ask(hello), { kind: 'bad_request', status: 422 });
  [status, body] = [201, { id: 'x', urls: { get: 'http://127.0.0.1:1/x' } }];
  await assert.rejects(ask(hello), { kind: 'bad_request' });
  for (const model of ['nobody', '../../account', 'a/..', 'a/b/c', 'a/b?c']) {
    const stream = provider.stream({ model, ...hello }, never);
    await assert.rejects(Array.fromAsync(stream), { kind: 'not_found' }, model);
  }
});
