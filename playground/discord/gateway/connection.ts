import type { RawData, WebSocket } from 'ws';
import { systemClock } from '../../../src/lib/clock.ts';
import { toGuildCreateJson } from '../json/guild-json.ts';
import { toUserJsonById } from '../json/user-json.ts';
import type { Json } from '../json.ts';
import { createRateWindow } from '../rate-window.ts';
import type { World } from '../world.ts';
import { areIntentsValid, intentBit } from './intents.ts';
import type { Session } from './session.ts';

/** What a connection asks of the gateway that accepted it. */
export interface ConnectionHost {
  readonly world: World;
  readonly token: string;
  readonly url: string;
  deniedIntents(): number;
  open(intents: number): Session;
  find(sessionId: string): Session | undefined;
  /** The connection is gone; `forget`: and so is its session. */
  leave(session: Session, forget: boolean): void;
}

export interface Connection {
  /** Op 7: asks the client to reconnect and resume. */
  askToReconnect(): void;
  /** Op 9: tells the client that its session is gone. */
  invalidateSession(): void;
  /** Sends nothing any more, not even acknowledgements, as a half-open line. */
  freeze(): void;
  /** Drops the socket as a broken line does. */
  drop(): void;
}

const MAX_FRAME_BYTES = 4_096;
/** Of an absent heartbeat, in heartbeat intervals. */
const ZOMBIE_AFTER = 1.75;
/** Codes after which the real gateway lets nobody resume. */
const SESSION_ENDING = new Set([1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);

/** Speaks the gateway's protocol on one socket. Its timers are real ones: they pace a library, not the world. */
export function openConnection(socket: WebSocket, desk: ConnectionHost): Connection {
  const { limits } = desk.world;
  const sends = createRateWindow(systemClock, limits.gatewaySend);
  let session: Session | undefined;
  let isFrozen = false;
  let cancelWatch = () => {};

  const send = (frame: string) => {
    if (!isFrozen && socket.readyState === socket.OPEN) socket.send(frame);
  };
  const sendOp = (op: number, d: unknown) => send(JSON.stringify({ op, d, s: null, t: null }));
  const close = (code: number, reason: string) => {
    if (session && SESSION_ENDING.has(code)) end(true);
    socket.close(code, reason);
  };
  const end = (forget: boolean) => {
    const ended = session;
    session = undefined;
    if (ended?.detach(send)) desk.leave(ended, forget);
  };
  const watchHeartbeat = () => {
    cancelWatch();
    cancelWatch = systemClock.after(limits.heartbeatMs * ZOMBIE_AFTER, () =>
      close(4009, 'Session timed out.'),
    );
  };

  const attach = (to: Session) => {
    session = to;
    to.cancelExpiry();
    to.attach(send);
  };

  const identify = (data: Json) => {
    if (session) return close(4005, 'Already authenticated.');
    if (data.token !== desk.token) return close(4004, 'Authentication failed.');
    if (!areIntentsValid(data.intents)) return close(4013, 'Invalid intent(s).');
    if ((data.intents & desk.deniedIntents()) !== 0) return close(4014, 'Disallowed intent(s).');
    attach(desk.open(data.intents));
    if (session) greet(session, desk);
  };

  const resume = (data: Json) => {
    if (session) return close(4005, 'Already authenticated.');
    if (data.token !== desk.token) return close(4004, 'Authentication failed.');
    const found = desk.find(String(data.session_id));
    const missed = found?.missedSince(typeof data.seq === 'number' ? data.seq : -1);
    if (missed === 'invalid') return close(4007, 'Invalid seq.');
    if (!found || !missed) return sendOp(9, false);
    attach(found);
    for (const frame of missed) send(frame);
    found.dispatch({ t: 'RESUMED', d: {} });
  };

  const receive = ({ op, d }: { op: unknown; d: unknown }) => {
    const data: Json = typeof d === 'object' && d !== null ? { ...d } : {};
    if (op === 1) {
      watchHeartbeat();
      return sendOp(11, null);
    }
    if (op === 2) return identify(data);
    if (op === 6) return resume(data);
    if (!session) return close(4003, 'Not authenticated.');
    // Presence, voice state and member requests are allowed, and nobody looks at them here.
    if (op !== 3 && op !== 4 && op !== 8 && op !== 31) close(4001, 'Unknown opcode.');
  };

  socket.on('message', (raw: RawData, isBinary: boolean) => {
    if (sends.take() > 0) return close(4008, 'Rate limited.');
    const text = String(raw);
    if (text.length > MAX_FRAME_BYTES) return close(4002, 'Decode error.');
    const frame = isBinary ? undefined : decode(text);
    if (frame) receive(frame);
    else close(4002, 'Decode error.');
  });
  socket.on('close', (code: number) => {
    cancelWatch();
    end(SESSION_ENDING.has(code));
  });
  socket.on('error', () => socket.terminate());

  sendOp(10, { heartbeat_interval: limits.heartbeatMs, _trace: [] });
  watchHeartbeat();
  return {
    askToReconnect: () => sendOp(7, null),
    invalidateSession: () => {
      session?.detach(send);
      session = undefined;
      sendOp(9, false);
    },
    freeze: () => {
      isFrozen = true;
    },
    drop: () => socket.terminate(),
  };
}

function decode(text: string): { op: unknown; d: unknown } | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null) return undefined;
    return { op: Reflect.get(frame, 'op'), d: Reflect.get(frame, 'd') };
  } catch {
    return undefined;
  }
}

/** READY, then every guild. */
function greet(session: Session, { world, url }: ConnectionHost): void {
  const guilds = [...world.guilds.values()].filter((guild) => guild.members.has(world.botId));
  session.dispatch({
    t: 'READY',
    d: {
      v: 10,
      user: {
        ...toUserJsonById(world, world.botId),
        verified: true,
        mfa_enabled: false,
        email: null,
        flags: 0,
      },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url,
      session_type: 'normal',
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
