import type { Server } from 'node:net';

/** The place where a server listens. */
interface ServerPlace {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Gives the error that explains why the server cannot listen. */
  readonly explain: (error: NodeJS.ErrnoException) => Error;
}

/** Resolves with the port when the server listens. */
export function openServer(server: Server, { host, port, explain }: ServerPlace): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explain(error));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
