import type { CorsOptions } from 'cors-policy'

/** Policies that every target can say. */
export const fixed: Readonly<Record<string, CorsOptions>> = {
  'the defaults': {},
  'ten thousand origins': {
    origins: Array.from({ length: 10_000 }, (_, index) => `https://tenant-${index}.app.example.com`),
  },
}
