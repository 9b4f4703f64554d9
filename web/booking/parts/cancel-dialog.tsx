import { useEffect, useId, useRef } from 'react'
import { usePage } from '../page-context.ts'
import type { Booked } from '../visit.ts'
import { writeDayAndTime } from '../write-time.ts'

type Props = { booked: Booked; isSending: boolean; onKeep: () => void; onCancel: () => void }

/** Asks before an appointment is given up. Escape keeps it. */
export function CancelDialog({ booked, isSending, onKeep, onCancel }: Props) {
  const { t, locale, zone } = usePage()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onKeep}>
      <h2 id={id}>{t.cancelQuestion}</h2>
      <p>{writeDayAndTime(locale, Date.parse(booked.appointment.start), zone)}</p>
      <div className="actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t.keepIt}
        </button>
        <button
          type="button"
          className="button danger-button"
          aria-disabled={isSending}
          onClick={() => !isSending && onCancel()}
        >
          {t.cancelIt}
        </button>
      </div>
    </dialog>
  )
}
