import { join } from 'node:path';

/**
 * The variable with which Node keeps compiled code between processes. The whole program starts in half
 * of the time: the tests start it some 60 times, and their files share most of its code.
 */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/node'),
} as const;
