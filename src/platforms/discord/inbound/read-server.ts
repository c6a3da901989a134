import {
  fieldsReader,
  integerReader,
  type JsonReader,
  listReader,
  patternReader,
  type ReadBy,
} from '../../../lib/json-reader.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { idReader, nameReader } from './raw-content.ts';
import {
  type ChannelFacts,
  chosenLocale,
  type PermissionOverwrite,
  type ServerFacts,
} from './server-source.ts';

/**
 * The fields of servers and channels that Parley reads, as https://discord.com/developers/docs/resources/guild and
 * https://discord.com/developers/docs/resources/channel name them.
 */

const bitsReader = patternReader(/^\d{1,40}$/);

const serverReader = fieldsReader(
  {
    id: idReader,
    name: nameReader,
    owner_id: idReader,
    preferred_locale: nameReader,
    features: listReader(nameReader),
    roles: listReader(
      fieldsReader(
        {
          id: idReader,
          name: nameReader,
          permissions: bitsReader,
          tags: fieldsReader({ bot_id: idReader }),
        },
        'id',
      ),
    ),
  },
  'id',
);

const overwriteReader = fieldsReader(
  { id: idReader, allow: bitsReader, deny: bitsReader },
  'id',
  'allow',
  'deny',
);
type RawOverwrite = ReadBy<typeof overwriteReader>;

/** `undefined` if a single one cannot be read: it may be the one that denies. */
const overwritesReader: JsonReader<readonly RawOverwrite[]> = (value) => {
  const read = listReader(overwriteReader)(value);
  return read && read.length === (value as readonly unknown[]).length ? read : undefined;
};

const channelReader = fieldsReader(
  {
    id: idReader,
    type: integerReader,
    name: nameReader,
    guild_id: idReader,
    parent_id: idReader,
    owner_id: idReader,
    permission_overwrites: overwritesReader,
  },
  'id',
);

/** Reads a server with its roles. */
export function readServer(data: unknown): ServerFacts | undefined {
  const server = serverReader(data);
  if (!server) return undefined;

  const { name, owner_id: ownerId, features = [], preferred_locale: locale } = server;
  const roles = new Map(
    (server.roles ?? []).map((role) => {
      const { id, name: roleName, permissions = '0', tags } = role;
      return [id, { name: roleName, permissions: BigInt(permissions), botId: tags?.bot_id }];
    }),
  );

  return {
    ...omitUndefined({ name, ownerId, locale: chosenLocale(features, locale) }),
    roleName: (roleId) => roles.get(roleId)?.name,
    rolePermissions: (roleId) => roles.get(roleId)?.permissions,
    roleOfBot: (botId) => [...roles].find(([, role]) => role.botId === botId)?.[0],
  };
}

/** Reads a channel. A thread has no permissions of its own. */
export function readServerChannel(
  data: unknown,
): { readonly id: string; readonly facts: ChannelFacts } | undefined {
  const channel = channelReader(data);
  if (!channel) return undefined;

  const { id, type, name, guild_id: serverId, parent_id: parentId, owner_id: ownerId } = channel;
  const overwriteOf = channel.permission_overwrites && findIn(channel.permission_overwrites);
  return { id, facts: omitUndefined({ type, name, serverId, parentId, ownerId, overwriteOf }) };
}

function findIn(given: readonly RawOverwrite[]) {
  const overwrites = new Map<string, PermissionOverwrite>(
    given.map(({ id, allow, deny }) => [id, { allow: BigInt(allow), deny: BigInt(deny) }]),
  );
  return (id: string) => overwrites.get(id);
}
