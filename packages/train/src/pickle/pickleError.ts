/** Why bytes are not a supported pickle; the caller adds the file name. */
export class PickleError extends Error {}
