import type { ConsoleEvent } from '../protocol.ts';

/** The functions that `followChanges` calls. */
interface ChangeListener {
  onEvent(event: ConsoleEvent): void;
  onConnectionChange(isConnected: boolean): void;
}

const RETRY_MS = 2_000;

/**
 * Follows the console's stream of events. The browser reconnects by itself when the stream breaks, and every
 * stream begins with the whole state. Gives the function that ends it.
 */
export function followChanges(listener: ChangeListener): () => void {
  const source = new EventSource('/api/changes');
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let closeNext = () => {};

  source.addEventListener('open', () => listener.onConnectionChange(true));
  source.addEventListener('message', ({ data }) => listener.onEvent(JSON.parse(data)));
  source.addEventListener('error', () => {
    listener.onConnectionChange(false);
    // After a refusal, the browser does not try again by itself.
    if (source.readyState !== EventSource.CLOSED) return;
    retryTimer = setTimeout(() => {
      closeNext = followChanges(listener);
    }, RETRY_MS);
  });

  return () => {
    clearTimeout(retryTimer);
    source.close();
    closeNext();
  };
}
