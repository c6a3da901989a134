export interface CallWindow {
  readonly calls: number;
  readonly windowMs: number;
}

/** Everything that the local server counts, as data. */
export interface TelegramLimits {
  /** Sends and edits in one chat; `burst` of them may come at once. */
  readonly chat: CallWindow & { readonly burst: number };
  /** Sends and edits in one group in any window; a forum with all its topics is one group. */
  readonly group: CallWindow;
  /** Sends and edits in all chats together. */
  readonly overall: CallWindow;
  /** Chat actions and drafts in one chat: every one of these holds. */
  readonly activity: readonly CallWindow[];
  /** The least time that a 429 asks to wait. */
  readonly penaltyMs: number;
  /** What every call during a penalty adds to it, up to `longestPenaltyMs`. */
  readonly extensionMs: number;
  readonly longestPenaltyMs: number;
  /** `retry_after` in whole seconds, as the real one. Otherwise a fraction of a second: scaled windows are shorter than one. */
  readonly wholeSeconds: boolean;
  /** How long a draft shows without being renewed. */
  readonly draftMs: number;
  /** How long updates wait for a poller. */
  readonly updateMs: number;
  /** How long a button press can be answered. */
  readonly callbackMs: number;
  /** How long the person's client waits for that answer. */
  readonly pressMs: number;
  /** The bot counts as offline so long after its last poll. */
  readonly pollerGapMs: number;
  readonly messageCharacters: number;
  readonly captionCharacters: number;
  readonly richCharacters: number;
  readonly downloadBytes: number;
  readonly uploadBytes: number;
}

/** As far as they are known: bot FAQ, Bot API 10.3, and what bots in production measured. */
export const TELEGRAM_LIMITS: TelegramLimits = {
  chat: { calls: 1, windowMs: 1000, burst: 3 },
  group: { calls: 20, windowMs: 60_000 },
  overall: { calls: 30, windowMs: 1000 },
  activity: [
    { calls: 20, windowMs: 5000 },
    { calls: 40, windowMs: 30_000 },
  ],
  penaltyMs: 3000,
  extensionMs: 5000,
  longestPenaltyMs: 3_600_000,
  wholeSeconds: true,
  draftMs: 30_000,
  updateMs: 24 * 3_600_000,
  callbackMs: 60_000,
  pressMs: 15_000,
  pollerGapMs: 3000,
  messageCharacters: 4096,
  captionCharacters: 1024,
  richCharacters: 32_768,
  downloadBytes: 20 * 1024 * 1024,
  uploadBytes: 50 * 1024 * 1024,
};

/**
 * The rate limits with all windows and penalties multiplied, for tests in a hurry: `scaleLimits(0.01)` allows 20 writes
 * per 600 ms in a group and asks for `retry_after` in fractions of a second.
 */
export function scaleLimits(
  factor: number,
  limits: TelegramLimits = TELEGRAM_LIMITS,
): TelegramLimits {
  const scaled = <Window extends CallWindow>(one: Window) => ({
    ...one,
    windowMs: one.windowMs * factor,
  });
  return {
    ...limits,
    chat: scaled(limits.chat),
    group: scaled(limits.group),
    overall: scaled(limits.overall),
    activity: limits.activity.map(scaled),
    penaltyMs: limits.penaltyMs * factor,
    extensionMs: limits.extensionMs * factor,
    longestPenaltyMs: limits.longestPenaltyMs * factor,
    wholeSeconds: false,
  };
}
