import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/contracts/router.ts';
import type { Routing } from '../../../src/contracts/routing.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createRouter } from '../../../src/router/router.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedProvider } from '../../helpers/scripted-provider.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { advanceUntilDone, createMemoryHttp, HELLO, MEMORY_URL } from './ask-in-memory.ts';
import { type FaultCase, listFaultCases } from './fault-cases.ts';

const FALLBACK = 'second/model';
const FALLBACKS = { general: [FALLBACK], largerContext: [FALLBACK], policy: [FALLBACK] };

/** The ways in which a configuration can name the model that answers in place of another. */
export const fallbackConfigurations = ['fallback', 'alias'] as const;
type FallbackConfiguration = (typeof fallbackConfigurations)[number];

function createRouting(configuration: FallbackConfiguration, firstModel: string): Routing {
  if (configuration === 'fallback') {
    return { aliases: new Map(), fallbacks: FALLBACKS, models: new Map(), scopes: new Map() };
  }

  const targets = [{ model: firstModel }, { model: FALLBACK }];
  // After a refusal by policy, only a fallback that the configuration names for that may answer.
  const aliases = new Map([['best', { targets, fallbacks: { policy: ['second/bolder'] } }]]);
  return { aliases, fallbacks: {}, models: new Map(), scopes: new Map() };
}

/** The cases that fail before the first content. */
export function faultsBeforeContent(protocol: Protocol): readonly FaultCase[] {
  return listFaultCases(protocol).filter(({ outcome }) => /^ \| [a-z]+(_[a-z]+)*$/.test(outcome));
}

/**
 * Asks through the router, and asserts that the answer of the fallback arrives once and unmixed.
 */
export async function askWithFallback(
  protocol: Protocol,
  { reply, name }: FaultCase,
  configuration: FallbackConfiguration,
): Promise<void> {
  const clock = createFakeClock();
  const http = createMemoryHttp(protocol, reply, [Buffer.from(reply.body)]);
  const faulty = protocol.factory({ env: protocol.env(MEMORY_URL), http, clock });
  assert.ok(faulty);

  const healthy = createScriptedProvider('second');
  healthy.listModels = async () => [{ id: 'model' }, { id: 'bolder' }];
  const firstModel = `${faulty.name}/${protocol.model}`;
  const routing = createRouting(configuration, firstModel);
  const router = createRouter({
    providers: [faulty, healthy],
    routing: () => routing,
    clock,
    log: silentLog,
  });

  const model = configuration === 'alias' ? 'best' : firstModel;
  const request = { model, messages: [{ role: 'user', text: HELLO }] } as const;
  const stream = router.stream(request, new AbortController().signal);
  const events = await advanceUntilDone(clock, Array.fromAsync(stream)).catch((error) =>
    assert.fail(`${name}: ${error}`),
  );

  const eventsOf = <Type extends RouterEvent['type']>(type: Type) =>
    events.filter((event) => event.type === type);
  const text = eventsOf('text-delta').map((event) => 'text' in event && event.text);
  const sources = eventsOf('source').map((event) => 'provider' in event && event.provider);
  assert.equal(text.join(), 'Hi', name);
  assert.deepEqual(eventsOf('end'), [{ type: 'end', reason: 'stop' }], name);
  assert.deepEqual(sources, ['second'], name);
  assert.equal(healthy.requestedModels.length, 1, name);
  assert.equal(clock.pending, 0, `${name}: a timer is left`);
}
