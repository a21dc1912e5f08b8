/** Arguments for varnishd. Optimising takes the C compiler longer than all the rest. */
export const QUICKLY: readonly string[] = ['-p', 'cc_command=exec gcc -O0 -fpic -shared -o %o %s']
