import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Page } from './page.tsx'
import type { BookedUnit } from './unit.ts'

const root = document.getElementById('page')
if (!root?.dataset.unit) throw new Error('The server did not say whose page this is')

createRoot(root).render(
  <StrictMode>
    <Page unit={JSON.parse(root.dataset.unit) as BookedUnit} />
  </StrictMode>,
)
