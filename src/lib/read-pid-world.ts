import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names the world in which a process id means something: the same for two processes only if they see each other's ids.
 * A host's name is not enough: two containers may share it, and their ids mean different processes.
 */
export function readPidWorld(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
