/** Why bytes are no pickle of the kind that is read here; whoever knows the file adds its name. */
export class PickleError extends Error {}
