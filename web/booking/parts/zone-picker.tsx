import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { isZone } from '../local-day.ts'
import { usePage } from '../page-context.ts'
import { deviceZone } from '../use-zone.ts'
import { findZones, type ZoneOption, zoneOptions } from '../zones.ts'

/** Shown at once; typing narrows them down. */
const mostShown = 60

type Props = { at: number; onPick: (zone: string) => void; onClose: () => void }

/** A list of every time zone, found by typing: the combobox of the ARIA practices. */
export function ZonePicker({ at, onPick, onClose }: Props) {
  const { t, locale, unit, zone } = usePage()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const options = useMemo(() => {
    const own = deviceZone()
    return zoneOptions([unit.timeZone, ...(own && isZone(own) ? [own] : []), zone], locale, at)
  }, [unit.timeZone, zone, locale, at])
  const found = useMemo(() => findZones(options, typed).slice(0, mostShown), [options, typed])
  const activeId = found[active] && `${id}-${active}`
  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    }
    const to = moves[event.key]
    if (to !== undefined) setActive(Math.max(0, Math.min(to, found.length - 1)))
    else if (event.key === 'Enter' && found[active]) onPick(found[active].zone)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
  }
  return (
    <div className="zone-picker">
      <div className="field">
        <label htmlFor={id}>{t.findZone}</label>
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <p className="field-hint" id={`${id}-hint`}>
          {t.zoneHint}
        </p>
      </div>
      {found.length === 0 && <p role="status">{t.noZone}</p>}
      <div role="listbox" id={`${id}-list`} aria-label={t.findZone} className="zone-list" tabIndex={-1}>
        {found.map((option, index) => (
          <Option
            key={option.zone}
            id={`${id}-${index}`}
            option={option}
            isActive={index === active}
            isChosen={option.zone === zone}
            note={option.zone === unit.timeZone ? t.placeZone : option.zone === deviceZone() ? t.ownZone : undefined}
            onPick={onPick}
          />
        ))}
      </div>
      <button type="button" className="link" onClick={onClose}>
        {t.close}
      </button>
    </div>
  )
}

type OptionProps = {
  id: string
  option: ZoneOption
  isActive: boolean
  isChosen: boolean
  note: string | undefined
  onPick: (zone: string) => void
}

function Option({ id, option, isActive, isChosen, note, onPick }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input it belongs to hears the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={isActive ? 'zone-option active' : 'zone-option'}
      onClick={() => onPick(option.zone)}
    >
      <span>
        {option.city}
        <span className="quiet"> {note ?? option.zone.split('/')[0]?.replaceAll('_', ' ')}</span>
      </span>
      <span className="quiet">{option.offset}</span>
    </div>
  )
}
