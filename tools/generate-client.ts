/** Writes the types of web/api from the HTTP contract. `--check` compares instead. */
import { openApiDocument } from '../src/platform/http/openapi.ts'
import { allEndpoints, describeApi } from '../src/routes.ts'
import { clientTypes } from './client-types.ts'
import { keepGenerated } from './generated-file.ts'

await keepGenerated('web/api/schema.generated.ts', clientTypes(openApiDocument(allEndpoints, describeApi('0', '/'))))
