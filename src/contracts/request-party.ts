/** The person and the channel that a request to a service is for, by names of Parley's own. Never sent to a service. */
export interface RequestParty {
  /** Absent: nobody, as for a summary. */
  readonly person?: string;
  readonly channel: string;
}
