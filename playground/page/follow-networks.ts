import type { PageEvent } from '../web/protocol.ts';

/**
 * Follows the networks. The browser connects again by itself when the stream breaks, and every stream begins with the
 * whole state. Gives a function that leaves.
 */
export function followNetworks(
  viewers: Readonly<Record<string, string>>,
  listener: { event(event: PageEvent): void; connected(isConnected: boolean): void },
): () => void {
  const source = new EventSource(`/api/changes?${new URLSearchParams(viewers)}`);
  let retry: ReturnType<typeof setTimeout> | undefined;
  let leave = () => {};
  source.addEventListener('open', () => listener.connected(true));
  source.addEventListener('message', ({ data }) => listener.event(JSON.parse(data)));
  source.addEventListener('error', () => {
    listener.connected(false);
    // After an answer that is no stream (the server refused) the browser gives up for good.
    if (source.readyState === EventSource.CLOSED)
      retry = setTimeout(() => (leave = followNetworks(viewers, listener)), 1000);
  });
  return () => {
    clearTimeout(retry);
    source.close();
    leave();
  };
}
