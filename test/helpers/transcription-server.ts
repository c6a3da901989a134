import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running server for `/audio/transcriptions`. */
export interface TranscriptionServer {
  /** The value for TRANSCRIPTION_BASE_URL. */
  readonly url: string;
  /** What it hears from now on. A number: the status of a refusal. */
  hears: string | number;
  readonly requests: number;
  stop(): Promise<void>;
}

/** Starts a server that hears the same in every recording. */
export async function startTranscriptionServer(
  hears: string | number,
): Promise<TranscriptionServer> {
  let requests = 0;
  const http = createServer((request, response) => {
    request.resume().once('end', () => {
      requests += 1;
      const { hears: heard } = server;
      response.writeHead(typeof heard === 'number' ? heard : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(typeof heard === 'number' ? { error: {} } : { text: heard }));
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const server: TranscriptionServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    hears,
    get requests() {
      return requests;
    },
    async stop() {
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
  return server;
}
