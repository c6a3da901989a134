import type { Check } from './tree.ts';

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';

/** Every machine gets the same packages, from the public registry. */
export const checkManifests: Check = (tree) =>
  [...tree].flatMap(([path, text]) => {
    if (/(^|\/)package\.json$/.test(path)) return versionComplaints(path, text);
    if (/(^|\/)package-lock\.json$/.test(path)) return registryComplaints(path, text);
    return [];
  });

function versionComplaints(path: string, text: string): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !EXACT_VERSION.test(String(version)))
    .map(
      ([name, version]) =>
        `${path}: ${name} has the version "${version}". Write the exact version (npm install --save-exact).`,
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
