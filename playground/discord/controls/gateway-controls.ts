import type { Gateway } from '../gateway/gateway.ts';
import { intentBit } from '../gateway/intents.ts';
import type { World } from '../world.ts';
import type { DiscordControls, PrivilegedIntent } from './discord-controls.ts';

type GatewayControls = Pick<
  DiscordControls,
  'disconnect' | 'setCut' | 'freeze' | 'askToReconnect' | 'invalidateSessions' | 'denyIntents'
>;

const INTENT_BITS: Readonly<Record<PrivilegedIntent, number>> = {
  GuildMembers: intentBit.guildMembers,
  GuildPresences: intentBit.guildPresences,
  MessageContent: intentBit.messageContent,
};

/** Creates the switches that disturb the bot's gateway connections. */
export function createGatewayControls(world: World, gateway: Gateway): GatewayControls {
  const { disconnect, setCut, freeze, askToReconnect, invalidateSessions } = gateway;

  return {
    disconnect,
    setCut,
    freeze,
    askToReconnect,
    invalidateSessions,
    denyIntents(intents) {
      gateway.deny(intents.reduce((bits, name) => bits | INTENT_BITS[name], 0));
      world.canReadContent = !intents.includes('MessageContent');
    },
  };
}
