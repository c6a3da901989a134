import type { User, WireObject } from '../wire.ts';

/** True when a rich message mentions a user, outside of code. */
export function mentionsUser(rich: WireObject, user: User): boolean {
  const rest: unknown[] = [rich];

  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (Array.isArray(part)) rest.push(...part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) continue;

    const { type, username, user: mentioned, ...fields } = part as WireObject;
    if (type === 'code' || type === 'pre') continue;
    if (type === 'mention' && isNameOf(user, username)) return true;
    if (type === 'text_mention' && (mentioned as User | undefined)?.id === user.id) return true;
    rest.push(...Object.values(fields));
  }
  return false;
}

function isNameOf({ username }: User, name: unknown): boolean {
  return String(name).toLowerCase() === username?.toLowerCase();
}
