const LONGEST_SHOWN_MS = 8_000;

/** Shows a sentence at the edge of the page for some seconds. Screen readers say it. */
export function announce(news: unknown): void {
  const announcer = document.querySelector('#announcer');
  const note = document.createElement('p');
  note.textContent = news instanceof Error ? news.message : String(news);
  announcer?.append(note);
  setTimeout(() => note.remove(), LONGEST_SHOWN_MS);
}
