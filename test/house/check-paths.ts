import { homedir } from 'node:os';
import type { Check } from './tree.ts';

const HOME_FOLDER = /(?<![\w.~-])(\/home\/[a-z][\w-]*\/|\/Users\/\w+\/|[A-Z]:\\Users\\)/;

/**
 * Creates a check that no file names a path of one machine.
 * `checkout` is the path of the tree on this machine.
 */
export function checkPaths(checkout: string): Check {
  // A short path such as /app or /root may have another meaning; the path of a checkout is longer.
  const ownPaths = [checkout, homedir()].filter((path) => path.split('/').length > 2);

  return (tree) =>
    [...tree].flatMap(([path, text]) => {
      const found = ownPaths.find((own) => text.includes(own)) ?? HOME_FOLDER.exec(text)?.[0];
      if (!found) return [];
      return [
        `${path} names ${found}, a path of one machine. Use a relative path, or \`import.meta.dirname\`.`,
      ];
    });
}
