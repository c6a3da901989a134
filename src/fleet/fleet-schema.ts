/**
 * The tables of the fleet, beside the entries of the store. Running it again changes nothing.
 *
 * - `events`: what happened in the networks, until the host of its chat has dealt with it, and a while longer, so that
 *   a second delivery is recognised. Its words go as soon as it is done.
 * - `hosts`: the member that answers in a chat. Without a member, the chat wants one: it has open turns, or its last
 *   host died.
 */
export const FLEET_SCHEMA = `
CREATE SCHEMA IF NOT EXISTS parley;

CREATE TABLE IF NOT EXISTS parley.events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chat text COLLATE "C" NOT NULL,
  identity text COLLATE "C",
  content text,
  accepted_at timestamptz NOT NULL DEFAULT now(),
  done_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS events_identity ON parley.events (identity) WHERE identity IS NOT NULL;
CREATE INDEX IF NOT EXISTS events_waiting ON parley.events (chat, id) WHERE done_at IS NULL;
CREATE INDEX IF NOT EXISTS events_done ON parley.events (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS parley.hosts (
  chat text COLLATE "C" PRIMARY KEY,
  member text COLLATE "C",
  freed_at timestamptz,
  has_died boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS hosts_member ON parley.hosts (member) WHERE member IS NOT NULL;
CREATE INDEX IF NOT EXISTS hosts_free ON parley.hosts (freed_at) WHERE member IS NULL;
`;
