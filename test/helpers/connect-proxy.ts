import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxy {
  readonly url: string;
  /** Host and port of every tunnel that was asked for. */
  readonly tunnelTargets: readonly string[];
  stop(): Promise<void>;
}

/** An HTTP proxy that tunnels to a port of this machine, whatever host is asked for. */
export async function startConnectProxy(port: number): Promise<ConnectProxy> {
  const asked: string[] = [];
  const proxy = createServer();
  const tunnels = new Set<Duplex>();
  proxy.on('connect', (request, client) => {
    asked.push(request.url ?? '');
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
    tunnelTargets: asked,
    async stop() {
      proxy.close();
      // The server no longer counts them among its connections.
      for (const tunnel of tunnels) tunnel.destroy();
      proxy.closeAllConnections();
      await once(proxy, 'close');
    },
  };
}
