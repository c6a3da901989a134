/** Begins the last part of a channel's id in the direct messages of a Telegram channel, before the topic's number. */
export const DIRECT_TOPIC = 'direct-';
