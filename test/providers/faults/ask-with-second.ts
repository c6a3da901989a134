import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import type { Routing } from '../../../src/contracts/routing.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createRouter } from '../../../src/router/router.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedProvider } from '../../helpers/scripted-provider.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { createMemoryHttp, HELLO, MEMORY_URL, soon } from './ask.ts';
import { type Case, casesOf } from './cases.ts';

const SECOND = 'second/model';
const FALLBACKS = { general: [SECOND], largerContext: [SECOND], policy: [SECOND] };

/** How a configuration can name who answers in place of another one. */
export const waysToName = ['fallback', 'alias'] as const;
type Way = (typeof waysToName)[number];

function routingBy(way: Way, first: string): Routing {
  if (way === 'fallback') return { aliases: new Map(), fallbacks: FALLBACKS, models: new Map() };
  const targets = [{ model: first }, { model: SECOND }];
  // What one refuses to talk about is for another one only where that is said.
  const aliases = new Map([['best', { targets, fallbacks: { policy: ['second/bolder'] } }]]);
  return { aliases, fallbacks: {}, models: new Map() };
}

/** What fails before the first content. */
export function unseenFaults(protocol: Protocol): readonly Case[] {
  return casesOf(protocol).filter(({ outcome }) => /^ \| [a-z]+(_[a-z]+)*$/.test(outcome));
}

/** The answer must come from the healthy second one, clean and once. */
export async function askWithSecond(
  protocol: Protocol,
  { reply, what }: Case,
  way: Way,
): Promise<void> {
  const clock = createFakeClock();
  const http = createMemoryHttp(protocol, reply, [Buffer.from(reply.body)]);
  const faulty = protocol.factory({ env: protocol.env(MEMORY_URL), http, clock });
  assert.ok(faulty);
  const first = `${faulty.name}/${protocol.model}`;
  const second = createScriptedProvider('second');
  second.listModels = async () => [{ id: 'model' }, { id: 'bolder' }];
  const routing = routingBy(way, first);
  const router = createRouter({
    providers: [faulty, second],
    routing: () => routing,
    clock,
    log: silentLog,
  });
  const model = way === 'alias' ? 'best' : first;
  const stream = router.stream(
    { model, messages: [{ role: 'user', text: HELLO }] },
    new AbortController().signal,
  );
  const events = await soon(clock, Array.fromAsync(stream)).catch((error) =>
    assert.fail(`${what}: ${error}`),
  );

  const only = <Type extends RouterEvent['type']>(type: Type) =>
    events.filter((event) => event.type === type);
  assert.equal(
    only('text-delta')
      .map((event) => 'text' in event && event.text)
      .join(),
    'Hi',
    what,
  );
  assert.deepEqual(only('end'), [{ type: 'end', reason: 'stop' }], what);
  assert.deepEqual(
    only('source').map((event) => 'provider' in event && event.provider),
    ['second'],
    what,
  );
  assert.equal(second.requestedModels.length, 1, what);
  assert.equal(clock.pending, 0, `${what}: a timer is left`);
}
