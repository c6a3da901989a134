import type { LocalNetwork, Person, ShownMessage } from '../local-network.ts';
import type { DiscordControls } from './controls/discord-controls.ts';

/** A Discord message on a person's screen. */
export interface ShownDiscordMessage extends ShownMessage {
  /** Discord's message flags: 4 is SUPPRESS_EMBEDS. */
  readonly flags: number;
  /** True when Discord would show a preview of a link in it. */
  readonly linkPreview: boolean;
  /** True when it is a deferred answer without a text yet. */
  readonly thinking: boolean;
}

/** Another bot on the local Discord, and what people do with its commands and its buttons. */
export interface LocalDiscordBot
  extends Pick<LocalDiscord, 'commands' | 'messageCommands' | 'run' | 'complete' | 'press'> {
  readonly person: Person;
  readonly token: string;
}

/** A running local Discord. */
export interface LocalDiscord extends LocalNetwork {
  readonly name: 'discord';
  history(roomId: string, viewerId?: string): readonly ShownDiscordMessage[];
  /** The bots besides `bot`, each with a token of its own. */
  readonly moreBots: readonly LocalDiscordBot[];
  /** The switches that only tests use. */
  readonly controls: DiscordControls;
}
