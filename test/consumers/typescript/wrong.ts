import cors, { type CorsOptions, createPolicy } from 'cors-policy'

cors({ origins: ['app.example.com'] }) // "https://app.example.com"
cors({ origins: 'app.example.com' }) // "https://app.example.com"
cors({ origin: ['app.example.com'] }) // "https://app.example.com"
cors({ origins: 'https://app.example.com/' }) // "https://app.example.com"
createPolicy({ origins: ['https://a.example', 'localhost:5173'] }) // "http://localhost:5173"
cors({ credentials: true }) // 'origins' is missing
cors((_request, callback) => callback(null, { orgins: '*' })) // Did you mean to write 'origins'?
export const options: CorsOptions = { orgins: '*' } // Did you mean to write 'origins'?
export const theirs: CorsOptions = { allowedHeader: '*' } // Did you mean to write 'allowedHeaders'?
