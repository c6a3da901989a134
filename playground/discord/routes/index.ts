import type { Route } from '../http/route.ts';
import type { World } from '../world.ts';
import { applicationRoutes } from './application-routes.ts';
import { callbackRoutes } from './callback-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { guildRoutes } from './guild-routes.ts';
import { createMessageRoutes } from './message-routes.ts';
import { reactionRoutes } from './reaction-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Creates all routes of the local Discord's REST API. */
export function createRoutes(world: World): readonly Route[] {
  return [
    ...applicationRoutes,
    ...commandRoutes,
    ...guildRoutes,
    ...searchRoutes,
    ...channelRoutes,
    ...createMessageRoutes(world),
    ...reactionRoutes,
    ...callbackRoutes,
    ...webhookRoutes,
  ];
}
