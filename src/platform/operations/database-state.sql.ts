import { statement } from '../db/statement.ts'

/** Which server it is and how far it was migrated. */
export const databaseState = statement<{ version: string; migration: string | null }>(
  'database-state',
  `select current_setting('server_version') as version, (select max(name) from schema_migrations) as migration`,
)
