import { statement } from '../../platform/db/statement.ts'

export const phoneOfClient = statement<{ phone: string | null }, [unitId: string, clientId: string]>(
  'client-phone',
  `select phone from clients where unit_id = $1 and id = $2`,
)
