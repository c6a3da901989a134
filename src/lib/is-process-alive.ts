/** Tells whether a process of this machine is running. */
export function isProcessAlive(pid: number): boolean {
  try {
    // Signal 0 only checks whether the process exists (kill(2)).
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is running as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
