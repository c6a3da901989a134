/** The content of one write of the bot, on either network. */
export interface WrittenContent {
  readonly text: string;
  readonly hasFile: boolean;
  /** It replies to a message. */
  readonly isReply: boolean;
}

/** The answer to a write that is refused for its content. */
export interface ContentRefusal {
  /** 500 looks like a server that fails on this content each time. */
  readonly status: number;
  /** The server's words. */
  readonly message?: string;
  /** Discord's own code. */
  readonly code?: number;
}

/** Decides which writes are refused for their content, however often they are repeated. */
export type ContentRule = (content: WrittenContent) => ContentRefusal | undefined;
