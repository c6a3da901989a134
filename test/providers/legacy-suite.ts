import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import type { Env } from '../../src/lib/env.ts';
import type { Log } from '../../src/lib/log.ts';
import type { Http } from '../../src/providers/wire/exchange/http.ts';
import { providerSuite } from '../contracts/provider-suite.ts';
import type { Handler, RawServer } from '../helpers/raw-server.ts';

interface LegacyService<Server extends RawServer & { answerQuestion: Handler }> {
  readonly name: string;
  readonly model: string;
  create(env: Env, log?: Log): { readonly http: Http; readonly provider: Provider | undefined };
  startServer(): Promise<Server>;
  /** What sets the provider up for a server there. */
  env(url: string): Env;
  /** Answers in many deltas; a question with `fail` in words and then a failure. */
  answerQuestion(server: Server): Handler;
  /** What else must be true when nothing is open any more. */
  isIdle?(server: Server): boolean;
}

/** What the four services that are gone have in common: the contract, and that each needs an address. Gives what starts one for a test. */
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
