import type { Database } from '../contracts/database.ts';
import { FLEET_SCHEMA } from './fleet-schema.ts';

/** Freed long enough ago that the next look of a member asks for hosts. */
const WANT_HOSTS = `
INSERT INTO parley.hosts (chat, freed_at) SELECT chat, now() - interval '1 minute' FROM unnest($1::text[]) AS chat
ON CONFLICT (chat) DO NOTHING`;

/** Asks for hosts for chats with open turns that no event belongs to, as after a migration. */
export async function wantHosts(query: Database['query'], chats: readonly string[]): Promise<void> {
  await query(FLEET_SCHEMA);
  await query(WANT_HOSTS, [chats]);
}
