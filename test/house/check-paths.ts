import { homedir } from 'node:os';
import type { Check } from './tree.ts';

const HOME_FOLDER = /(?<![\w.~-])(\/home\/[a-z][\w-]*\/|\/Users\/\w+\/|[A-Z]:\\Users\\)/;

/** Nothing names a path that is only on the machine where it was written. `checkout`: where the tree lies now. */
export function checkPaths(checkout: string): Check {
  // A short path such as /app or /root may well be meant; a checkout is hardly ever that short.
  const paths = [checkout, homedir()].filter((path) => path.split('/').length > 2);
  return (tree) =>
    [...tree].flatMap(([path, text]) => {
      const found = paths.find((own) => text.includes(own)) ?? HOME_FOLDER.exec(text)?.[0];
      return found
        ? [
            `${path} names ${found}, a path of one machine. Use a relative one, or \`import.meta.dirname\`.`,
          ]
        : [];
    });
}
