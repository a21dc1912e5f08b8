/**
 * The rules of the Public Suffix List that have an ancestor which is no suffix, separated by spaces. The build writes
 * them from the list in `tldts` (`suffix-rules.js` at the top).
 */
export declare const SUFFIX_RULES: string
