/** The calls that are allowed in any window of this length. */
export interface CallWindow {
  readonly calls: number;
  readonly windowMs: number;
}

/** Every limit that the local server enforces. */
export interface TelegramLimits {
  /** Sends and edits in one chat. `burst` of them may come at the same time. */
  readonly chat: CallWindow & { readonly burst: number };
  /** Sends and edits in one group. A forum with all its topics is one group. */
  readonly group: CallWindow;
  /** Sends and edits in all chats together. */
  readonly overall: CallWindow;
  /** Chat actions and drafts in one chat. All of these windows apply. */
  readonly activity: readonly CallWindow[];
  /** The shortest wait that a 429 asks for. */
  readonly penaltyMs: number;
  /** The time that each call during a penalty adds to it, up to `longestPenaltyMs`. */
  readonly extensionMs: number;
  readonly longestPenaltyMs: number;
  /**
   * True when `retry_after` is in whole seconds, as on the real server. Scaled windows need
   * fractions of a second.
   */
  readonly wholeSeconds: boolean;
  /** The time for which a draft shows without being renewed. */
  readonly draftMs: number;
  /** The time for which updates wait for a poller. */
  readonly updateMs: number;
  /** The length of a second for the pauses between deliveries to a webhook. */
  readonly webhookSecondMs: number;
  /** The time in which a webhook must answer. */
  readonly webhookTimeoutMs: number;
  /** The time in which a button press can be answered. */
  readonly callbackMs: number;
  /** The time for which the person's client waits for that answer. */
  readonly pressMs: number;
  /** The time after the last poll until the bot counts as offline. */
  readonly pollerGapMs: number;
  // The next three are counted in code points.
  readonly messageCharacters: number;
  readonly captionCharacters: number;
  readonly richCharacters: number;
  readonly downloadBytes: number;
  readonly uploadBytes: number;
}

/**
 * The limits of the real Telegram, as far as they are known: from the bot FAQ, Bot API 10.3, and
 * measurements of bots in production.
 */
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
  webhookSecondMs: 1000,
  webhookTimeoutMs: 60_000,
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
 * The same limits, but with all windows and penalties multiplied by `factor`, so that tests need
 * not wait. `scaleLimits(0.01)` allows 20 writes per 600 ms in a group, and gives `retry_after` in
 * fractions of a second.
 */
export function scaleLimits(
  factor: number,
  limits: TelegramLimits = TELEGRAM_LIMITS,
): TelegramLimits {
  const scaled = <Window extends CallWindow>(window: Window) => ({
    ...window,
    windowMs: window.windowMs * factor,
  });
  return {
    ...limits,
    chat: scaled(limits.chat),
    group: scaled(limits.group),
    overall: scaled(limits.overall),
    activity: limits.activity.map(scaled),
    penaltyMs: limits.penaltyMs * factor,
    extensionMs: limits.extensionMs * factor,
    webhookSecondMs: limits.webhookSecondMs * factor,
    longestPenaltyMs: limits.longestPenaltyMs * factor,
    wholeSeconds: false,
  };
}
