import { join } from 'node:path';

/**
 * The store of a Parley of commit 58773b6, on the local networks, that was killed in the middle of
 * an answer. It holds four conversations: on Telegram a private chat with two versions of an
 * answer, and a group with an answer and the one that was cut off; on Discord a private chat with a
 * chosen model, and a channel with a reset. Every later Parley must open it. Tests work on copies.
 */
export const OLD_STORE = join(import.meta.dirname, '../fixtures/stores/58773b6.sqlite');
