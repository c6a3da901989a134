/**
 * What the network still counts in a chat goes along when another process begins to answer there: calls of the last
 * minute, and penalties. A process that is alone on its store need not call it.
 */
export interface ChatPaces {
  /**
   * This process answers in a chat (see `chatKey`) from now on. Call it before the first write there. `left`: nobody
   * did, or the last process has called `release`. `died`: it has certainly written nothing since `agoMs`.
   *
   * @throws When the store cannot be read.
   */
  adopt(
    chat: string,
    last: { readonly end: 'left' } | { readonly end: 'died'; readonly agoMs: number },
  ): Promise<void>;
  /**
   * This process has ended answering in a chat. Call it before another one may adopt it.
   *
   * @throws When the store cannot be written: then the chat is as that of a process that died.
   */
  release(chat: string): Promise<void>;
}
