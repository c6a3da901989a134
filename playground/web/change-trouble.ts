import { z } from 'zod';
import { RequestError } from '../../src/lib/web/request-error.ts';
import type { TroubleDesk } from '../trouble/trouble-desk.ts';

const change = z.strictObject({ id: z.string().min(1).max(64), isActive: z.boolean() });

/**
 * Does what `/api/trouble/set` or `/api/trouble/end-all` asks for.
 *
 * @throws A `RequestError` when there is no such action or the body has another shape.
 */
export async function changeTrouble(
  troubles: TroubleDesk | undefined,
  pathname: string,
  body: unknown,
): Promise<void> {
  if (troubles !== undefined && pathname === '/api/trouble/end-all') return troubles.endAll();
  if (troubles === undefined || pathname !== '/api/trouble/set')
    throw new RequestError(404, 'There is no such action.');

  const parsed = change.safeParse(body);
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  await troubles.set(parsed.data.id, parsed.data.isActive);
}
