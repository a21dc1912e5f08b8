import { testRefused } from '../support/refused.js'

testRefused([
  {
    options: { origins: /example\.com$/ },
    issues: [
      'unanchored-regexp origins: /example\\.com$/ is not anchored at both ends, so it also matches "https://evilexample.com". Write "https://example.com", "https://*.example.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: [/^https:\/\/a\.com/] },
    issues: [
      'unanchored-regexp origins[0]: /^https:\\/\\/a\\.com/ is not anchored at both ends, so it also matches "https://a.com.evil.com". Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: /^https:\/\/a\.com$|b\.com$/ },
    issues: [
      'unanchored-regexp origins: /^https:\\/\\/a\\.com$|b\\.com$/ is not anchored at both ends, so it also matches "https://evilb.com". Write "https://a.com", "https://b.com", "https://*.b.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: /^https:\/\/a\.com\$/ },
    issues: [
      'unanchored-regexp origins: /^https:\\/\\/a\\.com\\$/ is not anchored at both ends. Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: /^https:\/\/a[.com$]/ },
    issues: [
      'unanchored-regexp origins: /^https:\\/\\/a[.com$]/ is not anchored at both ends, so it also matches "https://a.evil.com". Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
    ],
  },
  {
    options: { origins: /\^https:\/\/a\.com$/ },
    issues: [
      'unanchored-regexp origins: /\\^https:\\/\\/a\\.com$/ is not anchored at both ends. Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: /(?:)/ },
    issues: [
      'unanchored-regexp origins: /(?:)/ is not anchored at both ends, so it also matches "https://evil.com". Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
    ],
  },
  {
    options: { origins: /^https:\/\/a\.com|^https:\/\/b\.com$/ },
    issues: [
      'unanchored-regexp origins: /^https:\\/\\/a\\.com|^https:\\/\\/b\\.com$/ is not anchored at both ends. Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
    ],
  },
  {
    options: { origins: /^https:\/\/a[$|^]b/ },
    issues: [
      'unanchored-regexp origins: /^https:\\/\\/a[$|^]b/ is not anchored at both ends. Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
    ],
  },
  {
    options: { origins: /^(?:https:\/\/a\.com$|https:\/\/b\.com)/ },
    issues: [
      'unanchored-regexp origins: /^(?:https:\\/\\/a\\.com$|https:\\/\\/b\\.com)/ is not anchored at both ends, so it also matches "https://b.com.evil.com". Write "https://a.com", "https://b.com", or a RegExp whose every alternative begins with ^ and ends with $.',
    ],
  },
  {
    options: { origins: 'https//a.com' },
    issues: [
      'invalid-origin origins: "https//a.com" is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
    ],
  },
  {
    options: { origins: 'http//localhost:3000' },
    issues: [
      'invalid-origin origins: "http//localhost:3000" is not an origin: an origin begins with its scheme and "://". Write "http://localhost:3000".',
    ],
  },
  {
    options: { origins: 'https:\\\\a.com' },
    issues: [
      'invalid-origin origins: "https:\\\\\\\\a.com" is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
    ],
  },
  {
    options: { origins: 'http:8080' },
    issues: [
      'invalid-origin origins: "http:8080" is not an origin: an origin begins with its scheme and "://". Write "http://localhost:8080".',
    ],
  },
  {
    options: { origins: '3000' },
    issues: [
      'invalid-origin origins: "3000" is not an origin: an origin begins with its scheme. Write "http://localhost:3000".',
    ],
  },
  {
    options: { origins: '[::1]:3000' },
    issues: [
      'invalid-origin origins: "[::1]:3000" is not an origin: an origin begins with its scheme. Write "http://[::1]:3000".',
    ],
  },
  {
    options: { origins: 'true' },
    issues: [
      'invalid-origin origins: "true" is not an origin: an origin begins with its scheme. Write "*" for every origin, or [] for nobody.',
    ],
  },
])
