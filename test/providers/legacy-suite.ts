import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import type { Env } from '../../src/lib/env.ts';
import type { Log } from '../../src/lib/log.ts';
import type { Http } from '../../src/providers/wire/exchange/http.ts';
import { providerSuite } from '../contracts/provider-suite.ts';
import type { Handler, RawServer } from '../helpers/raw-server.ts';

/** One of the four services whose public site is gone. */
interface LegacyService<Server extends RawServer & { answerQuestion: Handler }> {
  readonly name: string;
  readonly model: string;
  create(env: Env, log?: Log): { readonly http: Http; readonly provider: Provider | undefined };
  startServer(): Promise<Server>;
  /** The variables that set the provider up for a server at `url`. */
  env(url: string): Env;
  /** Answers in many deltas. After a question with `fail`, sends some text and then a failure. */
  answerQuestion(server: Server): Handler;
  /** An extra condition for a server without open requests. */
  isIdle?(server: Server): boolean;
}

/**
 * Tests what the four services have in common: the contract of a provider, and that each needs an
 * address. Gives a function that starts a server and its provider for one test.
 */
export function legacySuite<Server extends RawServer & { answerQuestion: Handler }>(
  service: LegacyService<Server>,
) {
  const { name, model, create, startServer, isIdle = () => true } = service;

  const open = async (env: Env, log?: Log) => {
    const server = await startServer();
    const { http, provider } = create({ ...service.env(server.url), ...env }, log);
    assert.ok(provider);
    const stop = async () => {
      await http.close();
      await server.stop();
    };
    return { server, provider, stop };
  };

  providerSuite(name, async () => {
    const { server, provider, stop } = await open({});
    server.answerQuestion = service.answerQuestion(server);
    const idle = async () => {
      await server.waitUntilIdle();
      assert.ok(isIdle(server));
    };
    return { provider, model, longQuestion: 'long', failingQuestion: 'fail', idle, stop };
  });

  it(`${name} is off until it has an address`, () => {
    assert.equal(create({}).provider, undefined);
    assert.equal(create(service.env('http://host')).provider?.name, name);
  });

  return async (t: TestContext, env: Env = {}, log?: Log) => {
    const { server, provider, stop } = await open(env, log);
    t.after(stop);
    return { server, provider };
  };
}
