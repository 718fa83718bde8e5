/** The tree or its destination could not be made on this machine, so there is nothing to observe. */
export class CannotStart extends Error {}
