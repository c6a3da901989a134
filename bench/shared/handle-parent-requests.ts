/**
 * Makes this process the other end of a `Child`: responds to each message of the process that
 * started it, and exits when that process has closed the channel between them. A handler that fails
 * ends this process, so the parent's request fails.
 */
export function handleParentRequests<Message>(
  handler: (message: Message) => object | Promise<object>,
): void {
  process.on('message', async (message: Message) => {
    process.send?.(await handler(message));
  });

  process.once('disconnect', () => process.exit());
}
