/** Whether a process of this machine runs. */
export function isProcessAlive(pid: number): boolean {
  try {
    // Signal 0 only asks (kill(2)).
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
