import type { Server } from 'node:http';

/** Stops to listen, and cuts all connections. Resolves when the port is free. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
