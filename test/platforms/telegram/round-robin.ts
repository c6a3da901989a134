import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { closeServer } from '../../../src/lib/web/close-server.ts';

/** A load balancer in front of several processes, as an operator has one. */
export interface RoundRobin {
  readonly url: string;
  /** The number of requests that each process got. */
  readonly counts: readonly number[];
}

/** Sends each request to the next of these ports of this machine. */
export async function startRoundRobin(
  t: TestContext,
  ports: readonly number[],
): Promise<RoundRobin> {
  const counts = ports.map(() => 0);
  let turn = 0;
  const server = http.createServer((request, response) => {
    const index = turn++ % ports.length;
    counts[index] = (counts[index] ?? 0) + 1;
    const { method, headers, url: path } = request;
    const forwarded = http.request(
      { host: '127.0.0.1', port: ports[index], method, headers, path },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => closeServer(server));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, counts };
}
