/** Answers every question of the process that started this one, and ends when that one is gone. */
export function handleParentRequests<Question>(
  answer: (question: Question) => object | Promise<object>,
): void {
  process.on('message', async (question: Question) => {
    process.send?.(await answer(question));
  });
  process.once('disconnect', () => process.exit());
}
