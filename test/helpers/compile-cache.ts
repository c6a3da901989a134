import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../node_modules/.cache');

/**
 * The variable with which Node keeps compiled code between processes. The whole program starts in half
 * of the time: the tests start it some 60 times, and their files share most of its code.
 */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(FOLDER, 'node') } as const;

/**
 * For the action `start`, which sets a flag of V8. V8 rejects code that was compiled without it, so in one folder each kind of process
 * would compile and write all 1,600 files anew after one of the other kind.
 */
export const COMPILE_CACHE_OF_START = { NODE_COMPILE_CACHE: join(FOLDER, 'node-start') } as const;
