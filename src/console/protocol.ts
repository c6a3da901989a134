import type { AccessRequest } from '../contracts/access.ts';
import type { Attempt } from '../contracts/attempt.ts';
import type { LimitState } from '../contracts/limits.ts';
import type { NetworkState } from '../contracts/overview.ts';
import type { RoutedModel } from '../contracts/router.ts';
import type { SettingOrigin } from '../contracts/settings.ts';
import type { OpenTrouble } from '../contracts/troubles.ts';
import type { UsageReport } from '../contracts/usage.ts';

/*
 * What the console's page and its server say to each other. Reads are GET, changes are POST with the header
 * `X-Parley-Token` (the session's token against forged requests), both below /api/. An error is
 * `{ error: 'a sentence' }`. The page follows /api/changes, a stream of `ConsoleEvent`s, and asks for the rest.
 */

/** GET /api/session: 200 with this, or 401 where nobody is logged in. */
export interface ConsoleSession {
  /** Goes into the header of every change. */
  readonly token: string;
  readonly version: string;
  /** Turns come with the words of people. */
  readonly showsText: boolean;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly expiresAt: number;
}

/** A place, for people. */
export interface ShownPlace {
  readonly platform: string;
  readonly channelId: string;
  readonly server?: string;
  readonly name?: string;
  readonly kind: 'direct' | 'group' | 'thread';
}

/** An answer that is being written, or waits. */
export interface RunningAnswer {
  readonly turnId: string;
  readonly place: ShownPlace;
  readonly asker?: { readonly id: string; readonly name: string };
  readonly state: 'waiting' | 'running';
  readonly acceptedAt: number;
  readonly startedAt?: number;
  readonly firstWordsMs?: number;
}

/** An ended turn. `question` and `answer` are there only where the operator allows text. */
export interface EndedTurn extends Omit<RunningAnswer, 'state'> {
  readonly state: 'done' | 'failed' | 'stopped';
  readonly endedAt: number;
  readonly tookMs: number;
  readonly attempts: readonly Attempt[];
  readonly question?: string;
  readonly answer?: string;
}

/** One line of the log, without secrets. */
export interface LogLine {
  readonly at: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** The other fields, as JSON. */
  readonly fields?: string;
}

/** The networks, the running answers and the open troubles. */
export interface ConsoleState {
  readonly networks: readonly NetworkState[];
  readonly running: readonly RunningAnswer[];
  readonly troubles: readonly OpenTrouble[];
  readonly requests: readonly AccessRequest[];
}

/**
 * An event of /api/changes: first the whole state (`isFirst`) and the lines of the log so far, then each change of the
 * state as a whole state again, each ended turn and each new line.
 */
export type ConsoleEvent =
  | { readonly kind: 'state'; readonly state: ConsoleState; readonly isFirst?: true }
  | { readonly kind: 'turn'; readonly turn: EndedTurn }
  | { readonly kind: 'log'; readonly line: LogLine };

/** GET /api/models */
export interface ConsoleModels {
  readonly defaultModel: string;
  readonly models: readonly RoutedModel[];
}

/** GET /api/usage?from=2026-11-01&to=2026-11-30&scope=discord:12, by every group. Without dates: of today. */
export interface ConsoleUsage {
  readonly today: string;
  readonly report: UsageReport;
  readonly limits: readonly LimitState[];
}

/** GET /api/turns?before=<cursor>&state=failed: the newest ended turns, at most 50 at a time. */
export interface ConsoleTurns {
  readonly turns: readonly EndedTurn[];
  /** Absent: there are no more. */
  readonly before?: string;
}

/** GET /api/settings?platform=discord&channel=ID, or without a place for the whole bot. */
export interface ConsoleSettings {
  readonly origins: readonly SettingOrigin[];
  /** The values in force, as JSON, by the name of the setting. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** GET /api/file: `parley.yaml` as it is. */
export interface ConsoleFile {
  readonly path: string;
  readonly text: string;
  /** Of the text: a save names it, and is refused where somebody else has changed the file since. */
  readonly revision: string;
  readonly isWritable: boolean;
}

/**
 * POST /api/file/check `{ text }` gives it with status 200. POST /api/file `{ text, revision }` gives the new `ConsoleFile`
 * when it is saved, this with status 422 when the text is not valid, and status 409 when the revision is an old one.
 */
export interface FileProblems {
  /** One line for each: `parley.yaml:12 path: what is wrong. What helps.` Empty: it is valid. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/*
 * Changes, all POST with a JSON body:
 *   /api/login { code }            a code from /console or CONSOLE_TOKEN: sets the session's cookie
 *   /api/logout {}
 *   /api/stop { turnId }
 *   /api/access { platform, personId, state: 'allowed' | 'denied' }
 *   /api/settings { scope, name, value }   value null: takes the choice back
 *   /api/file/check, /api/file
 */
