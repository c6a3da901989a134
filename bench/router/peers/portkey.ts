/**
 * Starts Portkey's gateway on a free port of the loopback interface. By itself it would listen on
 * all interfaces, so this replaces the function that it calls.
 */
import { Server } from 'node:net';
import { handleParentRequests } from '../../shared/handle-parent-requests.ts';
import { readMemoryUse } from '../memory-use.ts';

const { listen } = Server.prototype;
const listening = Promise.withResolvers();
Server.prototype.listen = function () {
  return listen.call(this, { port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
    listening.resolve(this.address().port),
  );
};

process.argv.push('--headless');
await import('@portkey-ai/gateway/build/start-server.js');
const port = await listening.promise;

handleParentRequests(() => ({ url: `http://127.0.0.1:${port}/v1`, memory: readMemoryUse() }));
