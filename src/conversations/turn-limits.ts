/** What bounds the turns that are kept. */
export interface TurnLimits {
  /** Days after its end that a turn is kept as history. 0: for ever. */
  readonly historyDays: number;
  /** Turns that may wait in one conversation. */
  readonly waitingLimit: number;
  /** Messages that may join in one turn. */
  readonly inputLimit: number;
  /** Turns that may be open in all conversations together. */
  readonly openLimit: number;
}
