import type { Gateway } from '../gateway/gateway.ts';
import { intentBit } from '../gateway/intents.ts';
import type { Sharding } from '../gateway/sharding.ts';
import type { World } from '../world.ts';
import type { DiscordControls, PrivilegedIntent } from './discord-controls.ts';

type GatewayControls = Pick<
  DiscordControls,
  | 'disconnect'
  | 'setCut'
  | 'freeze'
  | 'askToReconnect'
  | 'invalidateSessions'
  | 'denyIntents'
  | 'identifies'
  | 'setSharding'
>;

const INTENT_BITS: Readonly<Record<PrivilegedIntent, number>> = {
  GuildMembers: intentBit.guildMembers,
  GuildPresences: intentBit.guildPresences,
  MessageContent: intentBit.messageContent,
};

/** Creates the switches that disturb the bot's gateway connections. */
export function createGatewayControls(
  world: World,
  gateway: Gateway,
  sharding: Sharding,
): GatewayControls {
  const { disconnect, setCut, freeze, askToReconnect, invalidateSessions, identifies } = gateway;

  return {
    disconnect,
    setCut,
    freeze,
    askToReconnect,
    invalidateSessions,
    identifies,
    setSharding: (changes) => void Object.assign(sharding, changes),
    denyIntents(intents) {
      gateway.deny(intents.reduce((bits, name) => bits | INTENT_BITS[name], 0));
      world.canReadContent = !intents.includes('MessageContent');
    },
  };
}
