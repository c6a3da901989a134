import type { PageEvent } from '../web/protocol.ts';

/** The functions that `followNetworks` calls. */
interface NetworkListener {
  onEvent(event: PageEvent): void;
  onConnectionChange(isConnected: boolean): void;
}

const RETRY_MS = 1000;

/**
 * Opens the stream of changes, as the viewers see them; `viewers` has a person's id by each
 * network's name. The browser reconnects by itself when the stream breaks, and every stream begins
 * with the whole state. Returns a function that closes it.
 */
export function followNetworks(
  viewers: Readonly<Record<string, string>>,
  listener: NetworkListener,
): () => void {
  const source = new EventSource(`/api/changes?${new URLSearchParams(viewers)}`);
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let closeNext = () => {};

  source.addEventListener('open', () => listener.onConnectionChange(true));
  source.addEventListener('message', ({ data }) => listener.onEvent(JSON.parse(data)));
  source.addEventListener('error', () => {
    listener.onConnectionChange(false);
    // When the server refused and its answer is not a stream, the browser does not try again.
    if (source.readyState !== EventSource.CLOSED) return;
    retryTimer = setTimeout(() => {
      closeNext = followNetworks(viewers, listener);
    }, RETRY_MS);
  });

  return () => {
    clearTimeout(retryTimer);
    source.close();
    closeNext();
  };
}
