/** The bodies of the actions. */
interface TroubleRequests {
  set: { id: string; isActive: boolean };
  'end-all': Record<string, never>;
}

/** Begins or ends trouble. Rejects with the sentence to show. */
export async function requestTrouble<Action extends keyof TroubleRequests>(
  action: Action,
  body: TroubleRequests[Action],
): Promise<void> {
  const response = await fetch(`/api/trouble/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.json()).error);
}
