import { useRef, useState } from 'react'
import { usePage } from '../page-context.ts'
import { writeZone } from '../write-time.ts'
import { ZonePicker } from './zone-picker.tsx'

/** In which zone times are shown, as of `at` (clocks change), and the way to another. */
export function ZoneNote({ at }: { at: number }) {
  const { t, unit, zone, isElsewhere, chooseZone } = usePage()
  const [isOpen, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  return (
    <div className="zone">
      <div className="zone-line">
        <p>
          {t.timesIn(writeZone(zone, at))} {isElsewhere && t.localTimeIn(unit.name, writeZone(unit.timeZone, at))}
        </p>
        <button type="button" ref={opener} className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t.changeZone}
        </button>
      </div>
      {isOpen && (
        <ZonePicker
          at={at}
          onClose={close}
          onPick={(picked) => {
            chooseZone(picked)
            close()
          }}
        />
      )}
    </div>
  )
}
