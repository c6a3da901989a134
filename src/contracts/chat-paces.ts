/** The end of the last host of a chat. */
export type LastHost =
  /** Nobody answered there, or the last one has ended in order. */
  | { readonly end: 'left' }
  /** It was found dead this long ago, and has certainly written nothing since then. */
  | { readonly end: 'died'; readonly agoMs: number };

/**
 * What the network still counts in a chat goes along when another process begins to answer there: calls of the last
 * minute, and penalties. A process that is alone on its store need not call it.
 */
export interface ChatPaces {
  /**
   * This process answers in a chat (see `chatKey`) from now on. Call it before the first write there.
   *
   * @throws When the store cannot be read.
   */
  adopt(chat: string, last: LastHost): Promise<void>;
  /**
   * This process has ended answering in a chat. Call it before another one may adopt it.
   *
   * @throws When the store cannot be written: then the chat is as that of a process that died.
   */
  release(chat: string): Promise<void>;
}
