/** A refusal in Discord's shape. The codes and texts are those of the real API. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** The HTTP status. */
  readonly status: number;
  /** Discord's JSON error code. */
  readonly code: number;
  /** The errors of a form, nested under the paths of its fields. */
  readonly errors: object | undefined;
  /** Set in answers of status 429 only. */
  readonly retryAfterMs: number | undefined;

  constructor(
    status: number,
    code: number,
    message: string,
    details: { errors?: object; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = details.errors;
    this.retryAfterMs = details.retryAfterMs;
  }

  static readonly notFound = () => new ApiError(404, 0, '404: Not Found');
  static readonly methodNotAllowed = () => new ApiError(405, 0, '405: Method Not Allowed');
  static readonly unauthorized = () => new ApiError(401, 0, '401: Unauthorized');
  static readonly unknownApplication = () => new ApiError(404, 10002, 'Unknown Application');
  static readonly unknownChannel = () => new ApiError(404, 10003, 'Unknown Channel');
  static readonly unknownGuild = () => new ApiError(404, 10004, 'Unknown Guild');
  static readonly unknownMember = () => new ApiError(404, 10007, 'Unknown Member');
  static readonly unknownMessage = () => new ApiError(404, 10008, 'Unknown Message');
  static readonly unknownUser = () => new ApiError(404, 10013, 'Unknown User');
  static readonly unknownEmoji = () => new ApiError(400, 10014, 'Unknown Emoji');
  static readonly unknownWebhook = () => new ApiError(404, 10015, 'Unknown Webhook');
  static readonly unknownInteraction = () => new ApiError(404, 10062, 'Unknown interaction');
  static readonly unknownCommand = () => new ApiError(404, 10063, 'Unknown application command');
  static readonly tooManyReactions = () =>
    new ApiError(400, 30010, 'Maximum number of reactions reached (20)');
  static readonly tooManyCommands = () =>
    new ApiError(400, 30032, 'Maximum number of application commands reached (100).');
  static readonly tooManyLateEdits = (retryAfterMs: number) =>
    new ApiError(
      429,
      30046,
      'Maximum number of edits to messages older than 1 hour reached. Try again later.',
      {
        retryAfterMs,
      },
    );
  static readonly tooLarge = () => new ApiError(413, 40005, 'Request entity too large');
  static readonly alreadyAcknowledged = () =>
    new ApiError(400, 40060, 'Interaction has already been acknowledged.');
  static readonly tooManyFollowUps = () =>
    new ApiError(400, 40094, 'This interaction has hit the maximum number of follow up messages.');
  static readonly missingAccess = () => new ApiError(403, 50001, 'Missing Access');
  static readonly notOnDirectChannel = () =>
    new ApiError(403, 50003, 'Cannot execute action on a DM channel');
  static readonly notYourMessage = () =>
    new ApiError(403, 50005, 'Cannot edit a message authored by another user');
  static readonly emptyMessage = () => new ApiError(400, 50006, 'Cannot send an empty message');
  static readonly cannotMessageUser = () =>
    new ApiError(403, 50007, 'Cannot send messages to this user');
  static readonly missingPermissions = () => new ApiError(403, 50013, 'Missing Permissions');
  static readonly wrongChannelType = () =>
    new ApiError(400, 50024, 'Cannot execute action on this channel type');
  static readonly invalidWebhookToken = () => new ApiError(401, 50027, 'Invalid Webhook Token');
  static readonly invalidForm = (errors: object) =>
    new ApiError(400, 50035, 'Invalid Form Body', { errors });
  static readonly threadArchived = () => new ApiError(400, 50083, 'Thread is archived');
  static readonly invalidJson = () =>
    new ApiError(400, 50109, 'The request body contains invalid JSON.');
  static readonly replyNeedsHistory = () =>
    new ApiError(403, 160002, 'Cannot reply without permission to read message history');
  static readonly threadExists = () =>
    new ApiError(400, 160004, 'A thread has already been created for this message');
  static readonly threadLocked = () => new ApiError(403, 160005, 'Thread is locked');
  static readonly tooManyThreads = () =>
    new ApiError(400, 160006, 'Maximum number of active threads reached');
}
