/** The part of a fleet that runs work in one process at a time. */
interface Runner {
  runAlone(
    name: string,
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Runs `work` once in this process, while no other process runs work of this name. Begins again where the right to it
 * is lost meanwhile. Does nothing when `stopping` aborts before it can begin.
 *
 * @throws What `work` throws.
 */
export async function runOnceAlone(
  fleet: Runner,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  await fleet.runAlone(
    name,
    async (signal) => {
      failure = undefined;
      await work(signal).catch((error: unknown) => {
        failure = { error };
      });
      if (!signal.aborted) done.abort();
    },
    AbortSignal.any([done.signal, stopping]),
  );
  if (failure) throw (failure as { readonly error: unknown }).error;
}
