import { toGuildCreateJson } from '../json/guild-json.ts';
import { toUserJsonById } from '../json/user-json.ts';
import type { World } from '../world.ts';
import { intentBit } from './intents.ts';
import type { Session } from './session.ts';
import { servesGuild } from './sharding.ts';

/** Dispatches the first events of a new session: READY, then each guild of the bot on this shard. */
export function sendGreeting(session: Session, world: World, resumeUrl: string): void {
  const { id, count } = session.shard;
  const guilds = [...world.guilds.values()].filter(
    (guild) => guild.members.has(world.botId) && servesGuild(session.shard, guild.id),
  );
  const botUser = {
    ...toUserJsonById(world, world.botId),
    verified: true,
    mfa_enabled: false,
    email: null,
    flags: 0,
  };

  session.dispatch({
    t: 'READY',
    d: {
      v: 10,
      user: botUser,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: resumeUrl,
      session_type: 'normal',
      shard: [id, count],
      application: { id: world.botId, flags: 0 },
      private_channels: [],
      relationships: [],
      presences: [],
    },
  });

  if ((session.intents & intentBit.guilds) === 0) return;
  for (const guild of guilds)
    session.dispatch({ t: 'GUILD_CREATE', d: toGuildCreateJson(world, guild) });
}
