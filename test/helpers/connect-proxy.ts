import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** An HTTP proxy for `CONNECT` requests. */
export interface ConnectProxy {
  readonly url: string;
  /** The host and port of every tunnel that a client requested. */
  readonly tunnelTargets: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts an HTTP proxy whose tunnels all lead to one port of this machine, whatever their target
 * is.
 */
export async function startConnectProxy(port: number): Promise<ConnectProxy> {
  const tunnelTargets: string[] = [];
  const tunnels = new Set<Duplex>();
  const proxy = createServer();

  proxy.on('connect', (request, client) => {
    tunnelTargets.push(request.url ?? '');
    tunnels.add(client.once('close', () => tunnels.delete(client)));

    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });

  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    tunnelTargets,
    async stop() {
      proxy.close();
      // The server does not count tunnels among its connections.
      for (const tunnel of tunnels) tunnel.destroy();
      proxy.closeAllConnections();
      await once(proxy, 'close');
    },
  };
}
