import type { Gateway } from '../gateway/gateway.ts';
import { intent } from '../gateway/intents.ts';
import type { World } from '../world.ts';
import type { DiscordControls, PrivilegedIntent } from './discord-controls.ts';

type GatewayControls = Pick<
  DiscordControls,
  'disconnect' | 'freeze' | 'askToReconnect' | 'invalidateSessions' | 'denyIntents'
>;

const INTENT_BITS: Readonly<Record<PrivilegedIntent, number>> = {
  GuildMembers: intent.guildMembers,
  GuildPresences: intent.guildPresences,
  MessageContent: intent.messageContent,
};

/** The switches that trouble the bot's gateway connections. */
export function createGatewayControls(world: World, gateway: Gateway): GatewayControls {
  const { disconnect, freeze, askToReconnect, invalidateSessions } = gateway;

  return {
    disconnect,
    freeze,
    askToReconnect,
    invalidateSessions,
    denyIntents(intents) {
      gateway.deny(intents.reduce((bits, name) => bits | INTENT_BITS[name], 0));
      world.mayReadContent = !intents.includes('MessageContent');
    },
  };
}
