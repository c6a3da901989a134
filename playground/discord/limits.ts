/** So many calls in a window that begins with the first of them. */
export interface Rate {
  readonly calls: number;
  readonly windowMs: number;
}

/** Every number that the local Discord enforces over time. */
export interface DiscordLimits {
  /** Each per channel; all edits of a channel share one. Observed, not documented. */
  readonly createMessage: Rate;
  readonly editMessage: Rate;
  readonly deleteMessage: Rate;
  readonly typing: Rate;
  /** Per interaction token, for answers after the first one. */
  readonly interactionWebhook: Rate;
  /** Any other route, per route and major parameter. */
  readonly other: Rate;
  /** Over all routes but those of interactions. */
  readonly global: Rate;
  /** Edits of messages older than `lateEditAfterMs`, per channel; beyond it error 30046. */
  readonly lateEdit: Rate;
  readonly lateEditAfterMs: number;
  /** What one gateway connection may send. */
  readonly gatewaySend: Rate;
  readonly heartbeatMs: number;
  /** How long a lost session can be resumed, and how many events are kept for it. */
  readonly resumeMs: number;
  readonly resumeEvents: number;
  readonly interactionAckMs: number;
  readonly interactionTokenMs: number;
  /** How long `enforce_nonce` finds the message that was created before. */
  readonly nonceMs: number;
}

export const DISCORD_LIMITS: DiscordLimits = {
  createMessage: { calls: 5, windowMs: 5_000 },
  editMessage: { calls: 5, windowMs: 5_000 },
  deleteMessage: { calls: 5, windowMs: 1_000 },
  typing: { calls: 5, windowMs: 5_000 },
  interactionWebhook: { calls: 5, windowMs: 5_000 },
  other: { calls: 10, windowMs: 1_000 },
  global: { calls: 50, windowMs: 1_000 },
  lateEdit: { calls: 3, windowMs: 20_000 },
  lateEditAfterMs: 3_600_000,
  gatewaySend: { calls: 120, windowMs: 60_000 },
  heartbeatMs: 41_250,
  resumeMs: 120_000,
  resumeEvents: 1_000,
  interactionAckMs: 3_000,
  interactionTokenMs: 900_000,
  nonceMs: 300_000,
};

/** The same limits with the windows of all REST rates multiplied by `factor`, so that tests need not wait. */
export function scaleLimits(factor: number, limits: DiscordLimits = DISCORD_LIMITS): DiscordLimits {
  const scaled = (rate: Rate): Rate => ({ calls: rate.calls, windowMs: rate.windowMs * factor });
  return {
    ...limits,
    createMessage: scaled(limits.createMessage),
    editMessage: scaled(limits.editMessage),
    deleteMessage: scaled(limits.deleteMessage),
    typing: scaled(limits.typing),
    interactionWebhook: scaled(limits.interactionWebhook),
    other: scaled(limits.other),
    global: scaled(limits.global),
    lateEdit: scaled(limits.lateEdit),
  };
}
