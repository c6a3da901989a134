import type { ModelRules, Routing } from '../contracts/routing.ts';

/** What is said of the model `provider/model`: of beginnings first, and over it what is said of longer ones, and of the whole name. */
export function rulesFor({ models }: Routing, name: string): ModelRules {
  const fitting = [...models].filter(([pattern]) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
  const exactness = (pattern: string) => (pattern.endsWith('*') ? pattern.length : Infinity);
  return fitting
    .sort(([a], [b]) => exactness(a) - exactness(b))
    .reduce<ModelRules>((all, [, rules]) => merge(all, rules), {});
}

function merge(all: ModelRules, rules: ModelRules): ModelRules {
  return {
    ...all,
    ...rules,
    limits: { ...all.limits, ...rules.limits },
    parameters: { ...all.parameters, ...rules.parameters },
  };
}
