import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names the world in which a process id is valid. Two processes have the same
 * name only if they see each other's ids. The name of the host is not enough:
 * two containers may share it, and their ids mean different processes.
 */
export function readPidWorld(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // A system without /proc has no containers either.
    return hostname();
  }
}
