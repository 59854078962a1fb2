/** Bad usage or an unreachable target: the message goes to stderr as one line, and the exit code is 2. */
export class UsageError extends Error {}
