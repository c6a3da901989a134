import type { Check } from './tree.ts';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

/** Everybody gets the same packages, from the public registry. */
export const checkManifests: Check = (tree) =>
  [...tree].flatMap(([path, text]) => {
    if (/(^|\/)package\.json$/.test(path)) return rangeComplaints(path, text);
    return /(^|\/)package-lock\.json$/.test(path) ? registryComplaints(path, text) : [];
  });

function rangeComplaints(path: string, text: string): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !EXACT.test(String(version)))
    .map(
      ([name, version]) =>
        `${path}: ${name} is "${version}". Write the exact version (npm install --save-exact).`,
    );
}

function registryComplaints(path: string, text: string): string[] {
  return [...text.matchAll(/"resolved": "([^"]+)"/g)]
    .filter(([, url = '']) => !url.startsWith(PUBLIC_REGISTRY))
    .map(
      ([, url]) =>
        `${path} takes a package from ${url}. Install it with omit-lockfile-registry-resolved=true.`,
    );
}
