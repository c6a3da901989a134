/** The functions that `followStream` calls. */
interface StreamListener<Event> {
  onEvent(event: Event): void;
  onConnectionChange(isConnected: boolean): void;
}

const RETRY_MS = 1_000;

/**
 * Follows a stream of events (Server-Sent Events, each one JSON). The browser reconnects by itself when the stream
 * breaks, so every stream begins with the whole state. Gives the function that ends it.
 */
export function followStream<Event>(address: string, listener: StreamListener<Event>): () => void {
  const source = new EventSource(address);
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let closeNext = () => {};

  source.addEventListener('open', () => listener.onConnectionChange(true));
  source.addEventListener('message', ({ data }) => listener.onEvent(JSON.parse(data)));
  source.addEventListener('error', () => {
    listener.onConnectionChange(false);
    // When the server refused and its answer is not a stream, the browser does not try again.
    if (source.readyState !== EventSource.CLOSED) return;
    retryTimer = setTimeout(() => {
      closeNext = followStream(address, listener);
    }, RETRY_MS);
  });

  return () => {
    clearTimeout(retryTimer);
    source.close();
    closeNext();
  };
}
