import type { AccessDesk } from '../contracts/access.ts';
import type { Limits } from '../contracts/limits.ts';
import type { Router } from '../contracts/router.ts';
import type { ScopeRules, Settings } from '../contracts/settings.ts';
import type { Troubles } from '../contracts/troubles.ts';
import type { Turn } from '../contracts/turns.ts';
import type { Usage } from '../contracts/usage.ts';
import type { LogTail } from '../lib/log-tail.ts';
import type { HideSecrets } from '../lib/secrets.ts';
import type { ConsoleAdmin } from './console-sessions.ts';
import type { ConsoleFile, FileProblems } from './protocol.ts';

/** All that the console shows and changes. */
export interface ConsoleSources {
  readonly version: string;
  /** The names of the platforms that are set up. */
  readonly platforms: readonly string[];
  /** The turns that have not ended, oldest first. */
  openTurns(): readonly Turn[];
  /** `false`: it is not open any more, or ends already. */
  stopTurn(turnId: string): Promise<boolean>;
  /** The stored turns of these ids, in their order. Only asked where the operator allows text. */
  readTurns(ids: readonly string[]): Promise<readonly (Turn | undefined)[]>;
  readonly models: Pick<Router, 'defaultModel' | 'models' | 'find'>;
  readonly usage: Pick<Usage, 'today' | 'report'>;
  readonly limits: Pick<Limits, 'totals'>;
  readonly access: Pick<AccessDesk, 'requests' | 'answer'>;
  readonly settings: Pick<Settings, 'of' | 'explain' | 'chosen' | 'choose' | 'personas'>;
  /** Reads one setting as it is stored. `undefined`: there is no such setting, or it takes no such value. */
  readRule(name: string, value: unknown): ScopeRules | undefined;
  readonly file: EditableFile;
  readonly troubles: Troubles['troubles'];
  /** Absent: nobody keeps the lines of the log. */
  readonly logTail?: LogTail;
  isAdmin(admin: ConsoleAdmin): boolean;
  /** Goes over everything that the console sends. */
  readonly hideSecrets: HideSecrets;
}

/** `parley.yaml`, for people who edit it. */
export interface EditableFile {
  read(): Promise<ConsoleFile>;
  check(text: string): FileProblems;
  /** `conflict`: the file has another revision by now. Nothing is saved with problems. */
  save(text: string, revision: string): Promise<'saved' | 'conflict' | 'read only' | FileProblems>;
}
