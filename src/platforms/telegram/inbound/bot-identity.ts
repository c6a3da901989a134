/** The identity of the bot itself, from `getMe`. */
export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}
