import type { RawData, WebSocket } from 'ws';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Json } from '../json.ts';
import { createRateWindow } from '../rate-window.ts';
import type { World } from '../world.ts';
import { areIntentsValid } from './intents.ts';
import { sendGreeting } from './send-greeting.ts';
import type { Session } from './session.ts';
import { readShard, type Shard, type Sharding } from './sharding.ts';

/** The gateway as one of its connections needs it. */
export interface ConnectionHost {
  readonly world: World;
  /** The bot's token. */
  readonly token: string;
  /** The gateway's own address. */
  readonly url: string;
  /** The intents that an identify must not ask for, as a bit field. */
  deniedIntents(): number;
  readonly sharding: Sharding;
  /** Counts an identify. `false`: it comes too early after the one before. */
  takeIdentify(shard: Shard): boolean;
  openSession(intents: number, shard: Shard): Session;
  findSession(sessionId: string): Session | undefined;
  /** The connection is gone. `isOver`: the session cannot be resumed. */
  leaveSession(session: Session, isOver: boolean): void;
}

/** One WebSocket of a client. */
export interface Connection {
  /** Asks the client to reconnect and resume (op 7). */
  askToReconnect(): void;
  /** Tells the client that its session is gone (op 9). */
  invalidateSession(): void;
  /** Sends nothing more, not even acknowledgements, as on a half-open connection. */
  freeze(): void;
  /** Drops the socket, as when the network breaks. */
  drop(): void;
}

const MAX_FRAME_BYTES = 4_096;
/** A connection is closed after this many heartbeat intervals without a heartbeat. */
const ZOMBIE_AFTER_INTERVALS = 1.75;
/** Close codes after which the real gateway allows no resume. */
const SESSION_ENDING_CODES = new Set([1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);

/** Opcodes, as Discord's documentation names them. */
const OP = {
  heartbeat: 1,
  identify: 2,
  presenceUpdate: 3,
  voiceStateUpdate: 4,
  resume: 6,
  reconnect: 7,
  requestGuildMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  requestSoundboardSounds: 31,
} as const;

/** Opcodes that a client may send, and that change nothing here. */
const IGNORED_OPS: readonly unknown[] = [
  OP.presenceUpdate,
  OP.voiceStateUpdate,
  OP.requestGuildMembers,
  OP.requestSoundboardSounds,
];

/**
 * Speaks the gateway's protocol on one socket. Its timers follow the real time, because they pace a
 * client library and not the world.
 */
export function openConnection(socket: WebSocket, host: ConnectionHost): Connection {
  const { limits } = host.world;
  const receivedFrames = createRateWindow(systemClock, limits.gatewaySend);
  let session: Session | undefined;
  let isFrozen = false;
  let cancelHeartbeatTimeout = () => {};

  const send = (frame: string) => {
    if (!isFrozen && socket.readyState === socket.OPEN) socket.send(frame);
  };
  const sendOp = (op: number, d: unknown) => send(JSON.stringify({ op, d, s: null, t: null }));
  const close = (code: number, reason: string) => {
    if (session && SESSION_ENDING_CODES.has(code)) leaveSession(true);
    socket.close(code, reason);
  };
  const leaveSession = (isOver: boolean) => {
    const endedSession = session;
    session = undefined;
    if (endedSession?.detach(send)) host.leaveSession(endedSession, isOver);
  };
  const restartHeartbeatTimeout = () => {
    cancelHeartbeatTimeout();
    cancelHeartbeatTimeout = systemClock.after(limits.heartbeatMs * ZOMBIE_AFTER_INTERVALS, () =>
      close(4009, 'Session timed out.'),
    );
  };

  const attach = (attached: Session) => {
    session = attached;
    attached.cancelExpiry();
    attached.attach(send);
  };

  const identify = (data: Json) => {
    if (session) return close(4005, 'Already authenticated.');
    if (data.token !== host.token) return close(4004, 'Authentication failed.');
    if (!areIntentsValid(data.intents)) return close(4013, 'Invalid intent(s).');
    if ((data.intents & host.deniedIntents()) !== 0) return close(4014, 'Disallowed intent(s).');

    begin(data.intents, data);
  };

  const begin = (intents: number, data: Json) => {
    const shard = readShard(data);
    if (!shard) return close(4010, 'Invalid shard.');
    if (shard.count < host.sharding.required) return close(4011, 'Sharding required.');
    // https://discord.com/developers/docs/events/gateway#rate-limiting: it answers as to an invalid session.
    if (!host.takeIdentify(shard)) return sendOp(OP.invalidSession, false);

    attach(host.openSession(intents, shard));
    if (session) sendGreeting(session, host.world, host.url);
  };

  const resume = (data: Json) => {
    if (session) return close(4005, 'Already authenticated.');
    if (data.token !== host.token) return close(4004, 'Authentication failed.');

    const found = host.findSession(String(data.session_id));
    const missedFrames = found?.missedSince(typeof data.seq === 'number' ? data.seq : -1);
    if (missedFrames === 'invalid') return close(4007, 'Invalid seq.');
    if (!found || !missedFrames) return sendOp(OP.invalidSession, false);

    attach(found);
    for (const frame of missedFrames) send(frame);
    found.dispatch({ t: 'RESUMED', d: {} });
  };

  const receive = ({ op, d }: { op: unknown; d: unknown }) => {
    const data: Json = typeof d === 'object' && d !== null ? { ...d } : {};
    if (op === OP.heartbeat) {
      restartHeartbeatTimeout();
      return sendOp(OP.heartbeatAck, null);
    }
    if (op === OP.identify) return identify(data);
    if (op === OP.resume) return resume(data);
    if (!session) return close(4003, 'Not authenticated.');
    if (!IGNORED_OPS.includes(op)) close(4001, 'Unknown opcode.');
  };

  socket.on('message', (raw: RawData, isBinary: boolean) => {
    if (receivedFrames.take() > 0) return close(4008, 'Rate limited.');
    const text = String(raw);
    if (text.length > MAX_FRAME_BYTES) return close(4002, 'Decode error.');
    const frame = isBinary ? undefined : decode(text);
    if (frame) receive(frame);
    else close(4002, 'Decode error.');
  });
  socket.on('close', (code: number) => {
    cancelHeartbeatTimeout();
    leaveSession(SESSION_ENDING_CODES.has(code));
  });
  socket.on('error', () => socket.terminate());

  sendOp(OP.hello, { heartbeat_interval: limits.heartbeatMs, _trace: [] });
  restartHeartbeatTimeout();

  return {
    askToReconnect: () => sendOp(OP.reconnect, null),
    invalidateSession() {
      session?.detach(send);
      session = undefined;
      sendOp(OP.invalidSession, false);
    },
    freeze() {
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
