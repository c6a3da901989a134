import { WireFault } from '../wire-fault.ts';

/**
 * A frame that is not in the words of its protocol. The answer goes on without it, since gateways
 * put keep-alives and parts of their logs between the frames of an answer.
 */
export class UnreadableFrame extends WireFault {
  override name = 'UnreadableFrame';

  constructor() {
    super('sent something that is not JSON');
  }
}
