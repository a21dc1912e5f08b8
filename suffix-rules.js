import { createRequire } from 'node:module'

/** The Public Suffix List as `tldts` has it: a tree of labels, the last label of a name first. */
const list = createRequire(import.meta.url)('tldts/dist/cjs/src/data/trie.js')

function* rulesBelow(node, suffix, everyAncestorIsRule, offsets) {
  for (let edge = list.edgeStart[node]; edge < list.edgeStart[node + 1]; edge++) {
    const label = list.labelText.slice(offsets[edge], offsets[edge] + list.edgeLength[edge])
    const name = suffix === '' ? label : `${label}.${suffix}`
    const isRule = list.nodeFlags[list.edgeChild[edge]] !== 0
    if (isRule && !everyAncestorIsRule) yield name
    yield* rulesBelow(list.edgeChild[edge], name, everyAncestorIsRule && isRule, offsets)
  }
}

function suffixRules() {
  const offsets = []
  let offset = 0
  for (const length of list.edgeLength) {
    offsets.push(offset)
    offset += length
  }
  const rules = [...rulesBelow(list.rulesRoot, '', true, offsets)]
  // Another layout of the list in a new version of tldts must not end in an empty list.
  if (!rules.includes('up.railway.app') || !rules.includes('*.compute.amazonaws.com'))
    throw new Error('suffix-rules.js does not understand the list in tldts any more')
  return rules
}

/** Writes the module that `src/suffix-rules.d.ts` declares. */
export const suffixRulesModule = {
  name: 'suffix-rules',
  resolveId: specifier => (specifier === 'suffix-rules' ? '\0suffix-rules' : undefined),
  load: id =>
    id === '\0suffix-rules' ? `export const SUFFIX_RULES = '${suffixRules().join(' ')}'` : undefined,
}
