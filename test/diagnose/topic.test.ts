import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from 'cors-policy/diagnose'
import { type Topic, topicOf } from '../../src/diagnose/topic.js'

const topics: readonly { readonly check: Check; readonly topic: Topic }[] = [
  { check: 'kAllowOriginMismatch', topic: 'origin' },
  { check: 'kPreflightWildcardOriginNotAllowed', topic: 'origin' },
  { check: 'kInvalidAllowCredentials', topic: 'credentials' },
  { check: 'kPreflightInvalidAllowCredentials', topic: 'credentials' },
  // These credentials are the user and password in a URL.
  { check: 'kRedirectContainsCredentials', topic: 'redirect' },
  { check: 'kPreflightDisallowedRedirect', topic: 'status' },
  { check: 'kMethodDisallowedByPreflightResponse', topic: 'method' },
  { check: 'kInvalidAllowHeadersPreflightResponse', topic: 'headers' },
  { check: 'mixed-content', topic: 'target' },
]

for (const { check, topic } of topics)
  test(`${check} is about the ${topic}`, () => assert.equal(topicOf(check), topic))
