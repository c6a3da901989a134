/**
 * Lets people drop files anywhere on a part of the page. While files are over it, it has the
 * attribute `data-dropping`.
 */
export function acceptDrops(target: HTMLElement, onFiles: (files: readonly File[]) => void): void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  const setDropping = (isDropping: boolean) => target.toggleAttribute('data-dropping', isDropping);

  target.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setDropping(true);
  });
  target.addEventListener('dragleave', (event) => {
    const isStillOver = event.relatedTarget instanceof Node && target.contains(event.relatedTarget);
    if (!isStillOver) setDropping(false);
  });
  target.addEventListener('drop', (event) => {
    setDropping(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
