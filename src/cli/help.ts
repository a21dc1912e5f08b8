export const HELP = `cors-policy check <url> --origin <origin> [options]

Does to a running server what a browser would: a preflight if one is needed, redirects,
the request itself. Prints each step, what a browser says of it, and what to change.
The request is really sent: with --method DELETE, the server gets a DELETE.

  -o, --origin <origin>        origin of the page that asks, as browsers send it
  -X, --method <method>        default GET
  -H, --header 'Name: value'   a header that the page sets; may be given again
      --credentials            as fetch's credentials: 'include'; no cookie is sent
      --policy <file>          judge options that are not deployed: a JSON file, or a module
                               that exports them by default; nothing is sent
      --json                   the exchange and the verdict, for programs
      --timeout <ms>           for each answer, default 10000
  -k, --insecure               go on whatever the server's certificate is
  -h, --help
      --version

Exit status: 0 the page can read the answer, 1 a browser blocks it, 2 it could not be tried.

Examples:
  cors-policy check https://api.example.com/users --origin https://app.example.com
  cors-policy check http://localhost:3000/users -o http://localhost:5173 --credentials
  cors-policy check https://api.example.com/users/1 -o https://app.example.com \\
    -X PUT -H 'Content-Type: application/json' -H 'Authorization: Bearer x'
  cors-policy check https://api.example.com/users -o https://app.example.com --policy cors.json`
