import type { LocalNetwork, ShownMessage } from '../local-network.ts';
import type { DiscordControls } from './controls/discord-controls.ts';

export interface ShownDiscordMessage extends ShownMessage {
  /** Discord's bits: 4 is SUPPRESS_EMBEDS. */
  readonly flags: number;
  /** A link in it would be unfurled. */
  readonly linkPreview: boolean;
  /** A deferred answer without words yet. */
  readonly thinking: boolean;
}

/** A running local Discord. */
export interface LocalDiscord extends LocalNetwork {
  readonly name: 'discord';
  history(roomId: string, viewerId?: string): readonly ShownDiscordMessage[];
  /** As on every network; `targetId` is the message that a message menu's command acts on. */
  run(call: Parameters<LocalNetwork['run']>[0] & { readonly targetId?: string }): Promise<void>;
  /** The switches that only tests use. */
  readonly controls: DiscordControls;
}
