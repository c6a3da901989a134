import { createResponder } from '../../src/lib/web/responder.ts';

// `blob:` addresses are files that the person chose on this page and did not send yet.
export const { respond, respondJson } = createResponder(["img-src 'self' blob:; media-src 'self'"]);
