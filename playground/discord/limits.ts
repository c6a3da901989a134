/** A rate limit: the calls that are allowed in a window, which begins with the first of them. */
export interface Rate {
  readonly calls: number;
  readonly windowMs: number;
}

/** Every number that the local Discord enforces over time. */
export interface DiscordLimits {
  // The next four count per channel; all edits of a channel share one limit. Observed, not
  // documented.
  readonly createMessage: Rate;
  readonly editMessage: Rate;
  readonly deleteMessage: Rate;
  readonly typing: Rate;
  /** Observed: one reaction per quarter of a second. */
  readonly reaction: Rate;
  /** Per interaction token, for the answers after the first one. */
  readonly interactionWebhook: Rate;
  /** All other routes, per route and major parameter. */
  readonly other: Rate;
  /** All routes together, except those of interactions. */
  readonly global: Rate;
  /** Edits of messages older than `lateEditAfterMs`, per channel. More of them get error 30046. */
  readonly lateEdit: Rate;
  readonly lateEditAfterMs: number;
  /** Frames that one gateway connection may send. */
  readonly gatewaySend: Rate;
  /** Identifies of one bucket of shards: https://discord.com/developers/docs/events/gateway#sharding-max-concurrency. */
  readonly identify: Rate;
  readonly heartbeatMs: number;
  /** The time for which a lost session can be resumed. */
  readonly resumeMs: number;
  /** The number of events that are kept for a resume. */
  readonly resumeEvents: number;
  /** The time in which the bot must acknowledge an interaction. */
  readonly interactionAckMs: number;
  /** The lifetime of an interaction's token. */
  readonly interactionTokenMs: number;
  /** The time for which the address of an attachment works. */
  readonly attachmentMs: number;
  /** The time for which `enforce_nonce` finds the message that was created with the same nonce. */
  readonly nonceMs: number;
}

/** The limits of the real Discord, as far as they are documented or observed. */
export const DISCORD_LIMITS: DiscordLimits = {
  createMessage: { calls: 5, windowMs: 5_000 },
  editMessage: { calls: 5, windowMs: 5_000 },
  deleteMessage: { calls: 5, windowMs: 1_000 },
  typing: { calls: 5, windowMs: 5_000 },
  reaction: { calls: 1, windowMs: 250 },
  interactionWebhook: { calls: 5, windowMs: 5_000 },
  other: { calls: 10, windowMs: 1_000 },
  global: { calls: 50, windowMs: 1_000 },
  lateEdit: { calls: 3, windowMs: 20_000 },
  lateEditAfterMs: 3_600_000,
  gatewaySend: { calls: 120, windowMs: 60_000 },
  identify: { calls: 1, windowMs: 5_000 },
  heartbeatMs: 41_250,
  resumeMs: 120_000,
  resumeEvents: 1_000,
  interactionAckMs: 3_000,
  interactionTokenMs: 900_000,
  attachmentMs: 24 * 3_600_000,
  nonceMs: 300_000,
};

/**
 * The same limits, but with the windows of all REST rates multiplied by `factor`, so that tests
 * need not wait.
 */
export function scaleLimits(factor: number, limits: DiscordLimits = DISCORD_LIMITS): DiscordLimits {
  const scaled = (rate: Rate): Rate => ({ calls: rate.calls, windowMs: rate.windowMs * factor });
  return {
    ...limits,
    createMessage: scaled(limits.createMessage),
    editMessage: scaled(limits.editMessage),
    deleteMessage: scaled(limits.deleteMessage),
    typing: scaled(limits.typing),
    reaction: scaled(limits.reaction),
    interactionWebhook: scaled(limits.interactionWebhook),
    other: scaled(limits.other),
    global: scaled(limits.global),
    lateEdit: scaled(limits.lateEdit),
    identify: scaled(limits.identify),
  };
}
