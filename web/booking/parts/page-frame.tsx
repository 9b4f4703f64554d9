import { useId } from 'react'
import { type Language, languageNames, languages } from '../languages/speak.ts'
import { usePage } from '../page-context.ts'
import { ContactLinks } from './contact-links.tsx'

export function PageHeader() {
  const { unit } = usePage()
  return (
    <header className="top">
      <div>
        <h1>{unit.name}</h1>
        {unit.address && <p className="quiet">{unit.address}</p>}
      </div>
      <LanguageSwitch />
    </header>
  )
}

function LanguageSwitch() {
  const { t, language, chooseLanguage } = usePage()
  const id = useId()
  return (
    <div className="language">
      <label className="visually-hidden" htmlFor={id}>
        {t.language}
      </label>
      <select id={id} value={language} onChange={(event) => chooseLanguage(event.target.value as Language)}>
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {languageNames[each]}
          </option>
        ))}
      </select>
    </div>
  )
}

export function PageFooter() {
  const { t, unit } = usePage()
  if (!unit.phone && !unit.email) return null
  return (
    <footer className="bottom">
      <p>
        {t.contact} <ContactLinks />
      </p>
    </footer>
  )
}
