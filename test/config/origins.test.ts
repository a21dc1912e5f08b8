import { testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  // The same for one string, in every place where an origin may stand.
  [
    { origins: 'https://a.com/' },
    'invalid-origin origins: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: ['https://a.com/'] },
    'invalid-origin origins[0]: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: new Set([A, 'a.com']) },
    'invalid-origin origins[1]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'https://a.com, https://b.com/x' },
    'invalid-origin origins: "https://b.com/x" is not an origin: an origin has no path. Write "https://b.com".',
  ],
  // Spellings that no browser sends.
  [
    { origins: 'https://a.com/x/y' },
    'invalid-origin origins: "https://a.com/x/y" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com?x' },
    'invalid-origin origins: "https://a.com?x" is not an origin: an origin has no query. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com#x?' },
    'invalid-origin origins: "https://a.com#x?" is not an origin: an origin has no fragment. Write "https://a.com".',
  ],
  [
    { origins: 'https://u:p@a.com' },
    'invalid-origin origins: "https://u:p@a.com" is not an origin: an origin has no user or password. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com:443' },
    'invalid-origin origins: "https://a.com:443" is not an origin: an origin has no default port. Write "https://a.com".',
  ],
  [
    { origins: 'http://a.com:80' },
    'invalid-origin origins: "http://a.com:80" is not an origin: an origin has no default port. Write "http://a.com".',
  ],
  [
    { origins: 'http://a.com:08080' },
    'invalid-origin origins: "http://a.com:08080" is not an origin: an origin has no leading zero in its port. Write "http://a.com:8080".',
  ],
  [
    { origins: 'https://A.com' },
    'invalid-origin origins: "https://A.com" is not an origin: browsers send it in lower case. Write "https://a.com".',
  ],
  [
    { origins: 'HTTPS://a.com' },
    'invalid-origin origins: "HTTPS://a.com" is not an origin: browsers send it in lower case. Write "https://a.com".',
  ],
  [
    { origins: ' https://a.com' },
    'invalid-origin origins: " https://a.com" is not an origin: an origin has no white space around it. Write "https://a.com".',
  ],
  [
    { origins: 'https://münchen.de' },
    'invalid-origin origins: "https://münchen.de" is not an origin: browsers send the host in Punycode. Write "https://xn--mnchen-3ya.de".',
  ],
  [
    { origins: 'http://[::0:1]:8080' },
    'invalid-origin origins: "http://[::0:1]:8080" is not an origin: browsers send IPv6 addresses compressed. Write "http://[::1]:8080".',
  ],
  [
    { origins: 'http://127.1' },
    'invalid-origin origins: "http://127.1" is not an origin: browsers spell the host otherwise. Write "http://127.0.0.1".',
  ],
  [
    { origins: 'https://a.com:99999' },
    'invalid-origin origins: "https://a.com:99999" is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'https://a b.com' },
    'invalid-origin origins: "https://a b.com" is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'https://u:p@A.com:443/x?y#z' },
    'invalid-origin origins: "https://u:p@A.com:443/x?y#z" is not an origin: an origin has no user or password, no default port, no path, no query, no fragment, and browsers send it in lower case. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com:0443' },
    'invalid-origin origins: "https://a.com:0443" is not an origin: an origin has no default port. Write "https://a.com".',
  ],
  [
    { origins: 'http://a.com:' },
    'invalid-origin origins: "http://a.com:" is not an origin: an origin has no default port. Write "http://a.com".',
  ],
  [
    { origins: 'https://a.com/#a?b' },
    'invalid-origin origins: "https://a.com/#a?b" is not an origin: an origin has no path, no fragment. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com?x#y' },
    'invalid-origin origins: "https://a.com?x#y" is not an origin: an origin has no query, no fragment. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com/A' },
    'invalid-origin origins: "https://a.com/A" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: 'https://münchen.de/x' },
    'invalid-origin origins: "https://münchen.de/x" is not an origin: an origin has no path, and browsers send the host in Punycode. Write "https://xn--mnchen-3ya.de".',
  ],
  [
    { origins: 'https://[2001:DB8::1]' },
    'invalid-origin origins: "https://[2001:DB8::1]" is not an origin: browsers send it in lower case. Write "https://[2001:db8::1]".',
  ],
  [
    { origins: 'https://[::1]/x' },
    'invalid-origin origins: "https://[::1]/x" is not an origin: an origin has no path. Write "https://[::1]".',
  ],
  [
    { origins: 'https://a%2ecom' },
    'invalid-origin origins: "https://a%2ecom" is not an origin: browsers spell the host otherwise. Write "https://a.com".',
  ],
  [
    { origins: 'https:///a.com' },
    'invalid-origin origins: "https:///a.com" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com\\\\x' },
    'invalid-origin origins: "https://a.com\\\\\\\\x" is not an origin: an origin has no path. Write "https://a.com".',
  ],
  [{ origins: 'undefined' }, 'invalid-origin origins: "undefined" is not an origin. Is a variable not set?'],
  [
    { origins: 'https://undefined' },
    'invalid-origin origins: "https://undefined" is not an origin. Is a variable not set?',
  ],
  [
    { origins: 'https://undefined:3000' },
    'invalid-origin origins: "https://undefined:3000" is not an origin. Is a variable not set?',
  ],
  [
    { origins: 'https://app.undefined' },
    'invalid-origin origins: "https://app.undefined" is not an origin. Is a variable not set?',
  ],
  [
    { origins: 'https://undefined/x' },
    'invalid-origin origins: "https://undefined/x" is not an origin. Is a variable not set?',
  ],
  [
    { origins: 'https://undefined.a.com' },
    'invalid-origin origins: "https://undefined.a.com" is not an origin. Is a variable not set?',
  ],
  [
    { origins: '["https://a.com"]' },
    'invalid-origin origins: "[\\"https://a.com\\"]" is not an origin. Is it JSON? Write the origins alone, separated by commas.',
  ],
  [
    { origins: [A, '["https://a.com", "b.com"]'] },
    'invalid-origin origins[1]: "[\\"https://a.com\\", \\"b.com\\"]" is not an origin. Is it JSON? Write the origins alone, separated by commas.',
  ],
  [
    { origins: '\thttps://a.com/ ' },
    'invalid-origin origins: "\\thttps://a.com/ " is not an origin: an origin has no white space around it, no path. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.b/' },
    'invalid-origin origins: "https://a.b/" is not an origin: an origin has no path. Write "https://a.b".',
  ],
  [
    { origins: 'https://a.com?x/y' },
    'invalid-origin origins: "https://a.com?x/y" is not an origin: an origin has no query. Write "https://a.com".',
  ],
  [
    { origins: 'httpS://a.com' },
    'invalid-origin origins: "httpS://a.com" is not an origin: browsers send it in lower case. Write "https://a.com".',
  ],
  // Without a scheme.
  [
    { origins: 'a.com' },
    'invalid-origin origins: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: '//a.com' },
    'invalid-origin origins: "//a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'localhost:3000' },
    'invalid-origin origins: "localhost:3000" is not an origin: an origin begins with its scheme. Write "http://localhost:3000".',
  ],
  [
    { origins: '127.0.0.1:3000' },
    'invalid-origin origins: "127.0.0.1:3000" is not an origin: an origin begins with its scheme. Write "http://127.0.0.1:3000".',
  ],
  [
    { origins: 'https:a.com' },
    'invalid-origin origins: "https:a.com" is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
  ],
  [
    { origins: 'file://host' },
    'invalid-origin origins: "file://host" is not an origin: pages opened from files send "Origin: null", and in some WebViews "Origin: file://". Serve the page over http, such as "http://localhost:5173".',
  ],
  [
    { origins: 'file:///index.html' },
    'invalid-origin origins: "file:///index.html" is not an origin: pages opened from files send "Origin: null", and in some WebViews "Origin: file://". Serve the page over http, such as "http://localhost:5173".',
  ],
  [
    { origins: 'profile:x' },
    'invalid-origin origins: "profile:x" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  ],
  [
    { origins: 'a.com/https://b' },
    'invalid-origin origins: "a.com/https://b" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'NULL' },
    'invalid-origin origins: "NULL" is not an origin: browsers write it in lower case. Write "null".',
  ],
  [
    { origins: 'Nullx' },
    'invalid-origin origins: "Nullx" is not an origin: an origin begins with its scheme. Write "https://nullx" or "http://nullx".',
  ],
  [
    { origins: 'xnull' },
    'invalid-origin origins: "xnull" is not an origin: an origin begins with its scheme. Write "https://xnull" or "http://xnull".',
  ],
  [
    { origins: 'http:/a.com' },
    'invalid-origin origins: "http:/a.com" is not an origin: an origin begins with its scheme and "://". Write "http://a.com".',
  ],
  [
    { origins: '/a.com' },
    'invalid-origin origins: "/a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'x//a.com' },
    'invalid-origin origins: "x//a.com" is not an origin: an origin begins with its scheme. Write "https://x" or "http://x".',
  ],
  [
    { origins: '///a.com' },
    'invalid-origin origins: "///a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'xlocalhost:1' },
    'invalid-origin origins: "xlocalhost:1" is not an origin: an origin begins with its scheme. Write "https://xlocalhost:1" or "http://xlocalhost:1".',
  ],
  [
    { origins: 'a.b.localhost:1' },
    'invalid-origin origins: "a.b.localhost:1" is not an origin: an origin begins with its scheme. Write "http://a.b.localhost:1".',
  ],
  [
    { origins: '127.0.0.1:5' },
    'invalid-origin origins: "127.0.0.1:5" is not an origin: an origin begins with its scheme. Write "http://127.0.0.1:5".',
  ],
  [
    { origins: '127.255.255.255' },
    'invalid-origin origins: "127.255.255.255" is not an origin: an origin begins with its scheme. Write "http://127.255.255.255".',
  ],
  [
    { origins: '127.0.0.1.a.com' },
    'invalid-origin origins: "127.0.0.1.a.com" is not an origin: an origin begins with its scheme. Write "https://127.0.0.1.a.com" or "http://127.0.0.1.a.com".',
  ],
  [
    { origins: 'a b' },
    'invalid-origin origins: "a b" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  ],
  [
    { origins: 'https' },
    'invalid-origin origins: "https" is not an origin: an origin begins with its scheme. Write "https://https" or "http://https".',
  ],
  [
    { origins: '://a.com' },
    'invalid-origin origins: "://a.com" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  ],
  [
    { origins: '1https://a.com' },
    'invalid-origin origins: "1https://a.com" is not an origin: an origin begins with its scheme. Write "https://1https" or "http://1https".',
  ],
  [
    { origins: 'a.com:443' },
    'invalid-origin origins: "a.com:443" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com:443".',
  ],
  [
    { origins: 'a.com/x' },
    'invalid-origin origins: "a.com/x" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
  [
    { origins: 'ws://a.com:80' },
    'invalid-origin origins: "ws://a.com:80" is not an origin: an origin has no default port. Write "ws://a.com".',
  ],
  [
    { origins: 'wss://a.com:443' },
    'invalid-origin origins: "wss://a.com:443" is not an origin: an origin has no default port. Write "wss://a.com".',
  ],
  [
    { origins: 'ftp://a.com:21' },
    'invalid-origin origins: "ftp://a.com:21" is not an origin: an origin has no default port. Write "ftp://a.com".',
  ],
  [
    { origins: 'https://a.0x10' },
    'invalid-origin origins: "https://a.0x10" is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'https://a.com:65536' },
    'invalid-origin origins: "https://a.com:65536" is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'blob:https://a.com/x' },
    'invalid-origin origins: "blob:https://a.com/x" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  ],
  [
    { origins: 'capacitor://' },
    'invalid-origin origins: "capacitor://" is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'data:text/html' },
    'invalid-origin origins: "data:text/html" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  ],
  // Wildcards.
  [
    { origins: 'https://*' },
    'invalid-pattern origins: "https://*" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://a*.com' },
    'invalid-pattern origins: "https://a*.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: '*://a.com' },
    'invalid-pattern origins: "*://a.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://*.*.a.com' },
    'invalid-pattern origins: "https://*.*.a.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: '*.a.com' },
    'invalid-pattern origins: "*.a.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://*.a.com/' },
    'invalid-pattern origins: "https://*.a.com/" is not an origin: an origin has no path. Write "https://*.a.com".',
  ],
  [
    { origins: 'https://*.A.com:*' },
    'invalid-pattern origins: "https://*.A.com:*" is not an origin: browsers send it in lower case. Write "https://*.a.com:*".',
  ],
  [
    { origins: 'http://localhost:*/' },
    'invalid-pattern origins: "http://localhost:*/" is not an origin: an origin has no path. Write "http://localhost:*".',
  ],
  [
    { origins: 'http://*.127.0.0.1' },
    'invalid-pattern origins: "http://*.127.0.0.1" is not a pattern: an IP address has no subdomains. Write "http://127.0.0.1".',
  ],
  [
    { origins: 'https://.*\\.a\\.com' },
    'invalid-pattern origins: "https://.*\\\\.a\\\\.com" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: ['*', A] },
    'invalid-pattern origins: "*" is every origin, so the others beside it have no effect. Write "*" alone, or take it out.',
  ],
  [
    { origins: 'http://*.[::1]' },
    'invalid-pattern origins: "http://*.[::1]" is not a pattern: an IP address has no subdomains. Write "http://[::1]".',
  ],
  [
    { origins: 'https://*.10.20.30.40:8080' },
    'invalid-pattern origins: "https://*.10.20.30.40:8080" is not a pattern: an IP address has no subdomains. Write "https://10.20.30.40:8080".',
  ],
  [
    { origins: 'https://*.10.20.30.40.' },
    'invalid-pattern origins: "https://*.10.20.30.40." is not an origin: browsers spell the host otherwise. Write "https://10.20.30.40".',
  ],
  [
    { origins: 'https://(a|b).*' },
    'invalid-pattern origins: "https://(a|b).*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://a+*' },
    'invalid-pattern origins: "https://a+*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://a.*' },
    'invalid-pattern origins: "https://a.*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://*?' },
    'invalid-pattern origins: "https://*?" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://a{1}*' },
    'invalid-pattern origins: "https://a{1}*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://^a*' },
    'invalid-pattern origins: "https://^a*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://a$*' },
    'invalid-pattern origins: "https://a$*" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://*.a.com:*/x?y' },
    'invalid-pattern origins: "https://*.a.com:*/x?y" is not an origin: an origin has no path, no query. Write "https://*.a.com:*".',
  ],
  [
    { origins: '*.localhost:3000' },
    'invalid-pattern origins: "*.localhost:3000" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: ':*' },
    'invalid-pattern origins: ":*" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://*.' },
    'invalid-pattern origins: "https://*." is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  ],
  [
    { origins: 'https://*.a.com*' },
    'invalid-pattern origins: "https://*.a.com*" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://*.a.com, b*.com' },
    'invalid-pattern origins: "b*.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: ' https://*.a.com' },
    'invalid-pattern origins: " https://*.a.com" is not an origin: an origin has no white space around it. Write "https://*.a.com".',
  ],
  [
    { origins: 'https://*.münchen.de' },
    'invalid-pattern origins: "https://*.münchen.de" is not an origin: browsers send the host in Punycode. Write "https://*.xn--mnchen-3ya.de".',
  ],
  [
    { origins: 'http://*:*' },
    'invalid-pattern origins: "http://*:*" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://a.com:*0' },
    'invalid-pattern origins: "https://a.com:*0" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  [
    { origins: 'https://*a.com' },
    'invalid-pattern origins: "https://*a.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
  ],
  // RegExps.
  [
    { origins: /example\.com$/ },
    'unanchored-regexp origins: /example\\.com$/ is not anchored at both ends, so it also matches "https://evilexample.com". Write "https://example.com", "https://*.example.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: [/^https:\/\/a\.com/] },
    'unanchored-regexp origins[0]: /^https:\\/\\/a\\.com/ is not anchored at both ends, so it also matches "https://a.com.evil.com". Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: /^https:\/\/a\.com$|b\.com$/ },
    'unanchored-regexp origins: /^https:\\/\\/a\\.com$|b\\.com$/ is not anchored at both ends, so it also matches "https://evilb.com". Write "https://a.com", "https://b.com", "https://*.b.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: /^https:\/\/a\.com\$/ },
    'unanchored-regexp origins: /^https:\\/\\/a\\.com\\$/ is not anchored at both ends. Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: /^https:\/\/a[.com$]/ },
    'unanchored-regexp origins: /^https:\\/\\/a[.com$]/ is not anchored at both ends, so it also matches "https://a.evil.com". Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
  ],
  [
    { origins: /\^https:\/\/a\.com$/ },
    'unanchored-regexp origins: /\\^https:\\/\\/a\\.com$/ is not anchored at both ends. Write "https://a.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: /(?:)/ },
    'unanchored-regexp origins: /(?:)/ is not anchored at both ends, so it also matches "https://evil.com". Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
  ],
  [
    { origins: /^https:\/\/a\.com|^https:\/\/b\.com$/ },
    'unanchored-regexp origins: /^https:\\/\\/a\\.com|^https:\\/\\/b\\.com$/ is not anchored at both ends. Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
  ],
  [
    { origins: /^https:\/\/a[$|^]b/ },
    'unanchored-regexp origins: /^https:\\/\\/a[$|^]b/ is not anchored at both ends. Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.',
  ],
  [
    { origins: /^(?:https:\/\/a\.com$|https:\/\/b\.com)/ },
    'unanchored-regexp origins: /^(?:https:\\/\\/a\\.com$|https:\\/\\/b\\.com)/ is not anchored at both ends, so it also matches "https://b.com.evil.com". Write "https://a.com", "https://b.com", or a RegExp whose every alternative begins with ^ and ends with $.',
  ],
  [
    { origins: 'https://app-\\d+.a.com' },
    'invalid-pattern origins: "https://app-\\\\d+.a.com" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'http://localhost:\\d+' },
    'invalid-pattern origins: "http://localhost:\\\\d+" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https?://localhost:3000' },
    'invalid-pattern origins: "https?://localhost:3000" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: '^https://a.com$' },
    'invalid-pattern origins: "^https://a.com$" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https://(a|b).com' },
    'invalid-pattern origins: "https://(a|b).com" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'http://localhost:[0-9]+' },
    'invalid-pattern origins: "http://localhost:[0-9]+" looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.',
  ],
  [
    { origins: 'https//a.com' },
    'invalid-origin origins: "https//a.com" is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
  ],
  [
    { origins: 'http//localhost:3000' },
    'invalid-origin origins: "http//localhost:3000" is not an origin: an origin begins with its scheme and "://". Write "http://localhost:3000".',
  ],
  [
    { origins: 'https:\\\\a.com' },
    'invalid-origin origins: "https:\\\\\\\\a.com" is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
  ],
  [
    { origins: 'http:8080' },
    'invalid-origin origins: "http:8080" is not an origin: an origin begins with its scheme and "://". Write "http://localhost:8080".',
  ],
  [
    { origins: '3000' },
    'invalid-origin origins: "3000" is not an origin: an origin begins with its scheme. Write "http://localhost:3000".',
  ],
  [
    { origins: '[::1]:3000' },
    'invalid-origin origins: "[::1]:3000" is not an origin: an origin begins with its scheme. Write "http://[::1]:3000".',
  ],
  [
    { origins: 'true' },
    'invalid-origin origins: "true" is not an origin: an origin begins with its scheme. Write "*" for every origin, or [] for nobody.',
  ],
  // Other things than origins.
  [
    { origins: '' },
    'empty-string origins: an empty string is not an origin. Write an origin, or [] to allow nobody.',
  ],
  [
    { origins: [A, ''] },
    'empty-string origins[1]: an empty string is not an origin. Is a variable not set? Write ["https://a.example"].',
  ],
  [
    { origins: `${A},` },
    'empty-string origins: "https://a.example," has a comma with nothing before or behind it. Take it out.',
  ],
  [
    { origins: ['https://a.com, b.com'] },
    'invalid-origin origins[0]: "https://a.com, b.com" is a list in one item. Write its origins as items of their own, such as "https://app.example.com".',
  ],
  [{ origins: true }, "invalid-type origins: true is not an origin. Write '*' for every origin."],
  [{ origins: false }, 'invalid-type origins: false is not an origin. Write [] to allow nobody.'],
  [{ origins: null }, 'invalid-type origins: null is not an origin. Write [] to allow nobody.'],
  [
    { origins: [A, 5] },
    "invalid-type origins[1]: 5 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: [[A]] },
    "invalid-type origins[0]: an array of 1 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: { a: 1 } },
    "invalid-type origins: an object (Object) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: [undefined] },
    'invalid-type origins[0]: undefined is not an origin. Is a variable not set? Write [], which allows nobody.',
  ],
  [{ origins: [A, true] }, "invalid-type origins[1]: true is not an origin. Write '*' for every origin."],
  [
    { origins: new Map([['a', 1]]) },
    "invalid-type origins: an object (Map) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: Symbol('x') },
    "invalid-type origins: Symbol(x) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: new URL(A) },
    "invalid-type origins: an object (URL) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { origins: 10n },
    "invalid-type origins: 10 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  // With credentials.
  [
    { credentials: true },
    'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { credentials: true, origins: '*' },
    'any-origin-with-credentials origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { credentials: true, origins: ['*'] },
    'any-origin-with-credentials origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { credentials: true, origins: /^.*$/ },
    'any-origin-with-credentials origins: /^.*$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^.*$/] }.',
  ],
  [
    { credentials: true, origins: /^https:\/\/.+$/ },
    'any-origin-with-credentials origins: /^https:\\/\\/.+$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/.+$/] }.',
  ],
  [
    { credentials: true, origins: /^http:\/\/[^/]+:8443$/ },
    'any-origin-with-credentials origins: /^http:\\/\\/[^/]+:8443$/ takes "http://a.io:8443", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^http:\\/\\/[^/]+:8443$/] }.',
  ],
  [
    { credentials: true, origins: [A, /^https:\/\/[a-z0-9-]+\.[a-z]+$/] },
    'any-origin-with-credentials origins[1]: /^https:\\/\\/[a-z0-9-]+\\.[a-z]+$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/[a-z0-9-]+\\.[a-z]+$/] }.',
  ],
  [
    { credentials: true, origins: 'http://a.com' },
    'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
  ],
  [
    { credentials: true, origins: 'http://*.a.com:*' },
    'insecure-origin origins: "http://*.a.com:*" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://*.a.com:*". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.a.com:*"] }.',
  ],
  [
    { credentials: true, origins: 'http://localhost.a.com' },
    'insecure-origin origins: "http://localhost.a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://localhost.a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://localhost.a.com"] }.',
  ],
  [
    { credentials: true, origins: 'http://128.0.0.1' },
    'insecure-origin origins: "http://128.0.0.1" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://128.0.0.1". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://128.0.0.1"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.com' },
    'public-suffix origins: "https://*.com" with credentials: anyone can register a name under "com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.com"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.co.uk' },
    'public-suffix origins: "https://*.co.uk" with credentials: anyone can register a name under "co.uk" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.co.uk"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.github.io' },
    'public-suffix origins: "https://*.github.io" with credentials: anyone can register a name under "github.io" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.github.io"] }.',
  ],
  [
    { credentials: true, origins: [A, 'https://*.vercel.app:*'] },
    'public-suffix origins[1]: "https://*.vercel.app:*" with credentials: anyone can register a name under "vercel.app" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.vercel.app:*"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.compute.amazonaws.com' },
    'public-suffix origins: "https://*.compute.amazonaws.com" with credentials: anyone can register a name under "compute.amazonaws.com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.compute.amazonaws.com"] }.',
  ],
  [
    { credentials: true, origins: 'null' },
    'null-origin origins: "null" with credentials lets any page read what your users may read: every sandboxed frame sends "Origin: null". Leave it out; serve local pages from "http://localhost:5173". To accept this risk: dangerouslyAllow: { "null-origin": ["null"] }.',
  ],
  [
    { credentials: true, origins: A, exposeHeaders: '*' },
    'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
  ],
  [
    { credentials: true, origins: A, sendWildcard: true },
    'wildcard-with-credentials sendWildcard: browsers refuse "*" as the origin with credentials. Leave sendWildcard out: the request\'s own origin is sent.',
  ],
  [
    { credentials: true, origins: 'http://xlocalhost' },
    'insecure-origin origins: "http://xlocalhost" with credentials: whoever is on the network path can be this origin and read what your users may read. To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://xlocalhost"] }.',
  ],
  [
    { credentials: true, origins: 'http://127.0.0.1.a.com' },
    'insecure-origin origins: "http://127.0.0.1.a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://127.0.0.1.a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://127.0.0.1.a.com"] }.',
  ],
  [
    { credentials: true, origins: 'http://*.127a.com' },
    'insecure-origin origins: "http://*.127a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://*.127a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.127a.com"] }.',
  ],
  [
    { credentials: true, origins: 'http://1.localhost.com' },
    'insecure-origin origins: "http://1.localhost.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://1.localhost.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://1.localhost.com"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.ck' },
    'public-suffix origins: "https://*.ck" with credentials: anyone can register a name under "ck" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.ck"] }.',
  ],
  [
    { credentials: true, origins: 'https://*.com.' },
    'public-suffix origins: "https://*.com." with credentials: anyone can register a name under "com." and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.com."] }.',
  ],
  [
    { credentials: true, origins: 'http://*.com' },
    'public-suffix origins: "http://*.com" with credentials: anyone can register a name under "com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["http://*.com"] }.',
    'insecure-origin origins: "http://*.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.com"] }.',
  ],
  [
    { credentials: true, origins: ['null', 'http://a.com', 'https://*.io'] },
    'null-origin origins[0]: "null" with credentials lets any page read what your users may read: every sandboxed frame sends "Origin: null". Leave it out; serve local pages from "http://localhost:5173". To accept this risk: dangerouslyAllow: { "null-origin": ["null"] }.',
    'insecure-origin origins[1]: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    'public-suffix origins[2]: "https://*.io" with credentials: anyone can register a name under "io" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.io"] }.',
  ],
  [
    { credentials: true, origins: /^https:\/\/[a-z0-9-]+\.github\.io$/ },
    'public-suffix origins: /^https:\\/\\/[a-z0-9-]+\\.github\\.io$/ takes "https://evil.github.io", with credentials: anyone can register a name under "github.io" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https:\\/\\/[a-z0-9-]+\\.github\\.io$/] }.',
  ],
  [
    { credentials: true, origins: /^https?:\/\/(?:www\.)?[a-z0-9-]+\.co\.uk$/ },
    'public-suffix origins: /^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/ takes "https://evil.co.uk", with credentials: anyone can register a name under "co.uk" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/] }.',
    'insecure-origin origins: /^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/ takes "http://a.co.uk", with credentials: whoever is on the network path can be that origin and read what your users may read. Write https: for that host. To accept this risk: dangerouslyAllow: { "insecure-origin": [/^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/] }.',
  ],
  [
    { credentials: true, origins: [/^https:\/\/a\.b\.[a-z0-9-]+\.dev:4321$/] },
    'any-origin-with-credentials origins[0]: /^https:\\/\\/a\\.b\\.[a-z0-9-]+\\.dev:4321$/ takes "https://a.b.evil.dev:4321", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/a\\.b\\.[a-z0-9-]+\\.dev:4321$/] }.',
  ],
  [
    { credentials: true, origins: A, exposeHeaders: '*', sendWildcard: true },
    'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    'wildcard-with-credentials sendWildcard: browsers refuse "*" as the origin with credentials. Leave sendWildcard out: the request\'s own origin is sent.',
  ],
  [
    { credentials: true, dangerouslyAllow: 'insecure-origin' },
    'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { credentials: true, origins: /^https:\/\/.+:\d+$/ },
    'any-origin-with-credentials origins: /^https:\\/\\/.+:\\d+$/ takes "https://evil.com:4", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/.+:\\d+$/] }.',
  ],
  [
    { credentials: true, origins: /^https:\/\/www\.[a-z0-9-]+\.com$/ },
    'public-suffix origins: /^https:\\/\\/www\\.[a-z0-9-]+\\.com$/ takes "https://www.evil.com", with credentials: anyone can register a name under "com" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https:\\/\\/www\\.[a-z0-9-]+\\.com$/] }.',
  ],
  [
    { credentials: true, origins: /^http:\/\/[a-z0-9-]+\.dev$/ },
    'public-suffix origins: /^http:\\/\\/[a-z0-9-]+\\.dev$/ takes "http://a.dev", with credentials: anyone can register a name under "dev" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^http:\\/\\/[a-z0-9-]+\\.dev$/] }.',
    'insecure-origin origins: /^http:\\/\\/[a-z0-9-]+\\.dev$/ takes "http://a.dev", with credentials: whoever is on the network path can be that origin and read what your users may read. Write https: for that host. To accept this risk: dangerouslyAllow: { "insecure-origin": [/^http:\\/\\/[a-z0-9-]+\\.dev$/] }.',
  ],
])
