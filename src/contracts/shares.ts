/** A limit of a whole bot, or of a whole service. The processes of a fleet divide it among them. */
export interface SharedLimit {
  /** The same in all processes: `telegram`, `provider:ollama`. */
  readonly name: string;
  readonly total: number;
  /** What was used counts for this long after its end. 0: it counts only while it is under way. */
  readonly windowMs: number;
  /** The number that counts at present. */
  used(): number;
  /** Called when `Share.count` may have risen. */
  onChange(): void;
}

/** The part of a shared limit that this process may use. */
export interface Share {
  /** The number at present. It changes. */
  readonly count: number;
  /** Call it after each change of what is used, or of what waits. `isShort`: more waits than `count` allows. */
  report(isShort: boolean): void;
}

/** Divides limits among the processes of a fleet. */
export interface Shares {
  /** Call it once for each limit. */
  open(limit: SharedLimit): Share;
}
