import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../src/lib/clock.ts';
import type { World } from '../world.ts';
import { type Connection, openConnection } from './connection.ts';
import { toDispatches } from './dispatches.ts';
import { Session } from './session.ts';

export interface Gateway {
  isOnline(): boolean;
  freeze(): void;
  disconnect(): void;
  askToReconnect(): void;
  invalidateSessions(): void;
  /** Refuses these intents (a bit field) from the next identify on. */
  deny(intents: number): void;
  stop(): void;
}

interface GatewayParts {
  readonly server: Server;
  readonly world: World;
  readonly token: string;
  readonly url: string;
}

const MAX_SESSIONS = 100;

/** Accepts WebSockets on `server` and tells their sessions what happens in the world. */
export function startGateway({ server, world, token, url }: GatewayParts): Gateway {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  let deniedIntents = 0;

  const forget = (session: Session) => {
    session.cancelExpiry();
    sessions.delete(session.id);
  };
  const desk = {
    world,
    token,
    url,
    deniedIntents: () => deniedIntents,
    open(intents: number) {
      const session = new Session(intents, world.limits.resumeEvents);
      sessions.set(session.id, session);
      const [oldest] = sessions.values();
      if (sessions.size > MAX_SESSIONS && oldest) forget(oldest);
      queueMicrotask(() => world.publish({ kind: 'online' }));
      return session;
    },
    find: (id: string) => sessions.get(id),
    leave(session: Session, isOver: boolean) {
      if (isOver) forget(session);
      else if (sessions.has(session.id))
        session.cancelExpiry = systemClock.after(world.limits.resumeMs, () =>
          sessions.delete(session.id),
        );
      world.publish({ kind: 'online' });
    },
  };

  const unsubscribe = world.subscribe((event) => {
    for (const session of sessions.values()) {
      for (const dispatch of toDispatches(world, event, session.intents))
        session.dispatch(dispatch);
    }
  });

  sockets.on('connection', (socket: WebSocket) => {
    const connection = openConnection(socket, desk);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    sockets.handleUpgrade(request, socket, head, (opened) =>
      sockets.emit('connection', opened, request),
    );
  });

  const each = (act: (connection: Connection) => void) => [...connections].forEach(act);
  return {
    isOnline: () => [...sessions.values()].some((session) => session.isConnected),
    freeze: () => each((connection) => connection.freeze()),
    disconnect: () => each((connection) => connection.drop()),
    askToReconnect: () => each((connection) => connection.askToReconnect()),
    invalidateSessions() {
      for (const session of sessions.values()) forget(session);
      each((connection) => connection.invalidateSession());
    },
    deny(intents) {
      deniedIntents = intents;
    },
    stop() {
      unsubscribe();
      each((connection) => connection.drop());
      for (const session of sessions.values()) forget(session);
      sockets.close();
    },
  };
}
