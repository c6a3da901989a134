import type { NetworkName, PageEvent } from '../web/protocol.ts';
import { followNetworks } from './follow-networks.ts';
import { createNetworkView } from './network-view.ts';
import { createTabs } from './tabs.ts';

const halves = document.querySelector('main');
const connection = document.querySelector('#connection');
const tabs = createTabs(document.querySelector('#tabs'));
const views = new Map<NetworkName, ReturnType<typeof createNetworkView>>();
let leave = () => {};

/** Opens the stream as the people who look now; its first event shows what they see. */
function connect(): void {
  leave();
  const viewers = [...views].map(([name, { model }]) => [name, model.state.viewerId]);
  leave = followNetworks(Object.fromEntries(viewers), { event: take, connected });
}

function take(event: PageEvent): void {
  if (event.kind === 'state') {
    for (const state of event.networks) {
      if (views.has(state.name)) continue;
      const view = createNetworkView(state, (viewerId) => {
        view.model.state = { ...view.model.state, viewerId };
        connect();
      });
      views.set(state.name, view);
      halves?.append(view.element);
    }
    halves?.removeAttribute('aria-busy');
  }
  for (const view of views.values()) view.take(event);
  tabs.show(views);
}

function connected(isConnected: boolean): void {
  document.body.toggleAttribute('data-disconnected', !isConnected);
  if (connection !== null)
    connection.textContent = isConnected ? '' : 'The playground does not answer. Trying again …';
}

connect();
