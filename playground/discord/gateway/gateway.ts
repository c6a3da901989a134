import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../src/lib/clock.ts';
import type { World } from '../world.ts';
import { type Connection, type ConnectionHost, openConnection } from './connection.ts';
import { guildOf, toDispatches } from './dispatches.ts';
import { createIdentifyLimit } from './identify-limit.ts';
import { Session } from './session.ts';
import { type Shard, type Sharding, servesGuild } from './sharding.ts';

/** The running gateway. */
export interface Gateway {
  /** True when a session has a connection. */
  isOnline(): boolean;
  /** Keeps every connection open but silent. */
  freeze(): void;
  /** Breaks every connection. */
  disconnect(): void;
  /** While it is cut, every connection breaks, also a new one. */
  setCut(isCut: boolean): void;
  /** Asks every client to reconnect (op 7). */
  askToReconnect(): void;
  /** Ends every session (op 9). */
  invalidateSessions(): void;
  /** The newest sessions that have begun, oldest first. */
  readonly identifies: readonly Identify[];
  /** Refuses these intents (a bit field) from the next identify on. */
  deny(intents: number): void;
  stop(): void;
}

/** A session that has begun. */
export interface Identify {
  readonly shard: Shard;
  /** Unix milliseconds of the real time. */
  readonly at: number;
}

interface GatewayParts {
  /** The server that the WebSockets come in on. */
  readonly server: Server;
  readonly world: World;
  /** The bot's token. */
  readonly token: string;
  /** The gateway's own address, for resumes. */
  readonly url: string;
  /** The path of that address. */
  readonly path: string;
  readonly sharding: Sharding;
}

const MAX_SESSIONS = 100;
const MAX_PAYLOAD_BYTES = 1 << 20;

/** Accepts WebSockets on `server`, and dispatches the events of the world to their sessions. */
export function startGateway(parts: GatewayParts): Gateway {
  const { server, world, token, url, path, sharding } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  const takeIdentify = createIdentifyLimit(world.limits.identify, sharding);
  const identifies: Identify[] = [];
  let deniedIntents = 0;
  let isCut = false;

  const forget = (session: Session) => {
    session.cancelExpiry();
    sessions.delete(session.id);
  };
  const forgetLater = (session: Session) => {
    session.cancelExpiry = systemClock.after(world.limits.resumeMs, () =>
      sessions.delete(session.id),
    );
  };

  const host: ConnectionHost = {
    world,
    token,
    url,
    deniedIntents: () => deniedIntents,
    sharding,
    takeIdentify,
    openSession(intents, shard) {
      const session = new Session(intents, shard, world.limits.resumeEvents);
      identifies.push({ shard, at: systemClock.now() });
      if (identifies.length > MAX_SESSIONS) identifies.shift();
      sessions.set(session.id, session);
      const [oldest] = sessions.values();
      if (sessions.size > MAX_SESSIONS && oldest) forget(oldest);
      queueMicrotask(() => world.publish({ kind: 'online' }));
      return session;
    },
    findSession: (id) => sessions.get(id),
    leaveSession(session, isOver) {
      if (isOver) forget(session);
      else if (sessions.has(session.id)) forgetLater(session);
      world.publish({ kind: 'online' });
    },
  };

  const unsubscribe = world.subscribe((event) => {
    for (const session of sessions.values()) {
      if (!servesGuild(session.shard, guildOf(world, event))) continue;
      for (const dispatch of toDispatches(world, event, session.intents))
        session.dispatch(dispatch);
    }
  });

  sockets.on('connection', (socket: WebSocket) => {
    const connection = openConnection(socket, host);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Each bot has a gateway of its own on the same server.
    if (request.url?.split('?', 1)[0]?.replace(/\/$/, '') !== path) return;

    socket.on('error', () => socket.destroy());
    if (isCut) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) =>
      sockets.emit('connection', opened, request),
    );
  });

  // Works on a copy, because a connection that closes leaves the set.
  const onEach = (act: (connection: Connection) => void) => [...connections].forEach(act);

  return {
    isOnline: () => [...sessions.values()].some((session) => session.isConnected),
    identifies,
    freeze: () => onEach((connection) => connection.freeze()),
    setCut(isNowCut) {
      isCut = isNowCut;
      if (isCut) onEach((connection) => connection.drop());
    },
    disconnect: () => onEach((connection) => connection.drop()),
    askToReconnect: () => onEach((connection) => connection.askToReconnect()),
    invalidateSessions() {
      for (const session of sessions.values()) forget(session);
      onEach((connection) => connection.invalidateSession());
    },
    deny(intents) {
      deniedIntents = intents;
    },
    stop() {
      unsubscribe();
      onEach((connection) => connection.drop());
      for (const session of sessions.values()) forget(session);
      sockets.close();
    },
  };
}
