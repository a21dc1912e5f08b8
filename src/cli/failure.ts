/** Why a check could not be made: one line for people, on standard error, with exit status 2. */
export class CannotTry extends Error {}
