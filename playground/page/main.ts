import { followStream } from '../../src/lib/page/follow-stream.ts';
import type { NetworkName, PageEvent } from '../web/protocol.ts';
import { createNetworkView } from './network-view.ts';
import { createTabs } from './tabs.ts';
import { createTroublePanel } from './trouble-panel.ts';

const networksElement = document.querySelector('main');
const connectionElement = document.querySelector('#connection');
const tabs = createTabs(document.querySelector('#tabs'));
const trouble = createTroublePanel((sentence) => {
  for (const view of views.values()) view.complain(sentence);
});
document.querySelector('.top')?.append(trouble.opener);
document.querySelector('#trouble')?.append(trouble.panel);
const views = new Map<NetworkName, ReturnType<typeof createNetworkView>>();
let stopFollowing = () => {};

/** Opens the stream of changes for the present viewers. Its first event shows what they see. */
function connect(): void {
  stopFollowing();
  const viewers = [...views].map(([name, { model }]) => [name, model.state.viewerId]);
  const query = new URLSearchParams(Object.fromEntries(viewers));
  stopFollowing = followStream<PageEvent>(`/api/changes?${query}`, {
    onEvent: handleEvent,
    onConnectionChange: showConnection,
  });
}

function handleEvent(event: PageEvent): void {
  if (event.kind === 'troubles') {
    trouble.show(event.troubles);
    return;
  }
  if (event.kind === 'state') addMissingViews(event);
  for (const view of views.values()) view.handleEvent(event);
  tabs.show(views);
}

function addMissingViews({ networks }: Extract<PageEvent, { kind: 'state' }>): void {
  for (const state of networks) {
    if (views.has(state.name)) continue;
    const view = createNetworkView(state, (viewerId) => {
      view.model.state = { ...view.model.state, viewerId };
      connect();
    });
    views.set(state.name, view);
    networksElement?.append(view.element);
  }
  networksElement?.removeAttribute('aria-busy');
}

function showConnection(isConnected: boolean): void {
  const sentence = isConnected ? '' : 'The playground does not answer. Trying again …';
  document.body.toggleAttribute('data-disconnected', !isConnected);
  if (connectionElement !== null) connectionElement.textContent = sentence;
}

connect();
